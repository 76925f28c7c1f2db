"""A simulated customer: calms down only if heard first; the same turns make the same talk.

What moves them stands in the pack (``moves.yaml``, the scenario); here is only the arithmetic.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from content.moves import AnswerId, Moves
from content.reply_findings import PROBLEMS, FindingId, ProblemId
from content.scenarios import Scenario
from handlers.domain.practice.run import Said
from handlers.domain.practice.state import Effect, Heard, Phase, State

_LISTENING = frozenset[FindingId](("acknowledge", "invite", "specific"))
_FIXING = frozenset[FindingId](("action", "policy_shield", "vague"))
_WARM = _LISTENING | {"apology", "ownership"}
# Whoever has opened up closes again.
_CLOSING = frozenset[FindingId](("dismissive", "blame", "policy_shield", "non_apology"))
_OWNING = frozenset[FindingId](("thanks", "ownership"))
_WORST_FIRST: tuple[ProblemId, ...] = (
    *("dismissive", "blame", "policy_shield", "non_apology"),
    *("excuse", "overpromise", "vague", "canned"),
)
_HURTING = frozenset[FindingId](PROBLEMS)
SORE_TURNS = 2  # in which nobody hurts them again, until what hurt is past
MAX_SORRIES = 2  # one more moves nothing forward
MAX_BOILS = 2  # turns: one warning, then they go
GOING_ANGER, GOING_TRUST = 9.5, 0.5
OPENING_ANGER = 8.0
WELL_ANGER, WELL_TRUST = 3.5, 5.0
HEARD_AFTER_RELAPSE = 3.0
_FADED = (1.0, 0.5, 0.0)  # what something is worth the first time, the second, and from then on


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom one practises on."""

    scenario: Scenario
    moves: Moves

    def at_first(self) -> State:
        """Return how they come to us."""
        start, limit = self.scenario.start, self.scenario.needs.limit
        return State(start.anger, start.trust, limited=not limit)

    def replay(self, said: Iterable[Said]) -> Sequence[Heard]:
        """Return the talk so far; what was said after its end is left out."""
        talk: list[Heard] = []
        state = self.at_first()
        for each in said:
            if state.phase.is_over:
                break
            talk.append(self.hear(state, each))
            state = talk[-1].after
        return talk

    def hear(self, before: State, said: Said) -> Heard:
        """Return one turn as they hear it."""
        effects = [*self._effects(before, said.findings)]
        state = self._swung(self._begun(before, said), effects)
        notes = [*_notes(state, said.findings)]
        state = _relapsed(_added(state, notes), said.findings)
        wrong = [*self._wrong_fix(state, said)]
        state = _clamped(_added(self._served(state, said), wrong), is_heard=bool(said.moves))
        after = self._ended(self._opened(state))
        answer = self._answer(state, after, said.findings)
        after, says = self._saying(after, answer)
        return Heard(said, before, after, (*effects, *notes, *wrong), answer, says)

    def _begun(self, state: State, said: Said) -> State:
        findings, used = said.findings, dict(state.used)
        for each in findings:
            used[each] = used.get(each, 0) + 1
        return replace(
            state,
            turn=state.turn + 1,
            limited=state.limited or _has_one(said.text, self.scenario.needs.limit),
            sore=_soreness(state, findings),
            sorry=state.sorry + ("apology" in findings),
            used=used,
        )

    def _effects(self, state: State, findings: frozenset[FindingId]) -> Iterator[Effect]:
        phase = self.moves.open if state.phase is Phase.OPEN else self.moves.venting
        table = {**self.moves.always, **phase}
        for each in sorted(findings & table.keys()):
            effect, before = Effect(each, *table[each]), state.used.get(each, 0)
            if each == "apology" and state.sorry >= MAX_SORRIES:
                yield Effect(each, 0, -0.5, 0, worn="sorry_again")
            elif each in self.moves.tuning.fading:
                yield _faded(effect, before)
            else:
                yield effect

    def _swung(self, state: State, effects: Sequence[Effect]) -> State:
        """Return a state after these; no single turn swings them from fury to bliss."""
        most = self.moves.tuning
        anger, trust, heard = _sums(effects)
        return replace(
            state,
            anger=state.anger + max(-most.calm, min(most.rage, anger)),
            trust=state.trust + max(-most.lose, min(most.win, trust)),
            heard=state.heard + max(-10.0, min(most.hear, heard)),
        )

    def _wrong_fix(self, state: State, said: Said) -> Iterator[Effect]:
        is_step = "action" in said.findings and not state.fixed
        if state.phase is Phase.OPEN and is_step and not self._is_fix(said):
            yield Effect("wrong_fix", 0, -0.5, 0)

    def _is_fix(self, said: Said) -> bool:
        words = self.scenario.needs.fix
        return "action" in said.findings and (not words or _has_one(said.text, words))

    def _served(self, state: State, said: Said) -> State:
        """Return a state with what they got; before they open up nothing of it counts."""
        if state.phase is not Phase.OPEN:
            return state
        return replace(
            state,
            fixed=state.fixed or self._is_fix(said),
            dated=state.dated or "timeframe" in said.findings,
            recognised=state.recognised or bool(said.findings & _OWNING),
        )

    def _opened(self, state: State) -> State:
        needs = self.scenario.needs
        is_told = state.heard >= needs.heard and state.beat >= needs.beats
        is_ready = is_told and state.limited and not state.sore
        if state.phase is Phase.VENTING and is_ready and state.anger <= OPENING_ANGER:
            return replace(state, phase=Phase.OPEN, was_open=True)
        return state

    def _ended(self, state: State) -> State:
        needs = self.scenario.needs
        dated, owned = state.dated or not needs.when, state.recognised or not needs.recognised
        is_calm = state.anger <= WELL_ANGER and state.trust >= WELL_TRUST and not state.sore
        if state.phase is Phase.OPEN and state.fixed and dated and owned and is_calm:
            return replace(state, phase=Phase.RESOLVED)
        if state.boil >= MAX_BOILS or state.turn >= self.scenario.max_turns:
            return replace(state, phase=Phase.LOST)
        return state

    def _answer(self, was: State, now: State, findings: frozenset[FindingId]) -> AnswerId | None:
        """Return what they answer to; None: they tell more of their story."""
        if now.phase is Phase.RESOLVED:
            return "resolved"
        if now.phase is Phase.LOST:
            return "lost"
        if bad := next((each for each in _WORST_FIRST if each in findings), None):
            return bad
        if is_cold(was, findings):
            return "fix_first"
        if now.phase is Phase.OPEN:
            return self._lacking(now) if was.phase is Phase.OPEN else "softens"
        if not now.limited:
            return "open_need_limit"
        has_more = now.beat < len(self.scenario.what_comes_out)
        is_let = not findings or findings & _LISTENING  # we may not know the words that let them
        return None if is_let and has_more else "still_venting"

    def _lacking(self, state: State) -> AnswerId:
        needs = self.scenario.needs
        if not state.fixed:
            return "open_need_fix"
        if needs.when and not state.dated:
            return "open_need_when"
        return "open_need_own" if needs.recognised and not state.recognised else "open_almost"

    def _saying(self, state: State, answer: AnswerId | None) -> tuple[State, str]:
        """Return what they say: the second time the second line, and the last from then on."""
        if answer is None:
            return replace(state, beat=state.beat + 1), self.scenario.what_comes_out[state.beat]
        lines = self.scenario.own_lines(answer) or self.moves.says[answer]
        number = state.lines.get(answer, 0)
        said = replace(state, lines={**state.lines, answer: number + 1})
        return said, lines[min(number, len(lines) - 1)]


