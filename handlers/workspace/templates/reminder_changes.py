"""The reminders of a template beside those of the channels that its roles are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b

from content.problems import Problem
from handlers.domain.people import Place, Platform
from handlers.domain.reminder import Reminder
from handlers.reminders import changes
from handlers.reminders.changes import MAX_PER_CHANNEL, quiet_problem
from handlers.reminders.forms import new_reminder
from handlers.reminders.values import MOVE, with_values
from handlers.turn import Turn
from handlers.workspace.templates.change import Change, Site, ToDo
from handlers.workspace.templates.template import USUAL, ReminderEntry, Template
from handlers.workspace.templates.written import reminder_values
from scheduler.calendar.rest import Rest
from scheduler.phrases.phrase import PhraseError, parse

INVITATIONS = {
    Platform.SLACK: "/invite @Careloop",
    Platform.TEAMS: "Add the app Careloop to this team, if it isn't there yet",
}


@dataclass(slots=True)
class ReminderChanges:
    """What would change in the channels, and what can't be set up there."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


async def reminder_changes(template: Template, site: Site) -> ReminderChanges:
    """Return what would change; no reminder is taken away."""
    found = ReminderChanges()
    for role in dict.fromkeys(each.place for each in template.reminders):
        if place := site.place(role):
            entries = [each for each in template.reminders if each.place == role]
            await _in_channel(place, entries, site, found)
    return found


def reminder_to_do(template: Template, site: Site, made: Sequence[Change]) -> Iterator[ToDo]:
    """Yield what to type where a role was left open, and how the bot gets into a channel."""
    titles = {each.title for each in made}
    for entry in template.reminders:
        place = site.place(entry.place)
        if place is None:
            yield ToDo(entry.place, f"/reminders add {entry.values['when']} {entry.values['zone']}")
            unusual = [f"{key}: {entry.values[key]}" for key in USUAL if entry.values.get(key)]
            if unusual:
                yield ToDo(entry.place, f"its button “Change it”, for {'; '.join(unusual)}")
        elif _title(entry) in titles and place.platform in INVITATIONS:
            yield ToDo(entry.place, INVITATIONS[place.platform])


async def _in_channel(
    place: Place, entries: Sequence[ReminderEntry], site: Site, found: ReminderChanges
) -> None:
    store = site.services.store
    rest, place = await store.channels.rest(place), await store.channels.named(place)
    here = list(await store.reminders.of(place))
    room, turn = MAX_PER_CHANNEL - len(here), replace(site.turn, place=place)
    for entry in entries:
        wanted = _read(entry, rest, replace(site, turn=turn), found.problems)
        if wanted is None:
            continue
        if there := _there(entry, wanted, here):
            here.remove(there)
            found.changes += _changed(entry, there, wanted, turn, site)
            continue
        room -= 1
        act = partial(changes.add, wanted, turn, site.services)
        found.changes.append(Change(_title(entry), (), _lines(reminder_values(wanted)), act))
    if room < 0:
        said = f"{place}: has at most {MAX_PER_CHANNEL} reminders; {-room} too many, leave some out"
        found.problems.append(entries[0].line.problem("reminders.place", said))


def _read(entry: ReminderEntry, rest: Rest, site: Site, problems: list[Problem]) -> Reminder | None:
    """Return the reminder of an entry, or None: it can't come so in a channel with this rest."""
    try:
        wanted = _wanted(entry, rest, site)
    except PhraseError as error:
        problems.append(entry.line.problem("reminders.when", str(error)))
        return None
    if quiet := quiet_problem(wanted.recurrence, rest, site.turn.at):
        problems.append(entry.line.problem("reminders.when", quiet))
        return None
    return wanted


def _wanted(entry: ReminderEntry, rest: Rest, site: Site) -> Reminder:
    """Return the reminder of an entry; its id is the same each time it is applied."""
    turn, owner = site.turn, site.owner
    values = {**USUAL, **entry.values}
    recurrence = parse(values["when"], values["zone"], turn.at, rest.week)
    if values["on_days_off"] == MOVE:
        recurrence = rest.moving(recurrence)
    name = blake2b(f"{turn.place}\0{entry.id}".encode(), digest_size=8).hexdigest()
    new = new_reminder(turn, recurrence, rest)
    return with_values(replace(new, id=name, owner_id=owner.id, setter=owner.name), values)


def _there(entry: ReminderEntry, wanted: Reminder, here: Sequence[Reminder]) -> Reminder | None:
    """Return the reminder of the channel that an entry means: by its id, else the very same one."""
    by_id = (each for each in here if each.id in (entry.id, wanted.id))
    the_same = (each for each in here if reminder_values(each) == reminder_values(wanted))
    return next(by_id, None) or next(the_same, None)


def _changed(
    entry: ReminderEntry, there: Reminder, wanted: Reminder, turn: Turn, site: Site
) -> Iterator[Change]:
    now, new = reminder_values(there), reminder_values(wanted)
    as_written = {name: each for name, each in entry.values.items() if each != USUAL.get(name)}
    if now not in (new, as_written):  # what began in the past is read without its beginning
        act = partial(_carried_out, there.id, wanted, turn, site)
        yield Change(_title(entry), _lines(now), _lines(new), act)


async def _carried_out(id_: str, wanted: Reminder, turn: Turn, site: Site) -> None:
    fresh = await site.services.store.reminders.one(id_)  # the others share its deck meanwhile
    if fresh is not None:
        changed = replace(
            fresh,
            recurrence=wanted.recurrence,
            next_at=wanted.next_at,
            rest=wanted.rest,
            deck=wanted.deck,
            around=wanted.around,
            sign_off=wanted.sign_off,
        )
        await changes.change(changed, turn, site.services)


def _title(entry: ReminderEntry) -> str:
    return f"reminder {entry.id}, {entry.place}"


def _lines(values: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}: {value}" for name, value in values.items())
