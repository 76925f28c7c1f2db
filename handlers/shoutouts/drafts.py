"""A complaint that closed well makes a draft of thanks, once, for the agent's managers.

``complaint`` calls it when a case closes, ``promises`` when a promise is kept: whichever is last.
"""

from handlers.domain.case import Case
from handlers.domain.people import Role
from handlers.domain.promise import Promise, PromiseState
from handlers.domain.shoutouts import digest as digest_rules
from handlers.domain.shoutouts.after_complaint import (
    closed_well,
    closing_of,
    in_a_sentence,
    is_time_for_thanks,
)
from handlers.domain.shoutouts.places import Recipient
from handlers.domain.shoutouts.shoutout import Shoutout, propose
from handlers.shoutouts import messages
from handlers.turn import Services, Turn


async def draft_after_promise(promise: Promise, turn: Turn, services: Services) -> None:
    """Make the draft of the complaint of a promise that is kept now, if it waited for that."""
    if promise.state is not PromiseState.KEPT:
        return
    case_id = await services.store.promises.case_of(promise)
    case = await services.store.case(case_id) if case_id else None
    if case is not None:
        await draft_after_case(case, turn, services)


async def draft_after_case(case: Case, turn: Turn, services: Services) -> None:
    """Make the draft of a case that closed well, unless a promise of it is still open."""
    if not closed_well(case):
        return
    member = await services.store.member()
    promises = await services.store.promises.of_case(case)
    if not member.role.may(Role.AGENT) or not is_time_for_thanks(case, promises):
        return
    remedies = (*(each.promise for each in services.content.flow.remedies), *member.remedies)
    closing = closing_of(case, promises, remedies)
    draft = Shoutout(
        id=f"case-{case.id}"[:64],
        giver_id="",
        giver_name="",
        text=in_a_sentence(closing, member.workspace_zone),
        made_at=turn.at,
        changed_at=turn.at,
        recipients=(Recipient(turn.person.id, turn.person.name),),
        case_id=case.id,
        closing=closing,
    )
    managers = await messages.managers_of(draft, services)
    draft = propose(draft, managers, turn.tenant)
    if not managers or not await services.store.shoutouts.add(draft):
        return
    for digest in await services.store.digests.of(managers):
        awaited = digest_rules.awaited(digest, turn.at)
        if awaited != digest:
            await services.store.digests.save(awaited)
