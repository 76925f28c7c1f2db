"""The reply check: what a customer would hear in a draft, and what to mend."""

from handlers.domain.replies.checking import check
from handlers.domain.replies.draft import (
    Check,
    Derived,
    Detector,
    Draft,
    Finding,
    Point,
    ReplyChannel,
    Stage,
    Verdict,
)
from handlers.domain.replies.words import MAX_LENGTH

__all__ = [
    "MAX_LENGTH",
    "Check",
    "Derived",
    "Detector",
    "Draft",
    "Finding",
    "Point",
    "ReplyChannel",
    "Stage",
    "Verdict",
    "check",
]
