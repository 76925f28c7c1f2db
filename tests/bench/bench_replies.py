"""Measure the reply check on replies that no rule was written on: how right, and how fast."""

import time
from collections.abc import Sequence

from content import load
from content.reply_findings import FINDINGS
from content.reply_rules import Replies
from handlers.domain.replies import Draft, check
from tests.bench.rows import Figure, Row
from tests.handlers.domain.replies.labelled import UNSEEN, Agreement, agreement, labelled

LONGEST = 4_000  # characters that the form takes
ROUNDS = 5
_STOPS = str.maketrans("", "", ".!?…;\n")

_F1 = Row(
    "findings of a draft, macro-F1",
    "",
    "The mean of F1 over 17 findings, on labelled replies that no rule was written on.",
    aim="≥ 0.68",
)
_PRECISION = Row(
    "findings of a draft, precision", "", "The share of findings that are there.", aim="≥ 0.88"
)
_ACCUSED = Row(
    "clean drafts accused",
    "",
    "The share of replies without a problem in which one is found.",
    aim="≤ 0.05",
)
_NAMED = Row(
    "bad drafts of which a true problem is named", "", "The share of replies with a problem."
)
_STAGE = Row("stage of a draft", "", "The share of replies whose stage is right.", aim="≥ 0.82")
_P95 = Row("check a draft, 95th of 100", "ms", "CPU, over the same replies.", aim="< 10")
_LONG = Row(
    f"check {LONGEST:,} signs",
    "ms",
    "CPU, of these replies as one, without a full stop.",
    aim="< 50",
)
ROWS = (_F1, _PRECISION, _ACCUSED, _NAMED, _STAGE, _P95, _LONG)


async def main() -> Sequence[Figure]:
    """Print how findings agree with labels, and measure how long a check takes."""
    words, replies = load().replies, labelled(UNSEEN)
    for part in sorted({each.id[0] for each in replies}):
        print(f"\nReplies {part}")
        say(agreement([each for each in replies if each.id[0] == part], words))
    print("\nAll of them")
    found = agreement(replies, words)
    say(found)
    drafts = [Draft(each.text, each.channel) for each in replies]
    took = sorted(_best(each, words) for each in drafts)
    endless = " ".join(each.text.translate(_STOPS) for each in replies)
    long = Draft(endless[:LONGEST])
    return [
        _F1.came_out(found.macro_f1),
        _PRECISION.came_out(found.precision),
        _ACCUSED.came_out(found.accused_share),
        _NAMED.came_out(found.named_share),
        _STAGE.came_out(found.stage_share),
        _P95.came_out(took[len(took) * 95 // 100] * 1e3),
        _LONG.came_out(_best(long, words) * 1e3),
    ]


def say(found: Agreement) -> None:
    """Print the figures of each finding, and of all."""
    for each in FINDINGS:
        right, wrong, missed = found.right[each], found.wrong[each], found.missed[each]
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        line = f"precision {precision:.2f}  recall {recall:.2f}  F1 {found.f1.get(each, 0):.2f}"
        print(f"{each:<14} {line}  of {right + missed}")
    print(
        f"{found.replies} replies: macro-F1 {found.macro_f1:.3f}, precision {found.precision:.3f}, "
        f"stage {found.stage_share:.3f}, clean ones accused {found.accused_share:.3f}, "
        f"bad ones with a true problem named {found.named_share:.3f}"
    )


def _best(draft: Draft, words: Replies) -> float:
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        check(draft, words)
        found.append(time.process_time() - started)
    return min(found)
