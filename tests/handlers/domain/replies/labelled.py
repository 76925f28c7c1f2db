"""The labelled replies, and how well findings agree with their labels."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from content.reply_findings import PROBLEMS
from content.reply_rules import Replies
from handlers.domain.replies import Draft, ReplyChannel, Stage, check

DEVELOPMENT, UNSEEN = "development_replies", "unseen_replies"


@dataclass(frozen=True)
class Labelled:
    """A reply, and what is in it by its label."""

    id: str
    channel: ReplyChannel
    stage: Stage
    findings: frozenset[str]
    text: str


def labelled(part: str) -> Sequence[Labelled]:
    """Return the replies of one part."""
    lines = Path(__file__).with_name(f"{part}.jsonl").read_text("utf8").splitlines()
    rows = map(json.loads, lines)
    return [
        Labelled(
            row["id"],
            ReplyChannel(row["channel"]),
            Stage(row["stage"]),
            frozenset(row["findings"]),
            row["text"],
        )
        for row in rows
    ]


@dataclass
class Agreement:
    """How what was found agrees with the labels."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    stages: int = 0
    replies: int = 0
    clean: int = 0
    accused: int = 0
    named: int = 0

    @property
    def f1(self) -> Mapping[str, float]:
        """Return F1 by finding."""
        ids = sorted({*self.right, *self.wrong, *self.missed})
        return {
            each: 2
            * self.right[each]
            / (2 * self.right[each] + self.wrong[each] + self.missed[each])
            for each in ids
        }

    @property
    def macro_f1(self) -> float:
        """Return the mean of F1 over the findings."""
        return fmean(self.f1.values())

    @property
    def precision(self) -> float:
        """Return the share of what was found that is there."""
        return self.right.total() / (self.right.total() + self.wrong.total())

    @property
    def accused_share(self) -> float:
        """Return the share of replies without a problem in which one was found."""
        return self.accused / self.clean

    @property
    def named_share(self) -> float:
        """Return the share of replies with a problem of which a true one was named."""
        return self.named / (self.replies - self.clean)

    @property
    def stage_share(self) -> float:
        """Return the share of right stages."""
        return self.stages / self.replies


def agreement(replies: Iterable[Labelled], words: Replies) -> Agreement:
    """Return how a check agrees with labels."""
    found = Agreement()
    for reply in replies:
        result = check(Draft(reply.text, reply.channel), words)
        ids = {each.id for each in result.findings}
        found.right.update(ids & reply.findings)
        found.wrong.update(ids - reply.findings)
        found.missed.update(reply.findings - ids)
        found.stages += result.stage is reply.stage
        found.replies += 1
        problems = reply.findings & set(PROBLEMS)
        found.clean += not problems
        found.accused += not problems and bool(ids & set(PROBLEMS))
        found.named += bool(ids & problems)
    return found
