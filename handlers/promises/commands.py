"""What is typed of promises: /promise, with a line, a number or nothing."""

from handlers.cards import Action, Button
from handlers.domain.deadline import parse_deadline
from handlers.domain.promise import MAX_LINE_LENGTH
from handlers.domain.redaction import personal_in
from handlers.promises.current import make_promise, new_id, shown_list, shown_promise
from handlers.promises.forms import promise_form
from handlers.promises.when_cards import question_card, when_card
from handlers.turn import Refusal, Reply, Services, Turn

TOO_LONG = f"A promise is one line, {MAX_LINE_LENGTH} characters at most. Say it shorter, please."


async def start(turn: Turn, services: Services) -> Reply:
    """Take a promise from a line; bare, list what is promised; a number shows one."""
    line = turn.text.strip()
    if not line:
        return await shown_list(turn, services)
    if line.lstrip("#").isdecimal():
        return await _numbered(line.lstrip("#"), turn, services)
    return await _taken(line, turn, services)


async def _numbered(number: str, turn: Turn, services: Services) -> Reply:
    for promise in await services.store.promises.open():
        if str(promise.number) == number:
            return await shown_promise(promise, turn, services)
    raise Refusal("None of your open promises has that number. Type /promise to see them.")


async def _taken(line: str, turn: Turn, services: Services) -> Reply:
    """Make the promise of a line, or ask for what is missing in it."""
    member = await services.store.member()
    zone, said = member.zone, turn.once(personal_in, line).taken_out(line)
    deadline = parse_deadline(said, zone, turn.at, member.day_ends)
    what, when = deadline.what, deadline.when
    if max(len(deadline.said or what), len(when)) > MAX_LINE_LENGTH:
        raise Refusal(f"{TOO_LONG} You wrote: {said}")
    values = {"what": what, "when": when, "case": deadline.case}
    if deadline.problem and what:
        carried = {"new": new_id(turn), "what": deadline.said, "case": deadline.case}
        return Reply(question_card(carried, deadline, services.content.flow, zone, turn.at))
    if deadline.problem:
        form = Button("Use a form", Action("promises.ask", values))
        raise Refusal(deadline.question, form)
    if not what:
        return Reply(form=promise_form(values, {}, new_id(turn)))
    if deadline.due is None:
        carried = {"new": new_id(turn), "what": what, "case": deadline.case}
        return Reply(when_card(carried, services.content.flow, zone, turn.at))
    return await make_promise(what, deadline.due, deadline.case, turn, services)
