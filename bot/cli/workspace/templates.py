"""Export a workspace as a template, and apply one, for ``careloop workspace``."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.operations import new_errand
from bot.cli.output import Stop
from bot.cli.which import workspace_meant
from bot.config.settings import PREFIX, Settings
from bot.serve.app import App, opened
from bot.store.audit_rows import Errand
from bot.store.engine.roles import OPERATOR_TIMEOUT, with_role
from bot.store.turn.store import TurnStore
from content.document import Node, read
from content.writing import written
from handlers.domain.people import Person, Place, Role, Tenant
from handlers.ports.audit import Act
from handlers.ports.store import Store
from handlers.turn import Services, Turn, TurnKind
from handlers.workspace.templates.bindings import Bindings, bound
from handlers.workspace.templates.change import Plan, Site
from handlers.workspace.templates.export import exported
from handlers.workspace.templates.plan import carry_out, planned
from handlers.workspace.templates.reading import Frame, read_template

OPERATOR = Person("", "whoever runs this bot")  # nobody of the workspace, as in its audit log


@dataclass(frozen=True, slots=True)
class Roles:
    """What the command line says of roles: options as typed, and who owns new reminders."""

    places: Sequence[str]
    people: Sequence[str]
    owner: str


@dataclass(frozen=True, slots=True)
class Export:
    """A template's text, and the options that say which role is what in this workspace."""

    text: str
    options: Sequence[str]


@dataclass(frozen=True, slots=True)
class Applied:
    """What was planned, or done, in a workspace."""

    tenant: Tenant
    plan: Plan

    def text(self, *, dry_run: bool) -> str:
        """Return it to read: a diff, then what is left to do by role."""
        name = _address(self.tenant)
        if not self.plan.changes:
            head = f"Nothing to change: {name} is as the file says."
        else:
            head = f"{'Would change' if dry_run else 'Changed'} in {name}:"
        lines = [head, *(line for each in self.plan.changes for line in each.diff())]
        return "\n".join([*lines, *self._to_do()])

    def _to_do(self) -> Iterator[str]:
        if self.plan.to_do:
            yield ""
            yield "Left to do, by whoever may do it there:"
        by_role = sorted(self.plan.to_do, key=lambda each: each.role)
        for role, lines in groupby(by_role, key=lambda each: each.role):
            yield role
            yield from (f"  {each.line}" for each in lines)


async def exported_from(settings: Settings, workspace: str) -> Export:
    """Return a workspace as a template."""
    async with opened(settings) as app:
        tenant = await workspace_meant(app, workspace)
        async with app.database.transaction(OPERATOR_TIMEOUT) as connection:
            services = _services(app, connection, tenant)
            found = await exported(services, Place.personal(tenant, OPERATOR.id))
            await new_errand(app.clock()).record(connection, tenant, Act.TEMPLATE_EXPORTED)
    places = (f'--place "{role}={place}"' for place, role in found.roles.places.items())
    people = (
        f'--person "{role}={_address(tenant)}:{id_}"' for id_, role in found.roles.people.items()
    )
    return Export(written(found.values), (*places, *people))


async def applied(
    settings: Settings, file: Path, workspace: str, roles: Roles, *, dry_run: bool
) -> Applied:
    """Apply a template, in one transaction, or only plan it; ContentError, Conflict, Stop."""
    node = read(file, file.name)
    async with opened(settings) as app:
        tenant = await workspace_meant(app, workspace)
        owner = await _owner(app, tenant, roles.owner)
        async with _transaction(app, dry_run=dry_run) as connection:
            errand = new_errand(app.clock())
            site = await _site(app, connection, _turn(tenant, errand), owner)
            plan = await _planned(node, site, roles)
            if plan.changes and not dry_run:
                await carry_out(plan)
                await errand.record(connection, tenant, Act.TEMPLATE_APPLIED)
    return Applied(tenant, plan)


async def _planned(node: Node, site: Site, roles: Roles) -> Plan:
    turn, flow = site.turn, site.services.content.flow
    template = read_template(node, Frame(site.member, flow, turn.place, turn.at))
    bindings, wrong = bound(template, turn.tenant, roles.places, roles.people)
    if wrong:
        raise Stop("\n".join(wrong), 2)
    return await planned(template, replace(site, bindings=bindings))


async def _site(app: App, connection: AsyncConnection, turn: Turn, owner: Person) -> Site:
    """Return a workspace in which no role is known yet."""

    def store_of(person: str) -> Store:
        return TurnStore(connection, turn.tenant, Person(person, ""))

    services = _services(app, connection, turn.tenant)
    member = await services.store.member()
    return Site(turn, owner, services, member, Bindings(), store_of)


def _transaction(app: App, *, dry_run: bool) -> AbstractAsyncContextManager[AsyncConnection]:
    if dry_run:
        return app.database.read_transaction(OPERATOR_TIMEOUT)
    return app.database.transaction(OPERATOR_TIMEOUT)


async def _owner(app: App, tenant: Tenant, named: str) -> Person:
    """Return whose the reminders are that are set up: who is named, else an admin."""
    admins = await with_role(app.database, tenant, Role.ADMIN)
    found = next(iter((*filter(None, [named]), *admins, *app.settings.admins)), "")
    if not found:
        raise Stop(f"Whose are new reminders? Say --owner with an id, or set {PREFIX}ADMINS.", 2)
    person = Person(found, "")
    async with app.database.read_transaction(OPERATOR_TIMEOUT) as connection:
        names = await TurnStore(connection, tenant, person).people.names([found])
    return replace(person, name=names.get(found, ""))


def _services(app: App, connection: AsyncConnection, tenant: Tenant) -> Services:
    store = TurnStore(connection, tenant, OPERATOR, app.settings.admins)
    return Services(app.library.content, store, app.library.state)


def _turn(tenant: Tenant, errand: Errand) -> Turn:
    """Return a turn of whoever runs the bot; its id is that of the command alone."""
    return Turn(
        id=errand.id,
        kind=TurnKind.COMMAND,
        intent="workspace apply",
        person=OPERATOR,
        place=Place.personal(tenant, OPERATOR.id),
        at=errand.at,
    )


def _address(tenant: Tenant) -> str:
    return f"{tenant.platform}:{tenant.id}"
