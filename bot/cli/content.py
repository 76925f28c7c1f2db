"""``careloop content``: whether a pack of words is in order, and how a text of it is shown."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import Stop, say_line
from bot.config import problems

if TYPE_CHECKING:
    from content.loader import Loaded
    from handlers.cards import Card

app = typer.Typer(help="Check packs of words, and see one text.", no_args_is_help=True)


@app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="Your pack; else the one in use.")] = None,
) -> None:
    """Say everything that is wrong with a pack; exit 1 when something is."""
    own = folder or problems.read().content
    found = _loaded(own)
    words, flow = found.content, found.content.flow
    _play_scenarios(found)
    _try_examples(found)
    say_line(
        f"In order: {len(words.reminders)} reminders, {len(words.principles)} ideas, "
        f"{len(flow.steps)} steps, {len(flow.branches)} branches."
    )
    rules = sum(len(each.rules) for each in words.replies.findings)
    scenarios, lessons = len(words.scenarios), len(words.lessons)
    say_line(f"To learn with: {rules} rules of replies, {scenarios} scenarios, {lessons} lessons.")
    for name, parts in found.changes.items():
        say_line(f"Yours, {name}: {'; '.join(parts)}. All else is ours.")
    if own is not None and not found.changes:
        say_line("Nothing in it is yours yet; files have names such as reminders.yaml.")
    for each in found.fallbacks:
        say_line(str(each))


@app.command("show")
def show(
    id_: Annotated[str, typer.Argument(metavar="id", help="Of a reminder, or an idea (P7).")],
    folder: Annotated[Path | None, typer.Argument(help="Your pack; else the one in use.")] = None,
) -> None:
    """Show a reminder as its channel gets it, each of its scenes, or the card of an idea."""
    from bot.cli.terminal import TerminalReply  # noqa: PLC0415 - the other commands start without
    from handlers.turn import Reply  # noqa: PLC0415

    cards = _cards(id_, _loaded(folder or problems.read().content))
    say_line("\n\n".join(TerminalReply(Reply(card)).plain() for card in cards))


def _try_examples(found: "Loaded") -> None:
    """Stop where an example beside a rule of replies says something else than the rule does."""
    from handlers.domain.replies.examples import wrong_examples  # noqa: PLC0415

    wrong = [
        f"replies/{each.finding}.yaml: {each.rule} {'misses' if each.is_found else 'finds'} "
        f"«{each.text}», which stands under {'yes' if each.is_found else 'no'}"
        for each in wrong_examples(found.content.replies)
    ]
    if wrong:
        raise Stop("\n".join(wrong))


def _play_scenarios(found: "Loaded") -> None:
    """Stop where a customer of practice isn't won by their plan, or is by a mere fix."""
    from handlers.domain.practice.customer import Customer  # noqa: PLC0415
    from handlers.domain.practice.plans import Unsound, planned, unsound  # noqa: PLC0415

    wrong: list[str] = []
    for scenario in found.content.scenarios:
        customer = Customer(scenario, found.content.moves)
        for each in unsound(customer):
            said = "a step with a time in each turn doesn't lose it; raise heard, or beats"
            if each is Unsound.PLAN_LOSES:
                end = planned(customer)
                felt = f"anger {end.anger:g}, trust {end.trust:g}, heard {end.heard:g}"
                said = f"its plan doesn't win it; it ends {end.phase}, with {felt}"
            wrong.append(f"scenarios/{scenario.id}.md: {said}")
    if wrong:
        raise Stop("\n".join(wrong))


def _loaded(own: Path | None) -> "Loaded":
    """Return our words with those of a folder over them; stop with all that is wrong with it."""
    from content import CORE, ContentError, loaded  # noqa: PLC0415

    if own is not None and not own.is_dir():
        raise Stop(f"{own} is not a folder. Name the folder that holds your YAML files.")
    try:
        return loaded(CORE) if own is None else loaded(CORE, own)
    except ContentError as error:
        raise Stop("\n".join(str(problem) for problem in error.problems)) from None


def _cards(id_: str, found: "Loaded") -> "list[Card]":
    """Return the cards of what has this id: one for each scene of a question."""
    from handlers.ideas.cards import Showing, principle_card, reminder_card  # noqa: PLC0415

    words = found.content
    for text in words.reminders:
        if text.id == id_:
            scenes = range(len(text.scenes) or 1)
            return [reminder_card(text, Showing(scene=scene)) for scene in scenes]
    for idea in words.principles:
        if idea.id == id_.upper():
            return [principle_card(idea)]
    ids = [*(text.id for text in words.reminders), *(idea.id for idea in words.principles)]
    near = get_close_matches(id_, ids, n=1)
    hint = f" Did you mean {near[0]}?" if near else " Ids stand in reminders.yaml."
    raise Stop(f"There is no reminder or idea «{id_[:60]}».{hint}", 2)
