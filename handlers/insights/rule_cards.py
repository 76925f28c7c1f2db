"""The cards and forms of rules: the list, one of them, and what its owner is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from content.flow import Flow
from handlers.cards import (
    Action,
    Block,
    Button,
    Card,
    Choices,
    Facts,
    Field,
    FieldKind,
    Form,
    Style,
    Text,
    Tone,
)
from handlers.domain.insights.idea import Idea
from handlers.domain.insights.rule import (
    MAX_NAME_LENGTH,
    MAX_WHY_LENGTH,
    Rule,
    RuleState,
    Told,
    Watch,
)
from handlers.domain.people import spoken_name
from handlers.domain.wording import names_in_words

MAX_ROWS = 9
MAX_IDEAS_SHOWN = 5
_NOT_SHOWN = "not shown: too few people, or nobody"  # it looks the same
NOBODY = "nobody looks after it"
LIST = Action("rules.list")
_NOTHING: Mapping[str, str] = {}
_OWNED = "Its owner hears privately when it is bent often, and says what becomes of it."


def list_card(rules: Sequence[Rule], names: Mapping[str, str], watch: Watch, start: int) -> Card:
    """Return the rules with their owners, from one of them on."""
    rows = tuple(
        Button(f"{each.name} · {owner_words(each, names)}", _of(each, "show"))
        for each in rules[start : start + MAX_ROWS]
    )
    listed = (Choices(rows),) if rows else (Text("No rule is on the list yet."),)
    lost = [each for each in rules if each.is_awaited and not each.owner_id]
    notes = [
        Text(f"“{each.name}”: {told_words(each.told)}, and {NOBODY}.", Tone.URGENT)
        for each in lost
        if each.told
    ]
    how = f"From {watch}, by at least three people, its owner hears of it."
    add = Button("Add a rule", Action("rules.add-ask"), Style.PRIMARY)
    more = Button("More rules", Action("rules.list", {"from": str(start + MAX_ROWS)}))
    buttons = (add, more) if len(rules) > start + MAX_ROWS else (add,)
    return Card("Rules that are bent", (*notes, *listed, Text(how, Tone.NOTE)), buttons)


def rule_card(rule: Rule, names: Mapping[str, str]) -> Card:
    """Return one of them, for a manager."""
    rows = [("Looked after by", owner_words(rule, names))]
    if rule.told is not None:
        rows.append(("When it was last counted", told_words(rule.told)))
    if rule.state is not RuleState.WATCHED:
        rows.append(("What its owner says", decided_words(rule)))
    rename = Button("Rename it", _of(rule, "rename-ask"))
    remove = Button("Remove it", _of(rule, "remove-ask"))
    note = Text(_OWNED, Tone.NOTE)
    back = Button("All rules", LIST)
    return Card(
        rule.name, (Facts(tuple(rows)), note), (owner_button(rule), rename, remove), (back,)
    )


def remove_card(rule: Rule) -> Card:
    """Return what asks once more."""
    text = "How often it was bent goes with it, and does not come back."
    buttons = (
        Button("Yes, remove it", _of(rule, "remove"), Style.DANGER),
        Button("Keep it", _of(rule, "show")),
    )
    return Card(f"Remove “{rule.name}”?", (Text(text),), buttons)


def owner_card(
    rule: Rule, ideas: Sequence[Idea], names: Mapping[str, str], named: Sequence[str], flow: Flow
) -> Card:
    """Return what its owner is told: how often, by which causes, and what agents would try.

    ``named`` are the people who passed it on with their name.
    """
    told = rule.told or Told(0, 0)
    body: list[Block] = [
        Text(f"“{rule.name}” was {told_words(told)}. Perhaps the rule is wrong."),
        *_causes(told, flow),
        *_ideas(ideas, names),
    ]
    if named:
        by = names_in_words(spoken_name(each, names.get(each, "")) for each in named)
        body.append(Text(f"With their name: {by}.", Tone.NOTE))
    if not rule.is_awaited:
        return Card(rule.name, (*body, Text(decided_words(rule), Tone.DONE)))
    note = "Only you read this. Whoever passed it on hears what you answer, and nobody else."
    changed = Button("We changed it", _of(rule, "changed"), Style.PRIMARY)
    kept = Button("We keep it because …", _of(rule, "keep-ask"))
    return Card("A rule of yours is bent often", (*body, Text(note, Tone.NOTE)), (changed, kept))


def nobodys_card(rule: Rule) -> Card:
    """Return what admins are told of a rule without an owner."""
    text = f"“{rule.name}” was {told_words(rule.told or Told(0, 0))}, and {NOBODY}."
    note = Text("Whoever looks after it reads by which causes, and says what becomes of it.")
    return Card(
        "A rule is bent often", (Text(text), note), (owner_button(rule), Button("All rules", LIST))
    )


def heard_card(rule: Rule, owner: str) -> Card:
    """Return what whoever passed it on hears."""
    said = f"{owner} looks after it. {decided_words(rule)}"
    note = Text("You hear this because you passed it on. Nobody is told that you did.", Tone.NOTE)
    return Card(f"About “{rule.name}”", (Text(said), note))


def name_form(rule: Rule | None, typed: str = "", problem: str = "") -> Form:
    """Return the form of a new rule, or of another name for one."""
    field = Field(
        "name",
        "What do you call it?",
        value=typed or (rule.name if rule else ""),
        hint="For example: 14 days for returns",
        max_length=MAX_NAME_LENGTH,
        error=problem,
    )
    if rule is None:
        fields = (field, replace(_people_field(""), label="Who looks after it?", optional=True))
        return Form("Add a rule", fields, "Add it", Action("rules.add"), cancel=LIST)
    cancel = _of(rule, "show")
    return Form("Rename a rule", (field,), "Save", _of(rule, "rename"), cancel=cancel)


def owner_form(rule: Rule, problem: str = "") -> Form:
    """Return the form that gives it an owner."""
    field = _people_field(problem)
    action, cancel = _of(rule, "owner"), _of(rule, "show")
    return Form("Who looks after it?", (field,), "Save", action, intro=_OWNED, cancel=cancel)


def keep_form(rule: Rule, problem: str = "") -> Form:
    """Return the form of why a rule is kept."""
    field = Field(
        "why",
        "We keep it because …",
        FieldKind.AREA,
        hint="Whoever passed it on reads this, and managers. One or two sentences.",
        max_length=MAX_WHY_LENGTH,
        error=problem,
    )
    cancel = _of(rule, "told")
    return Form("We keep it", (field,), "Tell them", _of(rule, "keep"), cancel=cancel)


def owner_button(rule: Rule) -> Button:
    """Return the way to say who looks after it."""
    return Button("Give it an owner", _of(rule, "owner-ask"), Style.PRIMARY)


def owner_words(rule: Rule, names: Mapping[str, str]) -> str:
    """Return who looks after it."""
    if not rule.owner_id:
        return NOBODY
    return spoken_name(rule.owner_id, names.get(rule.owner_id, ""))


def told_words(told: Told | None) -> str:
    """Return how often it was bent, when it was last counted."""
    return f"bent {told.times} times in {told.days} days" if told else ""


def decided_words(rule: Rule) -> str:
    """Return what its owner says becomes of it."""
    if rule.state is RuleState.CHANGED:
        return "It is changed."
    return f"It stays as it is: {rule.why}"


def _causes(told: Told, flow: Flow) -> Iterator[Block]:
    shown = [(key, number) for key, number in told.causes.items() if number is not None]
    if not shown:
        return
    shown.sort(key=lambda each: (-each[1], each[0]))
    rows = [(flow.cause(key) if key else "Not said", str(number)) for key, number in shown]
    rows.append(("The others", _NOT_SHOWN))
    yield Facts(tuple(rows))


def _ideas(ideas: Sequence[Idea], names: Mapping[str, str]) -> Iterator[Block]:
    for each in ideas[:MAX_IDEAS_SHOWN]:
        yield Text(idea_words(each, names), Tone.SAY)
    if len(ideas) > MAX_IDEAS_SHOWN:
        yield Text(f"And {len(ideas) - MAX_IDEAS_SHOWN} more what-ifs.", Tone.NOTE)


def idea_words(idea: Idea, names: Mapping[str, str]) -> str:
    """Return a what-if, with the name of who had it if they ticked it."""
    if not idea.is_named:
        return idea.text
    return f"{idea.text} ({spoken_name(idea.from_id, names.get(idea.from_id, ''))})"


def _people_field(problem: str) -> Field:
    return Field("people", "Who?", FieldKind.PEOPLE, error=problem)


def _of(rule: Rule, verb: str) -> Action:
    told = rule.told_at.isoformat() if rule.told_at else ""
    return Action(f"rules.{verb}", {"rule": rule.id, **({"told": told} if told else {})})
