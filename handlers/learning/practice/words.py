"""The small words of practice: what a turn did, how hot they are, and what to try."""

from content.moves import ActId, Moves
from content.scenarios import Feeling, Scenario
from handlers.domain.excerpt import capitalised, cut
from handlers.domain.practice.debrief import Debrief, Turning
from handlers.domain.practice.feedback import Change, Feedback
from handlers.domain.practice.state import Heard, Phase, State

MAX_QUOTED = 70  # characters of an agent's words
_CHANGES = {
    Change.COOLER: "Cooler",
    Change.SAME: "No cooler",
    Change.CALM: "Still cool",
    Change.HOTTER: "Hotter",
    Change.OPENED: "They open up",
    Change.CLOSED: "They close again",
}
_FEELINGS = {
    Feeling.FURY: "they are furious",
    Feeling.DISAPPOINTMENT: "they are let down",
    Feeling.FEAR: "they are afraid",
    Feeling.SHAME: "they are ashamed",
    Feeling.DISTRUST: "they don't trust us any more",
    Feeling.EXHAUSTION: "they are worn out",
}
_CHANNELS = {"phone": "by phone", "chat": "by chat", "counter": "face to face"}
_END = " .,;:!?"  # what a quotation inside a sentence doesn't end with


def about(scenario: Scenario) -> str:
    """Return what one is in for, in a line."""
    who = " · for leaders" if scenario.audience == "leaders" else ""
    where = _CHANNELS[scenario.channel]
    return f"{capitalised(where)} · {scenario.level} · {_FEELINGS[scenario.feeling]}{who}"


def feedback_line(told: Feedback, moves: Moves) -> str:
    """Return what a turn did to the heat, and which words did it."""
    did = f": {_did(told.quote, told.cause, moves)}" if told.cause else ""
    warning = " One more like that, and they are gone." if told.is_last_warning else ""
    return f"{_CHANGES[told.change]}{did}.{warning}"


def heat_line(state: State, scenario: Scenario, before: State | None = None) -> str:
    """Return how hot they are, where the talk is, and whether a fix would be heard."""
    was = f", was {before.heat}" if before and before.heat is not state.heat else ""
    ready = "ready to hear a fix" if state.phase is Phase.OPEN else "not ready for a fix yet"
    turn = f"turn {state.turn + 1} of {scenario.max_turns}"
    return f"Heat: {state.heat}{was} · {ready} · {turn}"


def ending(debrief: Debrief) -> str:
    """Return how a run ended, as a title."""
    turns = f"{debrief.turns} turn{'' if debrief.turns == 1 else 's'}"
    match debrief.phase:
        case Phase.RESOLVED:
            return f"Calm again, in {turns}"
        case Phase.LOST:
            return f"They have gone, after {turns}"
    return f"Stopped, after {turns}"


def turning_line(turning: Turning, moves: Moves) -> str:
    """Return a turn that counted, and which of its words did it."""
    return f"Turn {turning.turn}: {_did(turning.quote, turning.cause, moves)}"


def advice_line(debrief: Debrief, moves: Moves) -> str:
    """Return one thing to try."""
    if debrief.advice is None:
        return "Nothing to mend. Try a harder one, or this one in fewer words."
    return f"Next time: {moves.advice[debrief.advice]}"


def quoted_moves(heard: Heard, moves: Moves) -> str:
    """Return what a line does, for whoever asked for a good one."""
    best = max(heard.effects, key=lambda each: each.good)
    return f"It {moves.did[best.about]}."


def _did(quote: str, cause: ActId, moves: Moves) -> str:
    return f"“{cut(quote, MAX_QUOTED).strip().rstrip(_END)}” {moves.did[cause]}"
