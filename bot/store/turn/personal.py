"""What is kept of one person in one workspace: all of it to read, and most of it to delete.

A table that holds anything of a person is named here; a test fails for one that is forgotten.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Table, case, false, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.audit_rows import forget_in_lines
from bot.store.delivery_rows import cause_values
from bot.store.scope import Scope
from bot.store.tables.answers import (
    answers,
    asked,
    disagreement_cards,
    disagreements,
    habits,
    notebook,
    reviews,
)
from bot.store.tables.asks import asks
from bot.store.tables.cases import cases
from bot.store.tables.channels import channels
from bot.store.tables.conversations import conversations
from bot.store.tables.deliveries import deliveries, is_open
from bot.store.tables.handovers import handovers
from bot.store.tables.insights import bends, ideas, rules, week_digests, weeks
from bot.store.tables.installations import installations, oauth_states, removals
from bot.store.tables.lessons import lesson_questions, lessons_done
from bot.store.tables.people import people, team_members, teams
from bot.store.tables.playground import playground, web_messages
from bot.store.tables.practice import practice_runs
from bot.store.tables.processes import processes, write_probes
from bot.store.tables.promises import promises
from bot.store.tables.schedules import schedules
from bot.store.tables.shifts import shifts
from bot.store.tables.shoutouts import (
    noticing,
    shoutout_recipients,
    shoutouts,
    thanks_digests,
)
from bot.store.tables.turns import audit_log, turns
from bot.store.tables.workspaces import workspaces
from bot.store.thanks_rows import keep_dates
from bot.store.turn.profile import Profile
from handlers.domain.handover import HandoverState
from handlers.domain.people import CardLength, Person, Place, Platform, Role
from scheduler.delivery import HELD, URGENT, DeliveryState
from scheduler.reasons import Cause, Reason

_Found = tuple[Table, ColumnElement[bool]]

# Settings, the ids of requests, and what only the engine needs.
OF_NOBODY = (
    *(
        asked,
        channels,
        disagreements,
        habits,
        installations,
        oauth_states,
        playground,
        processes,
        removals,
    ),
    *(turns, workspaces, write_probes),
)


class Personal:
    """Everything of the person whose turn it is (``handlers.ports.personal.Personal``)."""

    def __init__(
        self,
        connection: AsyncConnection,
        scope: Scope,
        person: Person,
        profile: Profile | None = None,
    ) -> None:
        """Speak for a person of a tenant; a profile that was read is read anew when it changes."""
        self._connection = connection
        self._scope = scope
        self._person = person
        self._profile = profile

    async def everything(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return what is kept, by kind, as plain JSON values."""
        found = {}
        for kind, (table, of_person) in self._kept().items():
            columns = [c for c in table.c if c.name not in ("platform", "tenant")]
            rows = await self._connection.execute(
                self._scope.select(table, *columns).where(of_person)
            )
            found[kind] = [_plain(row) for row in rows.mappings()]
        return found

    async def forget(self) -> None:
        """Delete it, but for what belongs to the workspace: a role, and a channel's reminders."""
        await self._forget_drafts()
        await self._forget_offers()
        kinds = ("thanked", "asks", "complaints", "promises", "lists", "team", "channel", "shifts")
        more = (
            *("digest", "noticing", "weeks", "answers", "coming", "notebook", "page", "bends"),
            *("what-ifs", "seen-differently", "lessons", "lesson-questions", "practice"),
        )
        for kind in (*kinds, *more):
            if kind in self._kept():
                table, of_person = self._kept()[kind]
                await self._connection.execute(self._scope.delete(table).where(of_person))
        await self._forget_thanks()
        await self._forget_messages()
        await self._forget_names()
        await forget_in_lines(self._connection, self._scope, self._person.id)

    async def set_card_length(self, length: CardLength) -> None:
        """Remember how much this person wants to read on the cards of a complaint."""
        await self._note("card_length", length.value, length.value)

    async def count_closed(self, cases: int) -> None:
        """Add to the number of complaints that this person has closed; less than none to take."""
        number = people.c.closed_cases + cases
        await self._note("closed_cases", max(0, cases), case((number < 0, 0), else_=number))

    async def _note(self, column: str, first: Any, then: Any) -> None:  # noqa: ANN401 - any column
        """Set a column of this person: ``first`` of a new row, ``then`` of one that is there."""
        new = {"id": self._person.id, "name": self._person.name, "role": Role.AGENT.value}
        await self._connection.execute(
            self._scope.insert(
                self._connection, people, **new, **{column: first}
            ).on_conflict_do_update(index_elements=list(people.primary_key), set_={column: then})
        )
        if self._profile is not None:
            self._profile.changed()

    async def _forget_drafts(self) -> None:
        """Delete the drafts of thanks that this person's complaints made, if nobody took one up."""
        mine = self._scope.select(shoutout_recipients, shoutout_recipients.c.shoutout_id).where(
            shoutout_recipients.c.person_id == self._person.id
        )
        await self._connection.execute(
            self._scope.delete(shoutouts).where(
                shoutouts.c.giver_id == "", shoutouts.c.case_id != "", shoutouts.c.id.in_(mine)
            )
        )

    async def _forget_thanks(self) -> None:
        """Delete the thanks that this person gave; a post in a channel stays for its readers."""
        table, of_person = self._kept()["thanks"]
        await keep_dates(self._connection, self._scope.matches(team_members), of_person)
        ids = self._scope.select(table, table.c.id).where(of_person)
        thanked = shoutout_recipients.c.shoutout_id.in_(ids)
        await self._connection.execute(self._scope.delete(shoutout_recipients).where(thanked))
        await self._connection.execute(self._scope.delete(table).where(of_person))
        await self._connection.execute(
            self._scope.update(table)
            .where(table.c.decided_by == self._person.id)
            .values(decided_by="", decided_name="A manager")
        )

    async def _forget_offers(self) -> None:
        """Delete what this person offered to others; what they are offered goes back at once."""
        mine = self._scope.delete(handovers).where(handovers.c.from_id == self._person.id)
        await self._connection.execute(mine)
        is_open = handovers.c.state == HandoverState.OPEN.value
        back = {
            "to_id": "-",
            "place": "",
            "ref": "",
            "state": case((is_open, HandoverState.DECLINED.value), else_=handovers.c.state),
            "next_at": case((is_open, handovers.c.made_at), else_=handovers.c.next_at),
            "is_told": case((is_open, false()), else_=handovers.c.is_told),
            "version": handovers.c.version + 1,
        }
        theirs = self._scope.update(handovers).where(handovers.c.to_id == self._person.id)
        await self._connection.execute(theirs.values(**back))

    async def _forget_messages(self) -> None:
        """Send no more of what is on its way to this person, and forget what was sent."""
        table, of_person = self._kept()["messages"]
        mine = self._scope.update(table).where(of_person)
        forgotten = cause_values(Cause(Reason.FORGOTTEN))
        dropped = {"state": DeliveryState.SKIPPED.value, **forgotten}
        await self._connection.execute(
            mine.where(is_open, table.c.lane.in_(self._lanes())).values(**dropped)
        )
        await self._connection.execute(mine.where(~is_open).values(body=None))

    async def _forget_names(self) -> None:
        table, of_person = self._kept()["you"]
        told = dict.fromkeys(("told_name", "handle", "membership", "told_at"))
        said = dict.fromkeys(("zone", "variant", "thanks", "card_length"))
        bare = {"name": self._person.id, "closed_cases": 0, **said, **told}
        await self._connection.execute(
            self._scope.delete(table).where(of_person, table.c.role == Role.AGENT.value)
        )
        await self._connection.execute(self._scope.update(table).where(of_person).values(**bare))
        await self._connection.execute(
            self._scope.update(promises)
            .where(promises.c.taken_by_id == self._person.id)
            .values(taken_by="Somebody", taken_by_id="-")
        )
        for column in (asks.c.taken_by, asks.c.handed_by):
            await self._connection.execute(
                self._scope.update(asks)
                .where(column == self._person.id)
                .values({column: "-", asks.c.version: asks.c.version + 1})
            )
        table, of_person = self._kept()["rules"]
        await self._connection.execute(
            self._scope.update(table).where(of_person).values(owner_id=None)
        )
        await self._connection.execute(
            self._scope.update(ideas)
            .where(ideas.c.decided_by == self._person.id)
            .values(decided_by="")
        )
        table, of_person = self._kept()["week-digest"]
        await self._connection.execute(self._scope.update(table).where(of_person).values(set_by=""))
        table, of_person = self._kept()["reminders"]
        found = await self._connection.execute(
            self._scope.select(table, table.c.id, table.c.args).where(of_person)
        )
        for row in found.all():
            args = {name: value for name, value in row.args.items() if name != "setter"}
            await self._connection.execute(
                self._scope.update(table)
                .where(table.c.id == row.id)
                .values(args=args, version=table.c.version + 1)
            )

    def _kept(self) -> Mapping[str, _Found]:
        """Return where something of this person is, by kind."""
        me = self._person.id
        kept: dict[str, _Found] = {
            "you": (people, people.c.id == me),
            "asks": (asks, asks.c.asker_id == me),
            "complaints": (cases, cases.c.agent_id == me),
            "promises": (promises, promises.c.owner_id == me),
            "offers": (handovers, or_(handovers.c.from_id == me, handovers.c.to_id == me)),
            "shifts": (shifts, shifts.c.person_id == me),
            "lists": (team_members, team_members.c.person_id == me),
            "team": (team_members, team_members.c.manager_id == me),
            "channel": (teams, teams.c.manager_id == me),
            "digest": (thanks_digests, thanks_digests.c.manager_id == me),
            "weeks": (weeks, weeks.c.scope == me),  # of their team; nobody is named in them
            "week-digest": (week_digests, week_digests.c.set_by == me),
            "noticing": (noticing, noticing.c.manager_id == me),
            "answers": (answers, answers.c.person_id == me),
            "seen-differently": (disagreement_cards, disagreement_cards.c.lead_id == me),
            "coming": (reviews, reviews.c.person_id == me),
            "practice": (practice_runs, practice_runs.c.person_id == me),
            "bends": (bends, bends.c.agent_id == me),
            "what-ifs": (ideas, ideas.c.from_id == me),
            "lessons": (lessons_done, lessons_done.c.person_id == me),
            "lesson-questions": (lesson_questions, lesson_questions.c.asker_id == me),
            "rules": (rules, rules.c.owner_id == me),
            "notebook": (notebook, notebook.c.person_id == me),
            "reminders": (schedules, schedules.c.owner_id == me),
            "thanks": (shoutouts, shoutouts.c.giver_id == me),
            "thanked": (shoutout_recipients, shoutout_recipients.c.person_id == me),
            "audit": (audit_log, or_(audit_log.c.actor_id == me, audit_log.c.subject_id == me)),
            "address": (conversations, conversations.c.person_id == me),
            "messages": (
                deliveries,
                or_(
                    deliveries.c.lane.in_(self._lanes()),
                    deliveries.c.body["reader"].as_string() == me,
                ),
            ),
        }
        if self._scope.tenant.platform is Platform.WEB:
            read = or_(
                web_messages.c.reader == me,
                web_messages.c.author == me,
                web_messages.c.channel == f"@{me}",
            )
            kept["page"] = (web_messages, read)
        return kept

    def _lanes(self) -> tuple[str, ...]:
        lane = str(Place.personal(self._scope.tenant, self._person.id))
        return lane, f"{lane}{URGENT}", f"{lane}{HELD}"


def _plain(row: Mapping[Any, Any]) -> Mapping[str, Any]:
    return {str(name): _value(value) for name, value in row.items() if value is not None}


def _value(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, date):  # or a moment
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
