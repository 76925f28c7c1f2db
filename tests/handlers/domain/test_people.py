"""Who and where: places and their addresses, roles, names, and who is told apart."""

from itertools import product

import pytest

from handlers.domain.people import (
    GIVEN_ROLES,
    NAMELESS,
    CardLength,
    Membership,
    Mention,
    MentionKind,
    Person,
    Place,
    Platform,
    Role,
    Tenant,
    spoken_name,
    told_apart,
    written_apart,
)

TENANT = Tenant(Platform.SLACK, "T1")
ROLES = ["guest", "unplaced", "agent", "manager", "admin"]  # the least may first


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("channel", ["C1", "@U1", "19:a:b@thread.tacv2"])
def test_an_address_is_read_back_whatever_colons_its_channel_has(platform, channel):
    place = Place(platform, "T1", channel)
    assert str(place) == f"{platform.value}:T1:{channel}"
    assert Place.parse(str(place)) == place


def test_an_address_knows_no_name():
    read = Place.parse(str(Place(Platform.SLACK, "T1", "C1", name="desk", direct=True)))
    assert (read.name, read.direct) == ("", False)


@pytest.mark.parametrize("address", ["slack:T1", "irc:T1:C1", ""])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match=r"."):
        Place.parse(address)


def test_a_place_is_the_same_under_another_name():
    place = Place(Platform.SLACK, "T1", "C1")
    assert place == Place(Platform.SLACK, "T1", "C1", name="desk", direct=True)
    assert place != Place(Platform.SLACK, "T1", "C2")
    assert place != Place(Platform.SLACK, "T2", "C1")
    assert place != Place(Platform.TEAMS, "T1", "C1")


def test_the_chat_with_a_person_is_direct_and_bears_their_id():
    place = Place.personal(TENANT, "U1")
    assert (str(place), place.name, place.direct) == ("slack:T1:@U1", "", True)


@pytest.mark.parametrize(
    ("platform", "name", "called"),
    [
        (Platform.SLACK, "desk", "#desk"),
        (Platform.SLACK, "#desk", "#desk"),
        (Platform.WEB, "desk", "#desk"),
        (Platform.TEAMS, "Front desk", "Front desk"),
        (Platform.TEAMS, "#1 desk", "#1 desk"),
        (Platform.SLACK, "", "this channel"),
        (Platform.TEAMS, "", "this channel"),
    ],
)
def test_a_channel_is_called_as_its_platform_writes_it(platform, name, called):
    assert Place(platform, "T1", "C1", name).called("this channel") == called


@pytest.mark.parametrize(("has", "needed"), list(product(ROLES, ROLES)))
def test_a_role_may_do_what_those_before_it_may(has, needed):
    assert Role(has).may(Role(needed)) is (ROLES.index(has) >= ROLES.index(needed))


def test_an_admin_makes_nobody_a_guest():
    assert GIVEN_ROLES == (Role.AGENT, Role.MANAGER, Role.ADMIN)


@pytest.mark.parametrize(
    ("length", "closed", "terse"),
    [
        (CardLength.AUTO, 0, False),
        (CardLength.AUTO, 19, False),
        (CardLength.AUTO, 20, True),
        (CardLength.AUTO, 21, True),
        (CardLength.SHORT, 0, True),
        (CardLength.SHORT, 20, True),
        (CardLength.FULL, 0, False),
        (CardLength.FULL, 20, False),
    ],
)
def test_a_card_gets_short_with_twenty_closed_complaints_unless_somebody_has_said(
    length, closed, terse
):
    assert length.terse(closed) is terse


@pytest.mark.parametrize(
    ("membership", "is_guest", "is_admin", "has_left"),
    [
        (None, False, False, False),
        (Membership.MEMBER, False, False, False),
        (Membership.GUEST, True, False, False),
        (Membership.ADMIN, False, True, False),
        (Membership.LEFT, False, False, True),
    ],
)
def test_a_person_is_what_the_platform_tells(membership, is_guest, is_admin, has_left):
    person = Person("u1", "Ana", membership=membership)
    assert (person.guest, person.admin, person.has_left) == (is_guest, is_admin, has_left)


