"""Where thanks go, and which messages follow: the rules, without a store or a door."""

from dataclasses import replace

import pytest

from content import CORE, load
from handlers.domain.people import Person, Place, Platform, Tenant
from handlers.domain.shoutouts.messages import Message, MessageKind, MessageState
from handlers.domain.shoutouts.places import Destinations, PrivateReason, Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import (
    Shoutout,
    ShoutoutState,
    arrive,
    follow,
    give,
    lose,
    pass_on,
    reword,
    share,
    unreached,
    withdraw,
)
from tests.conftest import MONDAY

TENANT = Tenant(Platform.WEB, "demo")
WINS, DESK = (Place(Platform.WEB, "demo", name) for name in ("wins", "front-desk"))
ANA, BO = Recipient("ana", "Ana"), Recipient("bo", "Bo")
DANA = Person("dana", "Dana")
WORDS = load(CORE).danger
KIND, GRAVE = "stayed late to bring the order", "stayed in spite of the knife"
DRAFT = Shoutout("s1", "dana", "Dana", KIND, MONDAY, MONDAY, (ANA,))
HERE = {ThanksPlace.CHANNEL: WINS, ThanksPlace.TEAM: DESK}
MISSING = {ThanksPlace.CHANNEL: PrivateReason.NO_CHANNEL, ThanksPlace.TEAM: PrivateReason.NO_TEAM}


def destinations(wish=None, *, there=True):
    wishes = {} if wish is None else {each.id: wish for each in (ANA, BO)}
    teams = {ANA.id: DESK, BO.id: DESK} if there else {}
    return Destinations(TENANT, wishes, WINS if there else None, teams, WORDS)


def given(wish=None, *, there=True, only=None, **changes):
    draft = replace(DRAFT, **changes)
    return give(draft, MONDAY, destinations(wish, there=there), DANA, only)


def sent(shoutout):
    """Return it with every message that was on its way there, as after all receipts."""
    shoutout, _ = follow(shoutout)
    for each in shoutout.messages:
        if each.state is MessageState.SENDING:
            shoutout = arrive(shoutout, each, f"r:{each.key}")
    return shoutout


def kinds(messages):
    return [each.kind for each in messages]


@pytest.mark.parametrize("wish", HERE)
def test_it_goes_where_they_want_it_if_there_is_such_a_place(wish):
    (ana,) = given(wish).recipients
    assert (ana.went, ana.place, ana.note) == (wish, str(HERE[wish]), "")
    (ana,) = given(wish, there=False).recipients
    assert ana == ANA.privately(MISSING[wish])


@pytest.mark.parametrize("wish", [None, *ThanksPlace])
def test_grave_words_stay_private_whatever_was_chosen(wish):
    assert given(wish, text=GRAVE).recipients == (ANA.privately(PrivateReason.GRAVE),)
    chosen = given(wish, text=GRAVE, only=PrivateReason.CHOSEN)
    assert chosen.recipients == (ANA.privately(PrivateReason.GRAVE),)


@pytest.mark.parametrize("wish", [None, *ThanksPlace])
def test_what_a_manager_wants_private_is(wish):
    shoutout = given(wish, only=PrivateReason.CHOSEN)
    assert shoutout.recipients == (ANA.privately(PrivateReason.CHOSEN),)
    assert kinds(shoutout.messages) == [MessageKind.TOLD]


def test_who_has_not_said_is_thanked_privately():
    assert given().recipients == (ANA.privately(PrivateReason.UNSET),)


def test_a_colleague_asks_the_managers_and_nobody_passes_on_their_own():
    asked = pass_on(DRAFT, MONDAY, destinations(ThanksPlace.CHANNEL), None, ("dana", "alex"))
    assert (asked.state, asked.rev) == (ShoutoutState.PROPOSED, DRAFT.rev)
    assert [each.reader for each in asked.messages] == ["dana", "alex"]
    alone = pass_on(DRAFT, MONDAY, destinations(ThanksPlace.CHANNEL), None)
    assert alone.state is ShoutoutState.GIVEN
    assert alone.decided_by == ""
    assert alone.recipients == (ANA.privately(PrivateReason.CHOSEN),)


def test_a_draft_becomes_the_managers_own_thanks():
    shoutout = given(giver_id="", giver_name="")
    assert (shoutout.giver_id, shoutout.decided_by) == (DANA.id, DANA.id)


