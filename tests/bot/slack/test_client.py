"""The end of the one road: what Slack's failures mean for a post, in one table."""

import asyncio
import errno
from datetime import timedelta
from email.utils import format_datetime

import pytest
from aiohttp import ClientConnectorError, ClientSession
from aiohttp.client_reqrep import ConnectionKey

from bot.clock import Clock
from bot.slack import client
from bot.slack.client import SlackClient, response_url_origin
from bot.slack.response_target import ResponseTarget, TargetKind
from handlers.cards import Action, Button, Card, Text
from handlers.domain.people import Place, Platform
from handlers.turn import Post
from scheduler.errors import PermanentError, TemporaryError, UnknownError
from scheduler.reasons import Reason
from tests.bot.slack.fake_slack import answering, dropping, half, holding, refusing

CARD = Card("A thought", (Text("Let them <tell> it all & more"),), (Button("Go", Action("a.b")),))
HERE = Place(Platform.SLACK, "TDEMO", "CFRONTDESK")


def posted(place: Place = HERE, **others) -> Post:
    return Post(place, CARD, **others)


async def test_a_post_reaches_its_channel_with_a_text_and_without_previews(person):
    ref = await person.door.send(posted(), "slack:TDEMO:turn#0")
    (args,) = person.fake.called("chat.postMessage")
    assert ref.startswith("CFRONTDESK:")
    assert args["text"].startswith("A thought\nLet them &lt;tell&gt; it all &amp; more")
    assert args["unfurl_links"] is args["unfurl_media"] is False
    assert [block["type"] for block in args["blocks"]] == ["header", "section", "actions"]


async def test_the_same_delivery_is_the_same_message_to_slack(person):
    for key in ("one", "one", "two"):
        await person.door.send(posted(), key)
    ids = [args["client_msg_id"] for args in person.fake.called("chat.postMessage")]
    assert ids[0] == ids[1] != ids[2]


FAILURES = {
    "channel gone": (refusing("channel_not_found"), PermanentError, Reason.CHANNEL_GONE),
    "archived": (refusing("is_archived"), PermanentError, Reason.CHANNEL_ARCHIVED),
    "not a member": (refusing("not_in_channel"), PermanentError, Reason.NOT_IN_CHANNEL),
    "token revoked": (refusing("token_revoked"), PermanentError, Reason.CREDENTIALS_REFUSED),
    "scope missing": (refusing("missing_scope"), PermanentError, Reason.NOT_ALLOWED),
    "an error nobody knows": (refusing("brand_new"), TemporaryError, Reason.PLATFORM_ERROR),
    "unavailable": (refusing("service_unavailable"), TemporaryError, Reason.PLATFORM_ERROR),
    "fatal": (refusing("fatal_error"), TemporaryError, Reason.PLATFORM_ERROR),
    "500": (answering(500), TemporaryError, Reason.PLATFORM_ERROR),
    "503 in JSON": (
        answering(503, {"ok": False, "error": "x"}),
        TemporaryError,
        Reason.PLATFORM_ERROR,
    ),
    "HTML with 200": (answering(200), TemporaryError, Reason.UNREACHABLE),
    "HTML with 403": (answering(403), TemporaryError, Reason.UNREACHABLE),
    "half an answer": (half(), TemporaryError, Reason.UNREACHABLE),
    "JSON that is a list": (answering(200, [1]), TemporaryError, Reason.UNREACHABLE),
    "a redirect": (
        answering(302, Location="https://evil.example/"),
        TemporaryError,
        Reason.UNREACHABLE,
    ),
    "dropped after accept": (dropping(), UnknownError, Reason.UNREACHABLE),
}


@pytest.mark.parametrize(("fault", "error", "reason"), FAILURES.values(), ids=FAILURES)
async def test_a_failure_of_a_post_is_told_for_what_it_is(person, fault, error, reason):
    person.fake.fail("chat.postMessage", fault)
    with pytest.raises(error) as found:
        await person.door.send(posted(), "key")
    assert found.value.cause.reason is reason
    assert len(person.fake.called("chat.postMessage")) == 1


async def test_a_post_without_an_answer_in_time_is_unknown(person, monkeypatch):
    never = asyncio.Event()
    await person.door.send(posted(), "before")  # the line stands, so that the post alone waits
    monkeypatch.setattr(client, "RESPONSE_TIMEOUT", 0.2)
    person.fake.fail("chat.postMessage", holding(never))
    with pytest.raises(UnknownError, match="unreachable"):
        await person.door.send(posted(), "key")
    never.set()