def test_a_person_is_the_same_whatever_the_platform_tells_besides():
    assert Person("u1", "Ana", "Europe/Rome", Membership.LEFT, "ana.b") == Person(
        "u1", "Ana", "Europe/Rome"
    )
    assert Person("u1", "Ana", "Europe/Rome") != Person("u1", "Ana")


@pytest.mark.parametrize(("written", "sign"), [("", "@Ana"), ("Ana (2)", "@Ana (2)")])
def test_a_mention_stands_in_a_text_as_it_is_written_there(written, sign):
    assert Mention("u1", "Ana", written=written).sign == sign


def test_a_mention_is_of_a_person_unless_said():
    assert Mention("u1", "Ana").kind is MentionKind.PERSON


def test_the_person_behind_a_mention_keeps_all_that_is_known():
    person = Mention("u1", "Ana", membership=Membership.GUEST, handle="ana.b").person
    assert person == Person("u1", "Ana")
    assert (person.membership, person.handle) == (Membership.GUEST, "ana.b")


@pytest.mark.parametrize(
    ("name", "said"), [("Ana", "Ana"), ("", NAMELESS), ("u1", NAMELESS), ("U1", "U1")]
)
def test_an_id_is_never_said_for_a_name(name, said):
    assert spoken_name("u1", name) == said


def test_nobody_is_somebody():
    assert NAMELESS == "Somebody"


NAMESAKES = [
    pytest.param([("u1", "Ana", "ana.b")], ["Ana"], id="alone"),
    pytest.param(
        [("u1", "Ana", "ana.b"), ("u2", "Ana", "ana.c")],
        ["Ana (ana.b)", "Ana (ana.c)"],
        id="by their own handles",
    ),
    pytest.param([("u1", "Ana", ""), ("u2", "Ana", "")], ["Ana (1)", "Ana (2)"], id="no handle"),
    pytest.param(
        [("u1", "Ana", "front"), ("u2", "Ana", "FRONT")],
        ["Ana (1)", "Ana (2)"],
        id="a handle that both have",
    ),
    pytest.param(
        [("u1", "Ana", "ANA"), ("u2", "Ana", "ana.c")],
        ["Ana (1)", "Ana (ana.c)"],
        id="a handle that is the name",
    ),
    pytest.param(
        [("u1", "Ana", ""), ("u2", "Ana", "ana.c"), ("u3", "Ana", "")],
        ["Ana (1)", "Ana (ana.c)", "Ana (2)"],
        id="numbers go on",
    ),
]


@pytest.mark.parametrize(("namesakes", "called"), NAMESAKES)
def test_namesakes_are_told_apart_by_handle_or_number(namesakes, called):
    assert list(told_apart(namesakes).values()) == called
    assert list(told_apart(namesakes)) == [id_ for id_, _, _ in namesakes]


def test_a_long_name_is_cut_and_its_mark_stays():
    both = told_apart([("u1", "A" * 30, "b" * 30), ("u2", "A" * 30, "")], 20)
    assert both == {"u1": f"{'A' * 7} ({'b' * 10})", "u2": f"{'A' * 16} (1)"}
    assert told_apart([("u1", "A" * 30, "")], 20) == {"u1": "A" * 20}


@pytest.mark.parametrize(("length", "kept"), [(150, 150), (151, 150)])
def test_a_name_has_a_hundred_and_fifty_characters_at_most(length, kept):
    assert told_apart([("u1", "A" * length, "")]) == {"u1": "A" * kept}


def test_mentions_of_one_name_are_written_apart_and_others_as_they_are():
    mentions = (Mention("u1", "Ana"), Mention("u2", "ana", handle="ana.c"), Mention("u3", "Bo"))
    assert [each.sign for each in written_apart(mentions)] == ["@Ana (1)", "@ana (ana.c)", "@Bo"]


def test_somebody_who_is_mentioned_twice_is_no_namesake():
    twice = (Mention("u1", "Ana"), Mention("u1", "Ana"))
    assert [each.sign for each in written_apart(twice)] == ["@Ana"]