def test_people_in_one_place_share_a_post_and_each_is_told():
    shoutout = given(ThanksPlace.TEAM, recipients=(ANA, BO))
    assert kinds(shoutout.messages) == [MessageKind.POST, MessageKind.TOLD, MessageKind.TOLD]


def test_what_is_new_takes_a_post_once():
    shoutout, due = follow(given(ThanksPlace.CHANNEL))
    assert kinds(due) == [MessageKind.POST, MessageKind.TOLD]
    assert follow(shoutout) == (shoutout, ())


@pytest.mark.parametrize(
    ("state", "ref", "is_due"),
    [
        (MessageState.SENDING, "", False),  # its receipt is still to come
        (MessageState.THERE, "r", True),
        (MessageState.LOST, "", False),
        (MessageState.GONE, "", False),
        (MessageState.GONE, "r", True),  # it came late, and is taken away
    ],
)
def test_a_message_of_an_older_revision_follows_if_one_knows_where_it_stands(state, ref, is_due):
    message = Message("ask:dana", "web:demo:@dana", 1, state, ref)
    shoutout, due = follow(replace(DRAFT, rev=2, messages=(message,)))
    assert due == ((message,) if is_due else ())
    assert shoutout.messages[0].rev == (2 if is_due else 1)


def test_taken_back_its_post_goes_and_its_cards_are_redrawn():
    shoutout, due = follow(withdraw(sent(given(ThanksPlace.CHANNEL)), MONDAY))
    post, told = due
    assert (post.state, told.state) == (MessageState.GONE, MessageState.THERE)
    assert shoutout.messages[0].ref == ""


def test_grave_words_take_a_post_away_and_kind_ones_bring_a_new_one():
    stands = sent(given(ThanksPlace.CHANNEL))
    there = destinations(ThanksPlace.CHANNEL)
    grave = reword(stands, GRAVE, "", MONDAY, there)
    _, due = follow(grave)
    assert [each.state for each in due] == [MessageState.GONE, MessageState.THERE]
    kind = reword(sent(grave), KIND, "", MONDAY, there)
    assert kinds(follow(kind)[1]) == [MessageKind.TOLD, MessageKind.POST]


def test_other_words_leave_it_where_it_went():
    moved = destinations(ThanksPlace.CHANNEL)
    shoutout = reword(sent(given()), KIND + " again", "", MONDAY, moved)
    assert shoutout.recipients == (ANA.privately(PrivateReason.UNSET),)


@pytest.mark.parametrize("note", ["", *PrivateReason])
@pytest.mark.parametrize("state", ShoutoutState)
def test_only_what_came_before_they_had_said_is_shared(state, note):
    shoutout = replace(DRAFT, state=state, recipients=(ANA.privately(note), BO))
    shared = share(shoutout, ANA.id, MONDAY, destinations(ThanksPlace.CHANNEL))
    if (state, note) != (ShoutoutState.GIVEN, PrivateReason.UNSET):
        assert shared == shoutout
        return
    assert [each.place for each in shared.recipients] == [str(WINS), ""]
    assert MessageKind.POST in kinds(shared.messages)


def test_what_could_not_be_posted_is_private_and_nobody_is_told_twice():
    shoutout = given(ThanksPlace.CHANNEL)
    post, told = follow(shoutout)[0].messages
    shoutout = replace(shoutout, messages=(post, replace(told, state=MessageState.THERE, ref="r")))
    shoutout = lose(shoutout, post, MONDAY)
    assert shoutout.recipients == (ANA.privately(PrivateReason.LOST),)
    assert kinds(follow(shoutout)[1]) == [MessageKind.TOLD]
    assert len(shoutout.messages) == 2


def test_a_proposal_is_lost_with_its_last_manager():
    asked = pass_on(DRAFT, MONDAY, destinations(), None, ("dana", "alex"))
    first, second = asked.messages
    assert unreached(asked, first) == ()
    assert unreached(lose(asked, first, MONDAY), second) == (ANA,)


def test_whoever_had_their_data_deleted_is_told_nothing_more():
    stands = sent(given(recipients=(ANA, BO)))
    _, due = follow(reword(replace(stands, recipients=(BO,)), KIND, "", MONDAY, destinations()))
    assert [each.reader for each in due] == [BO.id]