async def test_a_private_post_that_may_have_arrived_is_unknown(person):
    person.fake.fail("chat.postEphemeral", dropping())
    with pytest.raises(UnknownError):
        await person.door.send(posted(reader="UANA"), "key")


@pytest.mark.parametrize("fault", [dropping(), answering(500)], ids=["dropped", "500"])
async def test_a_redrawing_that_may_have_arrived_is_unknown(person, fault):
    url = person.fake.response_url("CFRONTDESK", "UANA")
    replaces = str(ResponseTarget.of(TargetKind.CARD, url, person.moment))
    person.fake.fail("response_url", fault)
    with pytest.raises(UnknownError):
        await person.door.send(posted(reader="UANA", replaces=replaces), "key")
    assert not person.fake.called("chat.postEphemeral")


async def test_slack_that_is_not_there_is_temporary(person):
    await person.door.send(posted(), "key")
    await person.fake.server.close()
    await asyncio.sleep(0.2)  # until we have heard that the line is gone
    with pytest.raises(TemporaryError, match="unreachable"):
        await person.door.send(posted(), "key")


def _slower(**headers):
    return answering(429, {"ok": False, "error": "ratelimited"}, **headers)


class Flaky:
    """A session whose first connect is refused."""

    def __init__(self, session: ClientSession) -> None:
        self.tries = 0
        self._session = session

    def post(self, url: str, **request):
        self.tries += 1
        if self.tries == 1:
            refused = OSError(errno.ECONNREFUSED, "refused")
            raise ClientConnectorError(
                ConnectionKey("x", 1, False, True, None, None, None), refused
            )
        return self._session.post(url, **request)


async def test_a_refused_connect_is_tried_once_more(person):
    async with ClientSession() as session:
        flaky = Flaky(session)
        client = SlackClient(flaky, f"{person.fake.origin}/api/", Clock())
        told = await client.call("xoxb-TDEMO", "TDEMO", "auth.test", {})
    assert told["team_id"] == "TDEMO"
    assert flaky.tries == 2


SLOWER = {
    "in seconds": (lambda now: _slower(Retry_After="30"), 29, 30),
    "without a word": (lambda now: _slower(), 4, 5),
    "in nonsense": (lambda now: _slower(Retry_After="soon"), 4, 5),
    "with a date": (
        lambda now: _slower(Retry_After=format_datetime(now + timedelta(seconds=60), usegmt=True)),
        58,
        61,
    ),
    "with a date gone by": (
        lambda now: _slower(Retry_After=format_datetime(now - timedelta(days=1), usegmt=True)),
        0.5,
        1,
    ),
    "for a day": (lambda now: _slower(Retry_After="86400"), 86_399, 86_400),
    "as a page of HTML": (lambda now: answering(429, Retry_After="7"), 6, 7),
    "with 200": (lambda now: refusing("ratelimited"), 4, 5),
}


@pytest.mark.parametrize(("fault", "least", "most"), SLOWER.values(), ids=SLOWER)
async def test_slower_holds_the_method_for_as_long_as_slack_says(person, fault, least, most):
    person.fake.fail("chat.postMessage", fault(person.moment))
    with pytest.raises(TemporaryError) as first:
        await person.door.send(posted(), "one")
    with pytest.raises(TemporaryError) as second:
        await person.door.send(posted(), "two")
    assert least <= first.value.retry_after.total_seconds() <= most
    assert second.value.retry_after <= first.value.retry_after
    assert (first.value.throttled, second.value.throttled) == (True, False)
    assert len(person.fake.called("chat.postMessage")) == 1


async def test_slower_in_one_channel_leaves_the_others_alone(person):
    person.fake.fail("chat.postMessage", _slower(Retry_After="86400"))
    with pytest.raises(TemporaryError):
        await person.door.send(posted(), "one")
    await person.door.send(posted(Place(Platform.SLACK, "TDEMO", "CLEADS")), "a page")
    assert len(person.fake.called("chat.postMessage")) == 2


async def test_slower_in_one_workspace_leaves_other_methods_and_workspaces_alone(person):
    person.fake.fail("chat.postMessage", _slower(Retry_After="30"))
    with pytest.raises(TemporaryError):
        await person.door.send(posted(), "one")
    seen = await person.say("care help")
    await person.door.send(posted(reader="UANA"), "two")
    person.as_("ana", "other")
    await person.door.send(posted(Place(Platform.SLACK, "TOTHER", "CFRONTDESK")), "three")
    assert seen.title == "What I can do"
    assert len(person.fake.called("chat.postMessage")) == 2
    assert len(person.fake.called("chat.postEphemeral")) == 1


