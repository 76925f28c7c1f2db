"""What is said to whoever typed something that is not kept: one line, once, without quoting it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from handlers.cards import Text, Tone
from handlers.domain.redaction import Kind, kinds_in, kinds_of_secrets_in
from handlers.turn import Reply

# Of a form: what was chosen or carried along, and what is read as a time or a place, never kept.
NOT_WORDS = frozenset(
    [
        "people",
        "behaviour",
        "told",
        "around",
        "deck",
        "role",
        "cause",
        "rule",
        "named",
        "shared",
        "case",
        "promise",
        "shoutout",
        "schedule",
        "rev",
        "lesson",
        "mentor",
        "chosen",
        "question",
        "run",
        "new",
        "when",
        "phrase",
        "zone",
        "quiet",
        "pace",
        "country",
        "region",
        "channel",
        "stage",
    ]
)
MAX_NAMED = 2  # kinds in one line
_CALLED = {
    Kind.CARD: "a card number",
    Kind.IBAN: "a bank account",
    Kind.EMAIL: "an e-mail address",
    Kind.PHONE: "a phone number",
    Kind.NUMBER: "a long number",
    Kind.TOKEN: "a password or key",
    Kind.PASSWORD: "a password or key",
}


def with_removals(reply: Reply, removed: Sequence[Kind]) -> Reply:
    """Return a reply with a line on what was taken out of what it answers.

    A form that opens says nothing: it is still to be sent.
    """
    if reply.card is None or not removed:
        return reply
    body = (
        *reply.card.body,
        Text(_line(list(dict.fromkeys(_CALLED[k] for k in removed))), Tone.NOTE),
    )
    return replace(reply, card=replace(reply.card, body=body))


def removed_from_form(args: Mapping[str, str], numbers: Collection[str]) -> Sequence[Kind]:
    """Return what is taken out of the fields of a form.

    ``numbers`` are the fields that are made to hold an address or a telephone number.
    """
    fields = {name: words for name, words in args.items() if name not in NOT_WORDS}
    return [
        kind
        for name, words in fields.items()
        for kind in (kinds_of_secrets_in(words) if name in numbers else kinds_in(words))
    ]


def _line(kinds: list[str]) -> str:
    if len(kinds) == 1:
        return f"I took out what looked like {kinds[0]} and didn't keep it."
    last = "more" if len(kinds) > MAX_NAMED else kinds[-1]
    first = ", ".join(kinds[:MAX_NAMED] if last == "more" else kinds[:-1])
    return f"I took out what looked like {first} and {last}, and didn't keep them."
