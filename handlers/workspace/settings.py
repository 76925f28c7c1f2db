"""What holds for a whole workspace, and what is left to set up; a channel only from within it."""

from collections.abc import Mapping

from handlers.domain.people import Place, Role
from handlers.permissions import check_role
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
    return await _saved(turn, services, {"lead_place": str(_channel(turn))})


async def thanks_here(turn: Turn, services: Services) -> Reply:
    """Post thanks in this very channel from now on."""
    return await _saved(turn, services, {"thanks_place": str(_channel(turn))})


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


async def _saved(turn: Turn, services: Services, values: Mapping[str, object]) -> Reply:
    await check_role(Role.ADMIN, services)
    await services.store.save_workspace(values)
    return await _shown(turn, services)


async def _shown(turn: Turn, services: Services) -> Reply:
    return Reply(settings_card(await checklist(services), services.content.flow, turn.place))


def _channel(turn: Turn) -> Place:
    if turn.place.direct:
        raise Refusal("Type /care settings in the channel that you mean.")
    return turn.place