async def test_after_the_wait_the_method_is_used_again(person):
    person.fake.fail("chat.postMessage", _slower(Retry_After="30"))
    with pytest.raises(TemporaryError):
        await person.door.send(posted(), "one")
    await person.clock("in 31 minutes")
    assert await person.door.send(posted(), "one")


@pytest.mark.parametrize(
    ("channel", "method"),
    [("CFRONTDESK", "chat.postEphemeral"), ("DANA", "chat.postMessage")],
    ids=["channel", "chat with the bot"],
)
async def test_a_private_post_is_seen_by_its_reader_alone(person, channel, method):
    await person.door.send(posted(Place(Platform.SLACK, "TDEMO", channel), reader="UANA"), "k")
    (args,) = person.fake.called(method)
    assert args.get("user", "UANA") == "UANA"
    (message,) = person.fake.messages.values()
    assert message.reader


async def test_a_private_card_is_redrawn_where_it_stands(person):
    message = person.fake.show("CFRONTDESK", {"blocks": [], "text": ""}, "UANA", ephemeral=True)
    url = person.fake.response_url("CFRONTDESK", "UANA", message)
    replaces = str(ResponseTarget.of(TargetKind.CARD, url, person.moment))
    await person.door.send(posted(reader="UANA", replaces=replaces), "key")
    assert person.fake.messages[message].blocks
    assert not person.fake.called("chat.postEphemeral")


@pytest.mark.parametrize(
    "replaces",
    [
        lambda person: str(
            ResponseTarget.of(
                TargetKind.CARD,
                person.fake.response_url("CFRONTDESK", "UANA"),
                person.moment - timedelta(minutes=31),
            )
        ),
        lambda person: str(
            ResponseTarget.of(TargetKind.CARD, f"{person.fake.origin}/actions/X", person.moment)
        ),
        lambda person: str(
            ResponseTarget.of(TargetKind.CARD, "https://evil.example/x", person.moment)
        ),
        lambda person: "what the page wrote",
    ],
    ids=["after half an hour", "used up", "not Slack's", "of another door"],
)
async def test_a_card_that_can_not_be_redrawn_comes_anew(person, replaces):
    await person.door.send(posted(reader="UANA", replaces=replaces(person)), "key")
    assert len(person.fake.called("chat.postEphemeral")) == 1


async def test_the_app_home_is_redrawn_as_the_app_home(person):
    await person.door.send(
        posted(reader="UANA", replaces=str(ResponseTarget(TargetKind.HOME))), "key"
    )
    assert person.fake.homes["UANA"]["type"] == "home"


async def test_a_workspace_without_us_is_permanent(person):
    with pytest.raises(PermanentError, match="not installed"):
        await person.door.send(posted(Place(Platform.SLACK, "TGONE", "C1")), "key")


async def test_slack_is_asked_once_who_we_are_however_many_come_at_once(person):
    await asyncio.gather(*(person.door.send(posted(), str(each)) for each in range(8)))
    assert len(person.fake.called("auth.test")) == 1


@pytest.mark.parametrize(
    ("base", "hooks"),
    [
        ("https://slack.com/api/", "https://hooks.slack.com:443"),
        ("https://slack-gov.com/api/", "https://hooks.slack-gov.com:443"),
        ("http://127.0.0.1:9000/api/", "http://127.0.0.1:9000"),
    ],
)
def test_response_urls_belong_to_their_api(base, hooks):
    assert response_url_origin(base) == hooks


async def test_where_the_bot_may_not_speak_a_private_card_comes_in_the_persons_own_chat(person):
    person.fake.fail("chat.postEphemeral", refusing("channel_not_found"))
    await person.door.send(posted(reader="UANA"), "k")
    (args,) = person.fake.called("chat.postMessage")
    assert args["channel"] == "UANA"


async def test_a_token_that_is_over_is_tried_once(person):
    person.fake.fail("chat.postEphemeral", refusing("token_revoked"))
    with pytest.raises(PermanentError, match="credentials_refused"):
        await person.door.send(posted(reader="UANA"), "k")
    assert not person.fake.called("chat.postMessage")
