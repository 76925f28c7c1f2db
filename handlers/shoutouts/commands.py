"""Thank somebody for what they did: by a line or a form; edit it, take it back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from content.models import Shoutouts as Words
from handlers.domain.people import MentionKind, Person, Role
from handlers.domain.redaction import redact
from handlers.domain.shoutout import Recipient, Shoutout, State, Why, changed
from handlers.domain.wording import LENGTH, addressed, is_enough, is_grave
from handlers.mentions import chosen_people, people_meant, with_plain_names
from handlers.shoutouts import approval
from handlers.shoutouts.cards import ask_card, giver_card, told_card
from handlers.shoutouts.forms import Asked, edit_form, new_form
from handlers.shoutouts.messages import announced, followed, placed
from handlers.turn import Post, Refusal, Reply, Services, Turn

MOST = 30  # people at once
SAME = timedelta(minutes=1)  # in which the same words again are the same shout-out
NAME = 60
NOBODY = "a colleague"  # somebody whose name the platform doesn't tell
_ID = re.compile(r"[a-z0-9-]{1,64}")
_STRANGE = "This shout-out isn't yours, or it is gone. Type /shoutout to give one."


async def give(turn: Turn, services: Services) -> Reply:
    """Thank everybody whom the line begins with; what is missing is asked for in a form."""
    id_ = turn.fresh_id("shoutout")
    if not turn.text.strip():
        return Reply(form=new_form(Asked(id_, (), ""), services.content.shoutouts, {}))
    meant, said = addressed(turn.text, turn.mentions)
    if not meant:
        meant, said = turn.mentions, turn.text
    groups = [m.name for m in meant if m.kind is MentionKind.GROUP and not m.members]
    what = with_plain_names(said, turn.mentions).strip()
    return await _taken(Asked(id_, people_meant(meant), what, groups=groups), turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form: a new one, or the words of one that stands."""
    if "shoutout" not in turn.args:
        return await give(replace(turn, text=""), services)
    shoutout = await _changeable(turn, services)
    if shoutout.state not in (State.PROPOSED, State.GIVEN):
        return await present(shoutout, turn, services)
    values = {"what": shoutout.text, "behaviour": shoutout.behaviour}
    return Reply(form=edit_form(shoutout, values, services.content.shoutouts, ""))


