"""The forms of a shout-out, and what they send."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from content.models import Shoutouts as Words
from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.people import MentionKind
from handlers.domain.shoutouts.asked import MAX_LENGTH, MAX_PEOPLE, Asked, Lack, called
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.domain.wording import names_in_words
from handlers.mentions import chosen_people
from handlers.turn import Turn

TOO_FEW_WORDS = "A few words more, please."
# Letters of what a manager saw, and of what the case knows, which follows in a line of its own.
MAX_SEEN_LENGTH = 230
MAX_KNOWN_LENGTH = MAX_LENGTH - MAX_SEEN_LENGTH - 1
MAX_ANSWER_LENGTH = 200
UNSAID = "unsaid"  # no behaviour of the pack: an empty choice is none in Teams
_TEAM = Field(  # added to those who are chosen
    "team",
    "Or all at once",
    FieldKind.CHECKS,
    options=(("all", "My whole team"),),
    optional=True,
)


def empty_form(turn: Turn, words: Words) -> Form:
    """Return the form before anything is typed."""
    return new_form(Asked(turn.fresh_id("shoutout"), turn.person), words, ())


def new_form(asked: Asked, words: Words, lacks: Iterable[Lack]) -> Form:
    """Return the form with what is known; its id makes the same form sent twice one shout-out."""
    problems = dict(problem_of(each, asked) for each in lacks)
    people = Field(
        "people",
        "Whom do you want to thank?",
        FieldKind.PEOPLE,
        ",".join(each.id for each in asked.others),
        options=tuple((each.id, called(each)) for each in asked.others),
        error=problems.get("people", ""),
    )
    values = {"what": asked.what, "behaviour": asked.behaviour}
    whole = {"whole": "yes"} if asked.is_for_team else {}
    return Form(
        "Thank somebody",
        (people, _TEAM, *_fields(values, words, problems.get("what", "")), _private(asked)),
        "Send it",
        Action("shoutout.save", {"shoutout": asked.id, **whole}),
        intro=" ".join(problems.values()) or "Leave the customer's name out.",
    )


def asked_in_form(turn: Turn, words: Words) -> Asked:
    """Return what the form says; a bot that was chosen is nobody. The team is still to be found.

    One that was found before, and asked for once more, has its people among those chosen.
    """
    bots = {each.id for each in turn.mentions if each.kind is MentionKind.BOT}
    return Asked(
        turn.arg("shoutout"),
        turn.person,
        [each for each in chosen_people(turn) if each.id not in bots],
        turn.args.get("what", "").strip(),
        known_behaviour(turn.args.get("behaviour", ""), words),
        mentions=turn.mentions,
        is_private=bool(turn.args.get("private")),
        is_for_team=bool(turn.args.get("whole")),
    )


def wants_team(turn: Turn) -> bool:
    """Tell whether the whole team is ticked in the form."""
    return bool(turn.args.get("team"))


def answer_form(shoutout: Shoutout, fresh_id: str, value: str = "", problem: str = "") -> Form:
    """Return the form of an answer to thanks; its id makes the same form sent twice one answer."""
    line = Field(
        "line",
        f"Your answer to {shoutout.giver_name}",
        value=value,
        hint="Only they read it. It isn't kept.",
        max_length=MAX_ANSWER_LENGTH,
        error=problem,
    )
    action = Action("shoutout.answer-send", {"shoutout": shoutout.id, "new": fresh_id})
    back = Action("shoutout.show", {"shoutout": shoutout.id})
    return Form("Answer", (line,), "Send it", action, cancel=back)


def known_behaviour(chosen: str, words: Words) -> str:
    """Return the behaviour that was chosen, or none if the pack hasn't got it."""
    return chosen if words.behaviour(chosen) else ""


def edit_form(shoutout: Shoutout, values: Mapping[str, str], words: Words, problem: str) -> Form:
    """Return the form of the words of one that is proposed or stands."""
    intro, fields = "It changes wherever it stands.", _fields(values, words, problem)
    if shoutout.is_draft:
        intro, fields = "Leave the customer's name out.", _draft_fields(values, words, problem)
    return Form(
        "Edit the shout-out",
        fields,
        "Save",
        Action("shoutout.edited", {"shoutout": shoutout.id, "rev": str(shoutout.rev)}),
        intro=intro,
        cancel=Action("shoutout.show", {"shoutout": shoutout.id}),
    )


def edit_values(shoutout: Shoutout) -> Mapping[str, str]:
    """Return what the form holds at first; of a draft, the last line is what its case knows."""
    values = {"what": shoutout.text, "behaviour": shoutout.behaviour}
    if shoutout.is_draft:
        values["what"], _, values["known"] = shoutout.text.rpartition("\n")
    return values


def edited_values(turn: Turn) -> Mapping[str, str]:
    """Return what was typed; ``known`` is there of a draft alone."""
    names = ("what", "known", "behaviour")
    return {name: turn.args.get(name, "").strip() for name in names}


def edited_text(values: Mapping[str, str]) -> str:
    """Return the words of a form as one text: what the manager saw, then what the case knows."""
    return "\n".join(filter(None, (values["what"], values["known"])))


def _draft_fields(values: Mapping[str, str], words: Words, problem: str) -> tuple[Field, ...]:
    what, behaviour = _fields(values, words, problem)
    known = Field(
        "known",
        "What the case knows",
        value=values["known"],
        hint="It follows your line. Change it, or leave it out.",
        optional=True,
        max_length=MAX_KNOWN_LENGTH,
    )
    seen = replace(what, label="What did you see?", optional=True, max_length=MAX_SEEN_LENGTH)
    return seen, known, behaviour


def _fields(values: Mapping[str, str], words: Words, problem: str) -> tuple[Field, ...]:
    behaviours = tuple((each.id, each.label) for each in words.behaviours)
    return (
        Field(
            "what",
            words.guidance,
            FieldKind.AREA,
            values["what"],
            f"For example: {words.example}",
            max_length=MAX_LENGTH,
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


def _private(asked: Asked) -> Field:
    return Field(
        "private",
        "Who reads it?",
        FieldKind.CHECKS,
        "yes" if asked.is_private else "",
        options=(("yes", "Privately: only they read it"),),
        optional=True,
    )


def problem_of(lack: Lack, asked: Asked) -> tuple[str, str]:
    """Return the field in which something is missing, and what is said there."""
    match lack:
        case Lack.GROUP:
            return "people", f"I can't see who is in {asked.groups[0]}. Choose the people."
        case Lack.TEAM:
            known = "I don't know who is in your team. Choose the people, or ask your manager"
            return "people", f"{known} to list it: /care people."
        case Lack.LEFT:
            names = names_in_words([called(each) for each in asked.left])
            have = "have" if len(asked.left) > 1 else "has"
            return "people", f"{names} {have} left; I can't thank them here."
        case Lack.OTHERS:
            return "people", "That is you. Whom do you want to thank?"
        case Lack.APP:
            return "people", "An app wrote that. Whom do you want to thank?"
        case Lack.AUTHOR:
            return "people", "I can't see who wrote that. Whom do you want to thank?"
        case Lack.GUEST:
            return "people", "A guest wrote that. Whom of us do you want to thank?"
        case Lack.PEOPLE:
            return "people", "Who is it?"
        case Lack.FEWER:
            return "people", f"At most {MAX_PEOPLE} at once: thanks for everybody reach nobody."
        case Lack.WORDS:
            return "what", TOO_FEW_WORDS
        case Lack.MANAGER:
            return "what", "Nobody can post it yet. Ask an admin for a manager: /care people."
