"""The statements of a turn, built once: putting them together takes longer than running them."""

from typing import Any

from sqlalchemy import and_, bindparam, func, literal, select, update

from bot.store.dialects import INSERTS
from bot.store.scope import PARAMETERS, matches
from bot.store.sqlite.prepared import PreparedStatement
from bot.store.tables.cases import cases
from bot.store.tables.people import people
from bot.store.tables.turns import turns
from bot.store.tables.workspaces import SETTINGS, workspaces
from handlers.domain.case import CaseState

FIRST_NUMBER = 1001

CASE_COLUMNS = [column for column in cases.c if column.name not in ("platform", "tenant")]
CASE_NAMES = [column.name for column in CASE_COLUMNS]  # the last ones of a row, in this order
CHANGING = [c.name for c in CASE_COLUMNS if c.name not in ("id", "agent_id", "number")]
_ONE = select(literal(1).label("one")).subquery()
_NUMBER = (
    select(func.coalesce(func.max(cases.c.number), FIRST_NUMBER - 1) + 1)
    .where(matches(cases, PARAMETERS))
    .scalar_subquery()
)
# Named one by one, for an index finds what something is, and not what it isn't: a person may have
# thousands that are closed.
_IS_OPEN = cases.c.state.in_(
    [literal(each.value) for each in CaseState if each is not CaseState.CLOSED]
)
# What the same person opened since their cases were read, in another turn at the same moment. A
# number as it stands would be looked for by its own index, among all cases of the tenant.
_UNSEEN_NUMBER = (
    select(func.max(cases.c.number + 0))
    .where(
        matches(cases, PARAMETERS),
        cases.c.agent_id == bindparam("person"),
        _IS_OPEN,
        cases.c.number + 0 > bindparam("newest"),
    )
    .scalar_subquery()
)
_PROFILE = (
    select(
        *(column.label(field) for field, (column, _) in SETTINGS.items()),
        people.c.name.label("person_name"),
        people.c.role,
        people.c.told_name,
        people.c.handle,
        people.c.membership,
        people.c.told_at,
        people.c.zone.label("person_zone"),
        people.c.variant.label("usual_variant"),
        people.c.card_length,
        people.c.closed_cases,
        _NUMBER.label("next_number"),
        *CASE_COLUMNS,
    )
    .select_from(_ONE)
    .outerjoin(workspaces, matches(workspaces, PARAMETERS))
    .outerjoin(people, and_(matches(people, PARAMETERS), people.c.id == bindparam("person")))
    .outerjoin(
        cases,
        and_(
            matches(cases, PARAMETERS),
            cases.c.agent_id == bindparam("person"),
            _IS_OPEN,
        ),
    )
    .order_by(
        (cases.c.state == CaseState.OPEN.value).desc(),
        cases.c.changed_at.desc(),
        cases.c.number.desc(),
    )
)
_CLOSED_CASE = select(*CASE_COLUMNS).where(
    matches(cases, PARAMETERS),
    cases.c.id == bindparam("case_id"),
    cases.c.agent_id == bindparam("person"),
)
_SAVE_CASE = (
    update(cases)
    .where(
        matches(cases, PARAMETERS),
        cases.c.id == bindparam("case_id"),
        cases.c.agent_id == bindparam("person"),
        cases.c.rev == bindparam("known_rev"),
    )
    .values({name: bindparam(f"new_{name}") for name in CHANGING})
    .returning(cases.c.rev)
)


def _open_case(insert: Any) -> Any:  # noqa: ANN401 - the two dialects share no type
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in CHANGING}
    return (
        insert(cases)
        .values(
            **values,
            **PARAMETERS,
            id=bindparam("case_id"),
            agent_id=bindparam("person"),
            number=func.coalesce(_UNSEEN_NUMBER, _NUMBER),
        )
        # On the number, too: somebody else took it just now, or this person has a case that the
        # turn doesn't know of.
        .on_conflict_do_nothing()
        .returning(cases.c.number)
    )


def _note_turn(insert: Any) -> Any:  # noqa: ANN401 - the two dialects share no type
    values: dict[str, Any] = {**PARAMETERS, "id": bindparam("turn_id"), "at": bindparam("turn_at")}
    return (
        insert(turns)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["platform", "tenant", "id"])
        .returning(turns.c.id)
    )


# Built once: putting thirty columns together takes longer than running them.
PROFILE = PreparedStatement(dict.fromkeys(INSERTS, _PROFILE))
CLOSED_CASE = PreparedStatement(dict.fromkeys(INSERTS, _CLOSED_CASE))
SAVE_CASE = PreparedStatement(dict.fromkeys(INSERTS, _SAVE_CASE))
OPEN_CASE = PreparedStatement({name: _open_case(insert) for name, insert in INSERTS.items()})
NOTE_TURN = PreparedStatement({name: _note_turn(insert) for name, insert in INSERTS.items()})
