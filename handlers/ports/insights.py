"""What was passed on: rules that were bent, and what-ifs."""

from datetime import datetime
from typing import Protocol

from handlers.domain.insights.idea import Idea
from handlers.domain.insights.rule import Bend, Rule


class Insights(Protocol):
    """What was passed on in the workspace of a turn; who may read it is for the handler to say."""

    async def rules(self) -> tuple[Rule, ...]:
        """Return the rules of this workspace, by name."""
        ...

    async def rule(self, rule_id: str) -> Rule | None:
        """Return one, or None."""
        ...

    async def add_rule(self, rule: Rule) -> Rule:
        """Insert one, and return it; the one of the same name if there is one already."""
        ...

    async def save_rule(self, rule: Rule) -> None:
        """Update one."""
        ...

    async def remove_rule(self, rule_id: str) -> None:
        """Delete one, with how often it was bent."""
        ...

    async def add_bend(self, bend: Bend, count_at: datetime | None) -> bool:
        """Keep that this person bent a rule, to be counted then; False of one that is there."""
        ...

    async def bends(self, rule_id: str, since: datetime) -> tuple[Bend, ...]:
        """Return how a rule was bent from then on; in no order of time."""
        ...

    async def bends_of_case(self, case_id: str) -> tuple[Bend, ...]:
        """Return which rules this person bent in a case."""
        ...

    async def add_idea(self, idea: Idea) -> bool:
        """Insert a what-if of this person; False when there is one with this id already."""
        ...

    async def idea(self, idea_id: str) -> Idea | None:
        """Return one, or None."""
        ...

    async def ideas(self) -> tuple[Idea, ...]:
        """Return those of this workspace: new ones, those tried, the others; by no time."""
        ...

    async def ideas_of_rule(self, rule_id: str, since: datetime) -> tuple[Idea, ...]:
        """Return what was passed on with a rule from then on; in no order of time."""
        ...

    async def idea_of_case(self, case_id: str) -> Idea | None:
        """Return the newest what-if that this person passed on in a case, or None."""
        ...

    async def save_idea(self, idea: Idea) -> None:
        """Update one."""
        ...

    async def drop_idea(self, idea_id: str) -> None:
        """Delete a what-if of this person."""
        ...

    async def forget_case(self, case_id: str) -> None:
        """Delete what this person passed on in a case."""
        ...
