"""Who is asked: the people on duty, the managers of an agent's team, those of the workspace."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.cards import Called, CalledKind
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.asks.duty import Duty
from handlers.domain.people import Place, Platform
from handlers.ports.member import Member
from handlers.turn import Services, Turn


def duty_of(member: Member, branch: str) -> Duty:
    """Return who is on duty for a kind of trouble: its own people, else the lead's."""
    own = member.duties.get(branch, Duty())
    return own if own.is_set else member.duty


def place_of(member: Member, kind: AskKind, branch: str) -> Place | None:
    """Return the channel of an ask: of a page alone, its branch's own or the lead's."""
    if kind is not AskKind.PAGE:
        return None
    return member.duties.get(branch, Duty()).place or member.lead_place


async def people_asked(
    kind: AskKind, branch: str, turn: Turn, services: Services
) -> tuple[str, ...]:
    """Return the ids of who is asked, but for whoever asks.

    Whose shift is over is asked only where somebody may be in danger.
    """
    member = await services.store.member()
    on_duty = duty_of(member, branch).people
    managers = await _managers(turn, services)
    of_team, of_workspace = managers
    first = kind in (AskKind.PAGE, AskKind.COME)
    order = (on_duty, of_team, of_workspace) if first else (of_team, on_duty, of_workspace)
    for some in order:
        left = _but(turn.person.id, some)
        if left := left if first else await _on_shift(left, turn, services):
            return left
    return ()


async def leads_of(turn: Turn, services: Services) -> tuple[str, ...]:
    """Return the ids of who leads the person of a turn, but for themselves.

    The managers of their team, else those whose team talks in the channel, else all.
    """
    of_team, of_workspace = await _managers(turn, services)
    staff = [each.id for each in await services.store.staff.with_role() if not each.has_left]
    teams = await services.store.staff.team_at(turn.place)
    of_channel = [each.manager.id for each in teams if each.manager.id in staff]
    for some in (of_team, of_channel, of_workspace):
        if left := _but(turn.person.id, some):
            return left
    return ()


async def _on_shift(people: Sequence[str], turn: Turn, services: Services) -> tuple[str, ...]:
    """Return those who are on shift, or have no hours."""
    working = await services.store.shifts.of(people) if people else {}
    return tuple(each for each in people if each not in working or working[each].is_on(turn.at))


async def can_page(branch: str, turn: Turn, services: Services) -> bool:
    """Tell whether a page from a branch would reach a channel, or anybody."""
    if place_of(await services.store.member(), AskKind.PAGE, branch) is not None:
        return True
    return bool(await people_asked(AskKind.PAGE, branch, turn, services))


def called(ask: Ask, member: Member) -> tuple[Called, ...]:
    """Return who is called by name in the channel of an ask."""
    duty = duty_of(member, ask.branch)
    if not duty.is_set:
        return _people(_but(ask.handed_by, ask.people), ask.names)
    found: list[Called] = []
    if duty.here and _platform(ask) is Platform.SLACK:
        found.append(Called("here", "here", CalledKind.HERE))
    if duty.group:
        found.append(Called(duty.group, duty.group_name, CalledKind.GROUP))
    else:
        found += _people(_but(ask.handed_by, _but(ask.asker_id, duty.people)), ask.names)
    return tuple(found) or _people(_but(ask.handed_by, ask.people), ask.names)


async def _managers(turn: Turn, services: Services) -> tuple[Sequence[str], Sequence[str]]:
    """Return the managers of the agent's team, and those of the workspace."""
    staff = services.store.staff
    of_team = [each.manager.id for each in await staff.teams_of(turn.person.id)]
    managers = [each.id for each in await staff.managers()]
    if not _but(turn.person.id, managers):  # the only one is who asks: an admin, then
        managers = [each.id for each in await staff.with_role() if not each.has_left]
    return of_team, managers


def _but(person_id: str, people: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys(people) if each != person_id)


def _people(ids: Iterable[str], names: Mapping[str, str]) -> tuple[Called, ...]:
    """Return those whose name we know: an id says nothing to anybody."""
    return tuple(Called(each, names[each]) for each in ids if names.get(each, each) != each)


def _platform(ask: Ask) -> Platform | None:
    return Place.parse(ask.place).platform if ask.place else None
