"""A complaint that closed well offers the agent's managers a draft of thanks, once a case."""

from content.models import Content
from handlers.domain.case import Case, CaseState, handed_over
from handlers.domain.shoutouts.places import Recipient
from handlers.domain.shoutouts.shoutout import Shoutout, propose
from handlers.shoutouts import messages
from handlers.turn import Post, Services, Turn


def closed_well(case: Case) -> bool:
    """Tell whether a case ended with something that the customer accepted."""
    return case.state is CaseState.CLOSED and case.accepted == "accepted" and not handed_over(case)


async def offered(case: Case, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Return a private draft for each manager; none where there is none, or there was one."""
    draft = Shoutout(
        id=f"case-{case.id}"[:64],
        giver_id="",
        giver_name="",
        text=_drafted(case, services.content),
        made_at=turn.at,
        changed_at=turn.at,
        recipients=(Recipient(turn.person.id, turn.person.name),),
        case_id=case.id,
    )
    managers = await messages.managers_of(draft, services)
    if not managers or not await services.store.shoutouts.add(draft):
        return ()
    return await messages.save(propose(draft, managers, turn.tenant), turn, services)


def _drafted(case: Case, content: Content) -> str:
    """Return the pack's words, and its own name of the step; never what somebody typed."""
    promised = {each.promise for each in content.flow.remedies}
    step = f": {case.remedy}" if case.remedy in promised else ""
    return f"{content.shoutouts.closed_well}{step}."
