"""The settings of a template beside those of a workspace."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from handlers.audit import record
from handlers.domain.asks.duty import Duty
from handlers.ports.audit import Act
from handlers.workspace.setting import FromWithin
from handlers.workspace.settings_table import SETTINGS
from handlers.workspace.templates.change import Change, Site, ToDo
from handlers.workspace.templates.template import Template, key_of_column
from handlers.workspace.templates.written import columns_of, setting_text

ANYWHERE = "anywhere"


def setting_changes(template: Template, site: Site) -> Iterator[Change]:
    """Yield what would change of what is typed, of the places, and of who is on duty."""
    now = columns_of(site.member)
    for column, new in template.settings.items():
        if new != now[column]:
            before, after = (_lines(column, each) for each in (now[column], new))
            yield _saved(column, before, after, new, site)
    for column, role in template.places.items():
        place, before = site.place(role), getattr(site.member, column)
        if place is not None and place != before:
            lines = (str(before),) if before else ()
            yield _saved(column, lines, (str(place),), str(place), site)
    duty = _duty(template, site)
    if duty is not None and duty != site.member.duty:
        act = partial(_put_on_duty, duty, site)
        yield Change(key_of_column("duty"), site.member.duty.people, duty.people, act)


def setting_to_do(template: Template, site: Site) -> Iterator[ToDo]:
    """Yield what is left: a channel is chosen from within it, unless its role was said."""
    for setting in SETTINGS:
        role = template.places.get(setting.column)
        if role and isinstance(setting.how, FromWithin) and site.place(role) is None:
            yield ToDo(role, f"/care settings, then press “{setting.how.button.label}”")
    if template.duty and _duty(template, site) is None and not site.member.duty.is_set:
        yield ToDo(ANYWHERE, f"/care duty with an @ for each: {', '.join(template.duty)}")


def _duty(template: Template, site: Site) -> Duty | None:
    """Return who is to be on duty; None while the file doesn't say, or somebody is left open."""
    if template.duty is None:
        return None
    people = tuple(filter(None, map(site.person, template.duty)))
    if len(people) < len(template.duty):
        return None
    return replace(site.member.duty, people=people, group="", group_name="", here=False)


def _saved(
    column: str, before: tuple[str, ...], after: tuple[str, ...], value: object, site: Site
) -> Change:
    return Change(key_of_column(column), before, after, partial(_save, column, value, site))


async def _save(column: str, value: object, site: Site) -> None:
    await site.services.store.save_workspace({column: value})
    await record(Act.SETTING_CHANGED, site.turn, site.services, target=column)


async def _put_on_duty(duty: Duty, site: Site) -> None:
    await site.services.store.save_workspace({"duty": duty.stored()})
    await record(Act.DUTY_SET, site.turn, site.services, about=duty.people)


def _lines(column: str, value: object) -> tuple[str, ...]:
    match setting_text(column, value):
        case None:
            return ()
        case list() as lines:
            return tuple(lines)
        case Mapping() as numbers:
            return tuple(f"{name}: {line}" for name, line in numbers.items())
        case text:
            return (str(text),)