def is_cold(state: State, findings: frozenset[FindingId]) -> bool:
    """Tell whether something is fixed, or refused, before they were heard at all."""
    is_venting = state.phase is Phase.VENTING
    return is_venting and bool(findings & _FIXING) and not findings & _WARM


def _soreness(state: State, findings: frozenset[FindingId]) -> int:
    """Return for how many turns they are still sore; one in which we hear nothing mends nothing."""
    if findings & _HURTING or is_cold(state, findings):
        return SORE_TURNS
    return max(0, state.sore - bool(findings))


def _notes(state: State, findings: frozenset[FindingId]) -> Iterator[Effect]:
    """Yield what the turn does as a whole."""
    if is_cold(state, findings):
        yield Effect("fix_first", 1.5, -1, 0)
    if not findings:
        yield Effect("nothing", 0, 0, 0)
    if not state.limited:
        yield Effect("no_limit", 0.5, 0, 0)


def _faded(effect: Effect, before: int) -> Effect:
    """Return what it is worth after it was said so often."""
    worth = _FADED[min(before, len(_FADED) - 1)]
    return replace(
        effect,
        anger=effect.anger * worth,
        trust=effect.trust * worth,
        heard=effect.heard * worth,
        worn=None if worth else "said_before",
    )


def _added(state: State, effects: Sequence[Effect]) -> State:
    if not effects:
        return state
    anger, trust, heard = _sums(effects)
    return replace(
        state, anger=state.anger + anger, trust=state.trust + trust, heard=state.heard + heard
    )


def _sums(effects: Sequence[Effect]) -> tuple[float, float, float]:
    anger, trust = sum(each.anger for each in effects), sum(each.trust for each in effects)
    return anger, trust, sum(each.heard for each in effects)


def _relapsed(state: State, findings: frozenset[FindingId]) -> State:
    """Return whoever was open closed again by a word too much: they must be heard anew."""
    if state.phase is not Phase.OPEN or not findings & _CLOSING:
        return state
    heard = min(state.heard, HEARD_AFTER_RELAPSE)
    return replace(state, phase=Phase.VENTING, heard=heard, was_open=False, used={})


def _clamped(state: State, *, is_heard: bool) -> State:
    """Return a state within its bounds, and for how many turns they have been about to go.

    Nobody goes over words in which we hear nothing: they may have been the right ones.
    """
    anger, trust, heard = (
        max(0.0, min(10.0, each)) for each in (state.anger, state.trust, state.heard)
    )
    is_going = anger >= GOING_ANGER or trust <= GOING_TRUST
    boil = state.boil + is_heard if is_going else 0
    return replace(state, anger=anger, trust=trust, heard=heard, boil=boil)


def _has_one(text: str, words: Iterable[str]) -> bool:
    low = text.lower().replace("’", "'")
    return any(each.lower() in low for each in words)
