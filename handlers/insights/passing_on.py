"""Pass something on after a complaint: by the agent's own tap, and without their name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from handlers.complaint.current import own_case, shown_case
from handlers.domain import case as case_rules
from handlers.domain.case import MAX_NOTE_LENGTH, Case
from handlers.domain.insights.idea import Idea, IdeaState
from handlers.domain.insights.rule import MAX_NAME_LENGTH, MAX_RULES, Bend, Rule, bend_id
from handlers.domain.people import MentionKind
from handlers.domain.redaction import redact
from handlers.domain.shoutouts.asked import Asked, called
from handlers.domain.wording import same_words
from handlers.insights.counting import counted_from
from handlers.insights.owners import owner_names
from handlers.insights.passing_on_form import MAX_THANKS_LENGTH, NAMED, pass_on_form
from handlers.mentions import acquainted, chosen_people
from handlers.shoutouts.forms import problem_of
from handlers.shoutouts.passed_on import lacking_here, passed_on
from handlers.turn import Post, Reply, Services, Turn

_FIELDS = ("cause", "rule", "new_rule", "idea", "people", "thanks", "named")
FULL = f"There are {MAX_RULES} rules already. Choose one of the list, or ask a manager."


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the form says, as it is kept."""

    cause: str | None
    bent: tuple[Rule, ...]
    new_rule: str
    idea: str
    is_named: bool


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, with what was passed on of this complaint before."""
    case = await own_case(turn, services)
    values = {"cause": case.cause or "", "idea": case.idea or ""}
    rules = await services.store.insights.rules()
    names = await owner_names(rules, services)
    return Reply(form=pass_on_form(case, rules, services.content.flow, values, {}, names))


async def send(turn: Turn, services: Services) -> Reply:
    """Take the form; an empty one is fine, and sent twice it is once."""
    turn = await acquainted(turn, services)
    case = await own_case(turn, services)
    values = {name: turn.args.get(name, "").strip() for name in _FIELDS}
    rules = await services.store.insights.rules()
    said, asked = _read(values, rules, services), _thanks(values, turn)
    problems = await _problems(said, asked, rules, services)
    if problems:
        flow, known = services.content.flow, dict(await owner_names(rules, services))
        known |= {each.id: called(each) for each in asked.people}
        return Reply(form=pass_on_form(case, rules, flow, values, problems, known))
    case = await _kept(case, said, turn, services)
    posts: tuple[Post, ...] = ()
    if asked.people:
        posts = await passed_on(asked, case.id, turn, services, is_named=said.is_named)
    return replace(await shown_case(case, turn, services), posts=posts)


def _read(values: Mapping[str, str], rules: Sequence[Rule], services: Services) -> _Sent:
    """Return what the form says: what is private in it is taken out."""
    causes = [each.id for each in services.content.flow.causes]
    new = redact(" ".join(values["new_rule"].split()))[:MAX_NAME_LENGTH]
    bent = [each for each in rules if each.id == values["rule"] or same_words(each.name, new)]
    is_known = any(same_words(each.name, new) for each in bent)
    return _Sent(
        cause=values["cause"] if values["cause"] in causes else None,
        bent=tuple(bent),
        new_rule="" if is_known else new,
        idea=redact(values["idea"])[:MAX_NOTE_LENGTH],
        is_named=NAMED in values["named"].split(","),
    )


def _thanks(values: Mapping[str, str], turn: Turn) -> Asked:
    bots = {each.id for each in turn.mentions if each.kind is MentionKind.BOT}
    return Asked(
        turn.fresh_id("thanks"),
        turn.person,
        [each for each in chosen_people(turn) if each.id not in bots],
        values["thanks"][:MAX_THANKS_LENGTH],
        mentions=turn.mentions,
    )


async def _problems(
    said: _Sent, asked: Asked, rules: Sequence[Rule], services: Services
) -> Mapping[str, str]:
    """Return what can't be passed on as it is, by field; thanks need whom, and for what."""
    problems = {}
    if said.new_rule and len(rules) >= MAX_RULES:
        problems["new_rule"] = FULL
    if asked.people or asked.what:
        for lack in await lacking_here(asked, services):
            field, words = problem_of(lack, asked)
            problems["thanks" if field == "what" else field] = words
    return problems


async def _kept(case: Case, said: _Sent, turn: Turn, services: Services) -> Case:
    """Keep what was said, and return its case, which keeps the cause and the what-if as well."""
    bent = list(said.bent)
    if said.new_rule:
        rule = Rule(turn.fresh_id("rule"), said.new_rule, turn.at)
        bent.append(await services.store.insights.add_rule(rule))
    for rule in bent:
        bend = Bend(bend_id(case.id, rule.id), rule.id, turn.person.id, turn.at, case.id)
        bend = replace(bend, cause=said.cause, is_named=said.is_named)
        await services.store.insights.add_bend(bend, await counted_from(turn, services))
    await _keep_idea(case, said, bent, turn, services)
    after = case_rules.pass_on(case, said.cause, said.idea or None, turn.at)
    if after != case:
        await services.store.save_case(after)
    return after


async def _keep_idea(
    case: Case, said: _Sent, bent: Sequence[Rule], turn: Turn, services: Services
) -> None:
    """Keep the what-if, one of each case while nobody has taken it up; an emptied one goes."""
    kept = services.store.insights
    before = await kept.idea_of_case(case.id)
    is_new = before is not None and before.state is IdeaState.NEW
    if before is not None and is_new and not said.idea:
        await kept.drop_idea(before.id)
    if not said.idea:
        return
    rule_id = bent[0].id if bent else None
    if before is not None and (is_new or same_words(before.text, said.idea)):
        text = said.idea if is_new else before.text
        rule_id, cause = rule_id or before.rule_id, said.cause or before.cause
        news = replace(before, text=text, is_named=said.is_named, rule_id=rule_id, cause=cause)
        if news != before:
            await kept.save_idea(news)
        return
    idea = Idea(_idea_id(case, said.idea), said.idea, turn.person.id, turn.at, turn.at)
    idea = replace(idea, is_named=said.is_named, rule_id=rule_id, cause=said.cause)
    await kept.add_idea(replace(idea, case_id=case.id))


def _idea_id(case: Case, text: str) -> str:
    """Return the one id of these words in this case, however often they are sent."""
    return blake2b(f"{case.id}\0{text}".encode(), digest_size=12).hexdigest()
