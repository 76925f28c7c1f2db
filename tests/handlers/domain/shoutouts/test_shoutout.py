"""Where thanks go, and which messages follow: the rules, without a store or a door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content import CORE, load
from content.flow import Variant
from handlers.domain.people import Person, Place, Platform, Tenant
from handlers.domain.shoutouts.after_complaint import Closing
from handlers.domain.shoutouts.messages import Message, MessageKind, MessageState
from handlers.domain.shoutouts.places import Destinations, PrivateReason, Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import (
    Shoutout,
    ShoutoutState,
    arrive,
    decline,
    follow,
    give,
    lose,
    pass_on,
    propose,
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


CLOSING = Closing(Variant.VOICE)
LATER = MONDAY + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("closing", "state"),
    [
        pytest.param(None, MessageState.SENDING, id="somebody asks"),
        pytest.param(CLOSING, MessageState.LISTED, id="a complaint closed well"),
    ],
)
def test_a_proposal_is_sent_and_a_draft_waits_in_the_digest(closing, state):
    asked = propose(replace(DRAFT, closing=closing), ["dana", "alex"], TENANT)
    assert asked.messages == (
        Message("ask:dana", "web:demo:@dana", 0, state),
        Message("ask:alex", "web:demo:@alex", 0, state),
    )
    assert (asked.state, asked.rev) == (ShoutoutState.PROPOSED, 1)
    assert asked.waits_for("dana") is (closing is not None)
    assert not asked.waits_for("bo")


def test_nobody_is_asked_twice():
    asked = propose(DRAFT, ["dana"], TENANT)
    again = propose(asked, ["dana", "alex"], TENANT)
    assert [each.reader for each in again.messages] == ["dana", "alex"]


ACTS = [
    pytest.param(given, id="given"),
    pytest.param(lambda: decline(DRAFT, MONDAY, DANA), id="declined"),
    pytest.param(lambda: withdraw(DRAFT, MONDAY), id="taken back"),
    pytest.param(lambda: reword(DRAFT, "x", "", MONDAY, destinations()), id="in other words"),
]


@pytest.mark.parametrize("act", ACTS)
def test_what_people_change_is_one_revision(act):
    assert act().rev == DRAFT.rev + 1


def test_what_people_change_is_of_its_moment():
    assert withdraw(DRAFT, LATER).changed_at == LATER
    assert (withdraw(DRAFT, LATER).made_at, withdraw(DRAFT, LATER).version) == (MONDAY, 0)


def test_a_manager_who_declines_is_known():
    declined = decline(DRAFT, LATER, DANA)
    assert (declined.state, declined.changed_at) == (ShoutoutState.DECLINED, LATER)
    assert (declined.decided_by, declined.decided_name) == ("dana", "Dana")
    assert (declined.giver_id, declined.messages) == ("dana", ())


def test_thanks_that_somebody_gave_stay_theirs():
    shoutout = given(giver_id="bo", giver_name="Bo")
    assert (shoutout.giver_id, shoutout.giver_name) == ("bo", "Bo")
    assert (shoutout.decided_by, shoutout.decided_name) == ("dana", "Dana")
    own = given(giver_id="", giver_name="")
    assert own.giver_name == "Dana"


def test_other_words_are_those_that_stand():
    worded = reword(DRAFT, GRAVE, "calm", LATER, destinations())
    assert (worded.text, worded.behaviour, worded.changed_at) == (GRAVE, "calm", LATER)
    assert (worded.recipients, worded.messages) == ((ANA,), ())  # it isn't given yet


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        (ShoutoutState.PROPOSED, True),
        (ShoutoutState.GIVEN, True),
        (ShoutoutState.DECLINED, False),
        (ShoutoutState.WITHDRAWN, False),
    ],
)
def test_what_waits_or_stands_may_be_changed(state, is_open):
    assert replace(DRAFT, state=state).is_open is is_open


@pytest.mark.parametrize(
    ("person_id", "may"), [("dana", True), ("alex", True), ("ana", False), ("", False)]
)
def test_who_gave_or_decided_it_may_change_it(person_id, may):
    assert replace(DRAFT, decided_by="alex").may_change(person_id) is may


def test_nobody_changes_what_is_nobodys():
    assert not replace(DRAFT, giver_id="").may_change("")


@pytest.mark.parametrize("state", ShoutoutState)
@pytest.mark.parametrize("closing", [None, CLOSING])
def test_the_draft_of_a_complaint_is_one_until_a_manager_decides(state, closing):
    shoutout = replace(DRAFT, state=state, closing=closing)
    assert shoutout.is_draft is (state is ShoutoutState.PROPOSED and closing is not None)


def test_who_is_thanked_is_found_with_their_card_and_their_place():
    shoutout = given(ThanksPlace.TEAM, recipients=(ANA, BO))
    assert shoutout.recipient("bo") is shoutout.recipients[1]
    assert shoutout.recipient("dana") is None
    assert shoutout.told("ana") is shoutout.message("told:ana") is shoutout.messages[1]
    assert shoutout.told("dana") is None
    assert shoutout.in_place(str(DESK)) == shoutout.recipients
    assert shoutout.in_place(str(WINS)) == ()


def split():
    """Return one for Ana in the channel and for Bo in the team's."""
    wishes = {"ana": ThanksPlace.CHANNEL, "bo": ThanksPlace.TEAM}
    where = replace(destinations(), wishes=wishes)
    return give(replace(DRAFT, recipients=(ANA, BO)), MONDAY, where, DANA)


def test_a_lost_post_makes_private_only_whom_it_was_for():
    shoutout = split()
    post = next(shoutout.of_kind(MessageKind.POST))
    lost = lose(shoutout, post, LATER)
    assert lost.recipients == (ANA.privately(PrivateReason.LOST), shoutout.recipients[1])
    assert (lost.rev, lost.changed_at) == (shoutout.rev + 1, LATER)
    assert lost.message(post.key).state is MessageState.LOST
    assert lost.messages[1:] == shoutout.messages[1:]


def test_a_lost_card_changes_nobodys_place_and_no_revision():
    shoutout = split()
    lost = lose(shoutout, shoutout.told("ana"), LATER)
    assert (lost.recipients, lost.rev) == (shoutout.recipients, shoutout.rev)
    assert lost.told("ana").state is MessageState.LOST


def test_with_a_message_the_thanks_are_lost_for_whom_it_was():
    shoutout = split()
    ana, bo = shoutout.recipients
    first, second = shoutout.of_kind(MessageKind.POST)
    assert (unreached(shoutout, first), unreached(shoutout, second)) == ((ana,), (bo,))
    assert unreached(shoutout, shoutout.told("bo")) == (bo,)


def test_a_message_that_has_arrived_stands_where_it_was_brought():
    shoutout = given(ThanksPlace.CHANNEL)
    there = arrive(shoutout, shoutout.messages[0], "r1").messages[0]
    assert (there.state, there.ref) == (MessageState.THERE, "r1")
    gone = replace(shoutout.messages[0], state=MessageState.GONE)
    late = arrive(replace(shoutout, messages=(gone,)), gone, "r1").messages[0]
    assert (late.state, late.ref) == (MessageState.GONE, "r1")


def test_what_is_shared_later_is_one_revision_with_a_post_of_its_number():
    shared = share(sent(given()), "ana", LATER, destinations(ThanksPlace.CHANNEL))
    assert (shared.rev, shared.changed_at) == (3, LATER)
    assert next(shared.of_kind(MessageKind.POST)).key == "post:3.0"
