"""The forms of a shout-out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.models import Shoutouts as Words
from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.people import Person
from handlers.domain.shoutout import Shoutout
from handlers.domain.wording import LENGTH

UNSAID = "unsaid"  # no behaviour of the pack: an empty choice is none in Teams


@dataclass(frozen=True, slots=True)
class Asked:
    """A shout-out as somebody typed it, or filled in the form."""

    id: str
    people: Sequence[Person]
    what: str
    behaviour: str = ""
    groups: Sequence[str] = ()  # whose people nobody tells


def new_form(asked: Asked, words: Words, problems: Mapping[str, str]) -> Form:
    """Return the form with what is known; its id makes the same form sent twice one shout-out."""
    people = Field(
        "people",
        "Whom do you want to thank?",
        FieldKind.PEOPLE,
        ",".join(each.id for each in asked.people),
        options=tuple((each.id, each.name) for each in asked.people),
        error=problems.get("people", ""),
    )
    values = {"what": asked.what, "behaviour": asked.behaviour}
    return Form(
        "Thank somebody",
        (people, *_fields(values, words, problems.get("what", ""))),
        "Send it",
        Action("shoutout.save", {"shoutout": asked.id}),
        intro=" ".join(problems.values()) or "Leave the customer's name out.",
    )


def edit_form(shoutout: Shoutout, values: Mapping[str, str], words: Words, problem: str) -> Form:
    """Return the form of the words of one that is proposed or stands."""
    return Form(
        "Edit the shout-out",
        _fields(values, words, problem),
        "Save",
        Action("shoutout.edited", {"shoutout": shoutout.id, "rev": str(shoutout.rev)}),
        intro="It changes wherever it stands.",
        cancel=Action("shoutout.show", {"shoutout": shoutout.id}),
    )


def _fields(values: Mapping[str, str], words: Words, problem: str) -> tuple[Field, ...]:
    behaviours = tuple((each.id, each.label) for each in words.behaviours)
    return (
        Field(
            "what",
            "What did they do?",
            FieldKind.AREA,
            values["what"],
            f"{words.guidance} For example: {words.example}",
            max_length=LENGTH,
            error=problem,
        ),
        Field(
            "behaviour",
            "What was it most of all?",
            FieldKind.SELECT,
            values["behaviour"] or UNSAID,
            options=((UNSAID, "I'd rather not say"), *behaviours),
            optional=True,
        ),
    )
