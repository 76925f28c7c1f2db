"""The statements of a turn, built once: putting them together takes longer than running them."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, func, literal, select, update

from bot.store.dialects import INSERTS
from bot.store.sqlite.prepared import Prepared
from bot.store.tables.cases import cases
from bot.store.tables.people import people
from bot.store.tables.turns import turns
from bot.store.tables.workspaces import SETTINGS, workspaces
from handlers.domain.case import State

FIRST_NUMBER = 1001

CASE_COLUMNS = [column for column in cases.c if column.name not in ("platform", "tenant")]
CASE_NAMES = [column.name for column in CASE_COLUMNS]  # the last ones of a row, in this order
CHANGING = [c.name for c in CASE_COLUMNS if c.name not in ("id", "agent_id", "number")]
_ONE = select(literal(1).label("one")).subquery()
# A column's own name would be taken for its new value.
_SCOPE: dict[str, BindParameter[Any]] = {
    "platform": bindparam("in_platform"),
    "tenant": bindparam("in_tenant"),
}


def _in_scope(table: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's expressions are untyped here
    return and_(table.c.platform == _SCOPE["platform"], table.c.tenant == _SCOPE["tenant"])


_NUMBER = (
    select(func.coalesce(func.max(cases.c.number), FIRST_NUMBER - 1) + 1)
    .where(_in_scope(cases))
    .scalar_subquery()
)
_DESK = (
    select(
        *(column.label(field) for field, (column, _) in SETTINGS.items()),
        people.c.role,
        people.c.zone.label("person_zone"),
        people.c.variant.label("usual_variant"),
        _NUMBER.label("next_number"),
        *CASE_COLUMNS,
    )
    .select_from(_ONE)
    .outerjoin(workspaces, _in_scope(workspaces))
    .outerjoin(people, and_(_in_scope(people), people.c.id == bindparam("person")))
    .outerjoin(
        cases,
        and_(
            _in_scope(cases),
            cases.c.agent_id == bindparam("person"),
            cases.c.state != State.CLOSED.value,
        ),
    )
    .order_by(
        (cases.c.state == State.OPEN.value).desc(), cases.c.changed_at.desc(), cases.c.number.desc()
    )
)
_CLOSED_CASE = select(*CASE_COLUMNS).where(
    _in_scope(cases), cases.c.id == bindparam("case_id"), cases.c.agent_id == bindparam("person")
)
_SAVE_CASE = (
    update(cases)
    .where(
        _in_scope(cases),
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
            **_SCOPE,
            id=bindparam("case_id"),
            agent_id=bindparam("person"),
            number=_NUMBER,
        )
        .on_conflict_do_nothing()  # on the number, too: somebody else took it just now
        .returning(cases.c.number)
    )


def _note_turn(insert: Any) -> Any:  # noqa: ANN401 - the two dialects share no type
    values: dict[str, Any] = {**_SCOPE, "id": bindparam("turn_id"), "at": bindparam("turn_at")}
    return (
        insert(turns)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["platform", "tenant", "id"])
        .returning(turns.c.id)
    )


# Built once: putting thirty columns together takes longer than running them.
DESK = Prepared(dict.fromkeys(INSERTS, _DESK))
CLOSED_CASE = Prepared(dict.fromkeys(INSERTS, _CLOSED_CASE))
SAVE_CASE = Prepared(dict.fromkeys(INSERTS, _SAVE_CASE))
OPEN_CASE = Prepared({name: _open_case(insert) for name, insert in INSERTS.items()})
NOTE_TURN = Prepared({name: _note_turn(insert) for name, insert in INSERTS.items()})
