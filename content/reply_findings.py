"""What can be found in a reply: nine strengths and eight problems, by the ids that data use."""

from typing import Literal, get_args

StrengthId = Literal[
    "acknowledge",
    "specific",
    "apology",
    "ownership",
    "invite",
    "action",
    "timeframe",
    "thanks",
    "extra",
]
ProblemId = Literal[
    "non_apology",
    "excuse",
    "policy_shield",
    "blame",
    "dismissive",
    "vague",
    "overpromise",
    "canned",
]
FindingId = Literal[StrengthId, ProblemId]

STRENGTHS: tuple[StrengthId, ...] = get_args(StrengthId)
PROBLEMS: tuple[ProblemId, ...] = get_args(ProblemId)
FINDINGS: tuple[FindingId, ...] = (*STRENGTHS, *PROBLEMS)
