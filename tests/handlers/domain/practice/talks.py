"""A customer of practice for tests, and what is said to them: by what they hear in it."""

from collections.abc import Iterable, Sequence

from content import load
from content.scenarios import Scenario
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Heard

CORE = load()

HEARD = "acknowledge invite"  # what opens the customer of these tests, said twice
PLAIN = {
    "id": "two-left-shoes",
    "title": "Two left shoes",
    "trade": "shoes",
    "feeling": "disappointment",
    "channel": "chat",
    "level": "easy",
    "for": "agents",
    "ideas": ["L3"],
    "start": {"anger": 7, "trust": 4},
    "needs": {"heard": 6, "beats": 1, "fix": ["pair"], "recognised": True},
    "max_turns": 6,
    "plan": [["acknowledge"], ["action"]],
    "who": "Priya has two left shoes.",
    "opening": "Two LEFT shoes!",
    "what_comes_out": ["I ordered weeks ago.", "I leave tomorrow."],
    "softens": ["Exactly. What now?"],
    "resolved": ["You saved my weekend."],
    "lost": ["Never mind."],
    "vague": ["'Soon'?", "'Soon' again?"],
    "lines": [
        "[acknowledge, invite] How maddening. Tell me all of it.",
        "[acknowledge, specific] Two left shoes and you leave tomorrow. No wonder.",
        "[specific, invite] Two left shoes, and you leave at six. What have I missed?",
        "[apology, ownership] I'm sorry. That's on us.",
        "[action, timeframe, ownership] I'll bring a pair by nine tonight.",
        "[vague] Somebody will look into it.",
        "[dismissive] These things happen.",
        "[policy_shield] That's the rule.",
        "[action] I'll send a voucher.",
    ],
}


def customer(needs: dict | None = None, **changes: object) -> Customer:
    """Return the customer of these tests, with other needs or something else about them."""
    changed = {**PLAIN, **changes, "needs": {**PLAIN["needs"], **(needs or {})}}
    return Customer(Scenario.model_validate(changed), CORE.moves)


def said(heard: str, text: str = "a pair") -> Said:
    """Return words in which these findings are heard, ``acknowledge invite``."""
    return Said.whole(text, heard.split())


def talk(who: Customer, *turns: str | Said) -> Sequence[Heard]:
    """Return the talk in which this is heard, turn by turn."""
    return who.replay(said(each) if isinstance(each, str) else each for each in turns)


def ended(who: Customer, turns: Iterable[Said]) -> str:
    """Return how a talk ends, or where it stands when nothing more is said."""
    heard = who.replay(turns)
    return heard[-1].after.phase.value if heard else "venting"
