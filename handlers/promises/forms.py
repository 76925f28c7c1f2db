"""The forms of a promise."""

from collections.abc import Mapping

from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.promise import Promise, Told
from handlers.due_time import EXAMPLES

LENGTH = 150


def promise_form(values: Mapping[str, str], problems: Mapping[str, str], new_id: str) -> Form:
    """Return the form of a new promise, with what is wrong with it."""

    def field(name: str, label: str, hint: str, *, optional: bool = False) -> Field:
        return Field(
            name,
            label,
            value=values.get(name, ""),
            hint=hint,
            optional=optional,
            max_length=LENGTH,
            error=problems.get(name, ""),
        )

    return Form(
        "A promise",
        (
            field("what", "What did you promise?", "Ring back about the refund"),
            field("when", "By when?", EXAMPLES),
            field("case", "Case number", "4471, if there is one", optional=True),
        ),
        "Note it",
        Action("promises.save", {"new": new_id}),
        cancel=Action("promises.list"),
    )


def move_form(promise: Promise, values: Mapping[str, str], problem: str = "") -> Form:
    """Return the form for another time, and whether the customer knows of it."""
    options = ((Told.NOT_YET.value, "Not yet"), (Told.YES.value, "Yes, they know"))
    known = values.get("told", "")
    return Form(
        "A new time",
        (
            Field("when", "By when?", value=values.get("when", ""), hint=EXAMPLES, error=problem),
            Field(
                "told",
                "Have you told them?",
                FieldKind.SELECT,
                known if known in set(Told) else Told.NOT_YET.value,
                options=options,
            ),
        ),
        "Move it",
        Action("promises.move-save", {"promise": promise.id, "rev": str(promise.rev)}),
        cancel=Action("promises.show", {"promise": promise.id}),
    )


def said_form(promise: Promise) -> Form:
    """Return the form for what was said to the customer."""
    field = Field(
        "said",
        "What did you tell them?",
        value=promise.said,
        hint="One line, if you like. Only you see it.",
        optional=True,
        max_length=LENGTH,
    )
    action = Action("promises.said-save", {"promise": promise.id})
    cancel = Action("promises.show", {"promise": promise.id})
    return Form("What you said", (field,), "Keep it", action, cancel=cancel)