async def show(turn: Turn, services: Services) -> Reply:
    """Show where one stands by now."""
    return await present(await found(turn, services), turn, services)


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form; sent twice it is one shout-out, because its id was made when it opened."""
    id_ = turn.arg("shoutout")
    if not _ID.fullmatch(id_):
        raise Refusal(_STRANGE)
    bots = {each.id for each in turn.mentions if each.kind is MentionKind.BOT}
    people = [each for each in chosen_people(turn) if each.id not in bots]
    asked = Asked(id_, people, turn.args.get("what", "").strip(), turn.args.get("behaviour", ""))
    return await _taken(asked, turn, services)


async def edited(turn: Turn, services: Services) -> Reply:
    """Take other words for one that is proposed or stands; each of its messages follows."""
    shoutout = await _changeable(turn, services)
    if shoutout.state not in (State.PROPOSED, State.GIVEN):
        return await present(shoutout, turn, services)
    words = services.content.shoutouts
    values = {name: turn.args.get(name, "").strip() for name in ("what", "behaviour")}
    problem = ""
    if not is_enough(values["what"], [each.name for each in shoutout.recipients]):
        problem = words.guidance
    elif turn.arg("rev") != str(shoutout.rev):
        problem = "Somebody changed it meanwhile. Save once more to put your words in its place."
    if problem:
        return Reply(form=edit_form(shoutout, values, words, problem))
    shoutout = changed(
        shoutout, turn.at, text=_kept(values["what"]), behaviour=_known(values["behaviour"], words)
    )
    if shoutout.state is State.GIVEN and _is_or_was_grave(shoutout, words):
        shoutout = announced(replace(shoutout, recipients=await placed(shoutout, services)), turn)
    shoutout, posts = await followed(shoutout, services, turn)
    return replace(await present(shoutout, turn, services), posts=posts)


async def withdraw(turn: Turn, services: Services) -> Reply:
    """Take one back: its posts go, also those still on their way."""
    shoutout = await found(turn, services)
    if not shoutout.may_change(turn.person.id):
        raise Refusal("Only who gave it or posted it can take it back. Ask them.")
    posts: tuple[Post, ...] = ()
    if shoutout.state in (State.PROPOSED, State.GIVEN):
        shoutout = changed(shoutout, turn.at, state=State.WITHDRAWN)
        shoutout, posts = await followed(shoutout, services, turn)
    return replace(await present(shoutout, turn, services), posts=posts)


async def found(turn: Turn, services: Services) -> Shoutout:
    """Return the shout-out of a card; one of somebody else looks like one that is gone."""
    shoutout = await services.store.shoutouts.get(turn.arg("shoutout"))
    if shoutout is None:
        raise Refusal(_STRANGE)
    return shoutout


async def present(shoutout: Shoutout, turn: Turn, services: Services) -> Reply:
    """Return the present card, as this person sees it."""
    words, me = services.content.shoutouts, turn.person.id
    if shoutout.giver_id == me:
        return Reply(giver_card(shoutout, words, await _asked_names(shoutout, services)))
    for recipient in shoutout.recipients:
        if recipient.id == me and shoutout.message(f"told:{me}") is not None:
            wishes = await services.store.shoutouts.wishes([me])
            return Reply(told_card(shoutout, recipient, words, wishes.get(me)))
    if (await services.store.member()).role.may(Role.MANAGER):
        return Reply(ask_card(shoutout, words))
    raise Refusal(_STRANGE)


async def _taken(asked: Asked, turn: Turn, services: Services) -> Reply:
    """Give or propose what was asked, or ask for what is missing; nothing typed is lost."""
    words = services.content.shoutouts
    others = [each for each in asked.people if each.id != turn.person.id]
    asked = replace(asked, people=others, behaviour=_known(asked.behaviour, words))
    manages = (await services.store.member()).role.may(Role.MANAGER)
    problems = _problems(asked, words, turn)
    if not problems and not manages and not await services.store.staff.managers():
        problems = {"what": "Nobody can post it yet. Ask an admin for a manager: /care people."}
    if problems:
        return Reply(form=new_form(asked, words, problems))
    shoutout = _drafted(asked, turn)
    for earlier in await services.store.shoutouts.given_since(turn.at - SAME):
        if _same(earlier, shoutout):
            return await present(earlier, turn, services)
    if not await services.store.shoutouts.add(shoutout):
        stands = await services.store.shoutouts.get(shoutout.id)
        if stands is None or stands.giver_id != turn.person.id:
            raise Refusal(_STRANGE)
        return await present(stands, turn, services)
    if manages:
        shoutout, posts = await approval.passed_on(shoutout, turn, services)
    else:
        shoutout, posts = await approval.proposed(shoutout, turn, services)
    return replace(await present(shoutout, turn, services), posts=posts)


async def _changeable(turn: Turn, services: Services) -> Shoutout:
    """Return a shout-out that this person may edit: its giver, who posted it, or a manager."""
    shoutout = await found(turn, services)
    if shoutout.may_change(turn.person.id):
        return shoutout
    manages = (await services.store.member()).role.may(Role.MANAGER)
    if manages and shoutout.state is State.PROPOSED:
        return shoutout
    if manages:
        raise Refusal("Only who gave it or posted it can change it. Ask them.")
    raise Refusal(_STRANGE)


async def _asked_names(shoutout: Shoutout, services: Services) -> str:
    asked = {each.reader for each in shoutout.of_kind("ask")}
    staff = await services.store.staff.with_role()
    names = [each.name for each in staff if each.id in asked]
    return names[0] if len(names) == 1 else ""


def _problems(asked: Asked, words: Words, turn: Turn) -> Mapping[str, str]:
    problems = {}
    if asked.groups:
        problems["people"] = f"I can't see who is in {asked.groups[0]}. Choose the people."
    elif not asked.people:
        meant = any(each.id == turn.person.id for each in turn.mentions)
        problems["people"] = "That is you. Whom do you want to thank?" if meant else "Who is it?"
    elif len(asked.people) > MOST:
        problems["people"] = f"At most {MOST} at once: thanks for everybody reach nobody."
    if not is_enough(asked.what, [each.name for each in turn.mentions]):
        problems["what"] = words.guidance
    return problems


def _drafted(asked: Asked, turn: Turn) -> Shoutout:
    return Shoutout(
        id=asked.id,
        giver_id=turn.person.id,
        giver_name=turn.person.name[:NAME],
        text=_kept(asked.what),
        made_at=turn.at,
        changed_at=turn.at,
        recipients=tuple(Recipient(each.id, _called(each)) for each in asked.people),
        behaviour=asked.behaviour,
    )


def _same(earlier: Shoutout, later: Shoutout) -> bool:
    """Tell whether the same words were given to the same people: a slip, not a second thanks."""
    thanked = {each.id for each in later.recipients}
    return (
        earlier.state is not State.WITHDRAWN
        and earlier.text == later.text
        and {each.id for each in earlier.recipients} == thanked
    )


def _is_or_was_grave(shoutout: Shoutout, words: Words) -> bool:
    was = any(each.note == Why.GRAVE for each in shoutout.recipients)
    return was or is_grave(shoutout.text, words.keep_private)


def _called(person: Person) -> str:
    return NOBODY if person.name in ("", person.id) else person.name[:NAME]


def _kept(what: str) -> str:
    return redact(what[: 2 * LENGTH])[:LENGTH]


def _known(behaviour: str, words: Words) -> str:
    return behaviour if words.behaviour(behaviour) else ""
