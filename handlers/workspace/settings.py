"""What holds for a whole workspace, and what is left to set up; a channel only from within it."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.audit import record
from handlers.domain.people import Place, Role
from handlers.permissions import check_role
from handlers.ports.audit import Act
from handlers.ports.member import Member
from handlers.turn import Refusal, Reply, Services, Turn
from handlers.workspace.cards import settings_card
from handlers.workspace.checklist import checklist
from handlers.workspace.forms import form_asked, form_sent, kept, settings_form
from handlers.workspace.setting import Workspace


async def show(turn: Turn, services: Services) -> Reply:
    """Show the settings and what is left to do, with a button for each that can be done here."""
    await check_role(Role.ADMIN, services)
    return await _shown(turn, services)


async def lead_here(turn: Turn, services: Services) -> Reply:
    """Call the lead in this very channel from now on: a channel is set up only from within."""
    return await _chosen("lead_place", turn, services)


async def thanks_here(turn: Turn, services: Services) -> Reply:
    """Post thanks in this very channel from now on."""
    return await _chosen("thanks_place", turn, services)


async def thanks_nowhere(turn: Turn, services: Services) -> Reply:
    """Keep thanks private again."""
    return await _saved(turn, services, {"thanks_place": None})


async def ask(turn: Turn, services: Services) -> Reply:
    """Open one of the forms."""
    member = await check_role(Role.ADMIN, services)
    workspace = Workspace(member, services.content.flow, turn.place)
    return Reply(form=settings_form(form_asked(turn), workspace))


async def save(turn: Turn, services: Services) -> Reply:
    """Take one of the forms: all of it, or none and a line under each field that can't be kept."""
    member = await check_role(Role.ADMIN, services)
    workspace = Workspace(member, services.content.flow, turn.place)
    form = form_sent(turn)
    values, problems = kept(form, turn.args, workspace)
    if problems:
        return Reply(form=settings_form(form, workspace, turn.args, problems))
    return await _saved(turn, services, values)


async def _chosen(column: str, turn: Turn, services: Services) -> Reply:
    if turn.place.direct:
        raise Refusal("Type /care settings in the channel that you mean.")
    return await _saved(turn, services, {column: str(turn.place)})


async def _saved(turn: Turn, services: Services, values: Mapping[str, object]) -> Reply:
    before = await check_role(Role.ADMIN, services)
    await services.store.save_workspace(values)
    after = await services.store.member()
    for column in values:
        if _of(before, column) != _of(after, column):
            await record(Act.SETTING_CHANGED, turn, services, target=column)
    return await _shown(turn, services)


def _of(member: Member, column: str) -> object:
    """Return what a column of the workspace says."""
    return getattr(member, "workspace_zone" if column == "zone" else column)


async def _shown(turn: Turn, services: Services) -> Reply:
    """Show the settings; looked at from within a channel, its name is noted, or renewed."""
    found = await checklist(services)
    if turn.place in (found.member.lead_place, found.member.thanks_place):
        await services.store.channels.note_name(turn.place)
    member = replace(
        found.member,
        lead_place=await _named(found.member.lead_place, services),
        thanks_place=await _named(found.member.thanks_place, services),
    )
    found = replace(found, member=member)
    return Reply(settings_card(found, services.content.flow, turn.place, services.pack))


async def _named(place: Place | None, services: Services) -> Place | None:
    return None if place is None else await services.store.channels.named(place)
