"""The form by which an agent passes something on; it says who reads what before it is sent."""

from collections.abc import Mapping, Sequence

from content.flow import Flow
from handlers.cards import Action, Field, FieldKind, Form
from handlers.complaint.buttons import alarm_button
from handlers.domain.case import MAX_NOTE_LENGTH, Case
from handlers.domain.insights.rule import MAX_NAME_LENGTH, Rule
from handlers.domain.people import spoken_name
from handlers.domain.shoutouts.asked import MAX_PEOPLE

_NOTHING: Mapping[str, str] = {}
UNSAID = "unsaid"  # an empty choice is none in Teams
NAMED = "named"
MAX_THANKS_LENGTH = 300
WITHOUT_NAME = "All of it is optional. Your name goes with it only if you tick it."
_COUNTED = "Counted, and shown as a number from three people on."
_BENT = "Counted, too. From three people on, its owner and managers read how often."
_NEW = "It stands on everybody's list from then on. For example: 14 days for returns."
_IDEA = (
    "Managers, and whoever looks after the rule, read your words. What would stop it from coming "
    "back? Leave the customer's name out."
)
_THANKS = "A manager reads it first, then whom you thank. Leave the customer's name out."


def pass_on_form(
    case: Case,
    rules: Sequence[Rule],
    flow: Flow,
    values: Mapping[str, str],
    problems: Mapping[str, str],
    known: Mapping[str, str] = _NOTHING,
) -> Form:
    """Return it, with what was typed and what is wrong; ``known`` are people's names, by id."""
    bent = tuple((each.id, _with_owner(each, known)) for each in rules)
    drawn = (
        *_what_happened(bent, flow, values, problems),
        *_words(values, problems, known),
        Field(
            "named",
            "Your name",
            FieldKind.CHECKS,
            values.get("named", ""),
            options=((NAMED, "With my name, this time"),),
            optional=True,
        ),
    )
    of_case = {"case": case.id, "rev": str(case.rev)}
    return Form(
        "Pass something on",
        drawn,
        "Pass it on",
        Action("insights.pass-on", of_case),
        intro=WITHOUT_NAME,
        cancel=Action("complaint.pick", {"case": case.id}),
        alarm=alarm_button(case, flow),
    )


def _what_happened(
    rules: Sequence[tuple[str, str]],
    flow: Flow,
    values: Mapping[str, str],
    problems: Mapping[str, str],
) -> tuple[Field, ...]:
    causes = ((each.id, each.label) for each in flow.causes)
    cause = Field(
        "cause",
        flow.words.cause,
        FieldKind.SELECT,
        _chosen(values.get("cause", ""), [each.id for each in flow.causes]),
        _COUNTED,
        options=((UNSAID, "I'd rather not say"), *causes),
        optional=True,
    )
    rule = Field(
        "rule",
        "A rule was bent",
        FieldKind.SELECT,
        _chosen(values.get("rule", ""), [id_ for id_, _ in rules]),
        _BENT,
        options=((UNSAID, "None of these"), *rules),
        optional=True,
    )
    new = Field(
        "new_rule",
        "Or a rule that isn't on the list" if rules else "A rule was bent",
        value=values.get("new_rule", ""),
        hint=_NEW if rules else f"{_BENT} {_NEW}",
        optional=True,
        max_length=MAX_NAME_LENGTH,
        error=problems.get("new_rule", ""),
    )
    return (cause, rule, new) if rules else (cause, new)


def _words(
    values: Mapping[str, str], problems: Mapping[str, str], known: Mapping[str, str]
) -> tuple[Field, ...]:
    return (
        Field(
            "idea",
            "What if …?",
            FieldKind.AREA,
            values.get("idea", ""),
            _IDEA,
            optional=True,
            max_length=MAX_NOTE_LENGTH,
        ),
        Field(
            "people",
            "Someone to thank",
            FieldKind.PEOPLE,
            values.get("people", ""),
            f"At most {MAX_PEOPLE}.",
            options=tuple((each, known[each]) for each in _ids(values) if each in known),
            optional=True,
            error=problems.get("people", ""),
        ),
        Field(
            "thanks",
            "What did they do?",
            value=values.get("thanks", ""),
            hint=_THANKS,
            optional=True,
            max_length=MAX_THANKS_LENGTH,
            error=problems.get("thanks", ""),
        ),
    )


def _with_owner(rule: Rule, names: Mapping[str, str]) -> str:
    """Return a rule with whoever looks after it, who hears of it."""
    if not rule.owner_id:
        return rule.name
    return f"{rule.name} · {spoken_name(rule.owner_id, names.get(rule.owner_id, ''))}"


def _ids(values: Mapping[str, str]) -> Sequence[str]:
    return [each.strip() for each in values.get("people", "").split(",")]


def _chosen(value: str, options: Sequence[str]) -> str:
    return value if value in options else UNSAID
