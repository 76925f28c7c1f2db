"""The mentor of a template beside that of a workspace."""

from collections.abc import Iterator
from functools import partial

from handlers.audit import record
from handlers.domain.learning.question import to_be_looked_at
from handlers.ports.audit import Act
from handlers.workspace.templates.change import Change, Site, ToDo
from handlers.workspace.templates.setting_changes import ANYWHERE
from handlers.workspace.templates.template import Template


def mentor_changes(template: Template, site: Site) -> Iterator[Change]:
    """Yield what would change of who answers what is asked of a lesson."""
    mentor = _mentor(template, site)
    if mentor is not None and mentor != site.member.mentor:
        before, after = (tuple(filter(None, [each])) for each in (site.member.mentor, mentor))
        yield Change("mentor", before, after, partial(_name, mentor, site))


def mentor_to_do(template: Template, site: Site) -> Iterator[ToDo]:
    """Yield what an admin has to type, where the role was left open and nobody is mentor yet."""
    if template.mentor and _mentor(template, site) is None and not site.member.mentor:
        yield ToDo(ANYWHERE, f"/care mentor with an @: {template.mentor}")


def _mentor(template: Template, site: Site) -> str | None:
    """Return who is to be the mentor, empty for nobody; None while that is left open."""
    return site.person(template.mentor) if template.mentor else template.mentor


async def _name(mentor: str, site: Site) -> None:
    """Keep who it is; what waits for an answer is looked at by the next beat, and goes along."""
    store = site.services.store
    await store.save_workspace({"mentor": mentor or None})
    about = [mentor] if mentor else []
    await record(Act.MENTOR_SET, site.turn, site.services, about=about)
    for each in await store.lessons.questions():
        await store.lessons.save(to_be_looked_at(each, site.turn.at))
