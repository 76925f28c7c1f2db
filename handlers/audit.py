"""What goes on record: acts that concern others, for the admins of the workspace to read."""

from collections.abc import Collection

from handlers.ports.audit import Act, AuditLine
from handlers.turn import Services, Turn


async def record(
    act: Act, turn: Turn, services: Services, *, about: Collection[str] = (), target: str = ""
) -> None:
    """Put an act of a turn on record, a line for each of those whom it is about.

    It is written in the transaction of the act: there is neither without the other.
    """
    for subject in about or ("",):
        line = AuditLine(
            id=turn.fresh_id(f"audit {act} {target} {subject}"),
            at=turn.at,
            actor_id=turn.person.id,
            act=act,
            place="" if turn.place.is_direct else str(turn.place),
            subject_id=subject,
            target=target,
        )
        await services.store.audit.add(line)


async def record_in_channel(
    act: Act, turn: Turn, services: Services, *, owner: str = "", target: str = ""
) -> None:
    """Put an act on what a channel has in common on record; in a chat of one's own it is nobody's.

    ``owner`` is who set it up.
    """
    if turn.place.is_direct:
        return
    about = () if owner in ("", turn.person.id) else (owner,)
    await record(act, turn, services, about=about, target=target)
