"""The playground talks to its own page on this machine, and to nobody and nothing else."""

import asyncio
import json
from datetime import datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio

from bot.serve.wiring import serving
from bot.web import edge
from tests.bot.doors import token_of
from tests.conftest import settings_on

TURN = {"tenant": "demo", "as": "ana", "channel": "@ana", "kind": "command", "text": "/care help"}
SEAT = {"tenant": "demo", "as": "ana"}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def address(furnished, tmp_path_factory):
    """One server for all of these tests: nearly none of them gets past its guard."""
    path = tmp_path_factory.mktemp("page") / "careloop.db"
    path.write_bytes(furnished.read_bytes())
    async with serving(settings_on(path)) as address:
        yield address.rstrip("/")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def http(address):
    async with aiohttp.ClientSession(address) as http:
        http.headers["X-Careloop-Token"] = token_of(await (await http.get("/")).text())
        yield http


async def said(response) -> str:
    """Return what an error says, after looking whether it is one of ours."""
    text = await response.text()
    assert "Traceback" not in text
    assert ".py" not in text
    return json.loads(text)["error"]


HOSTS = [
    pytest.param("evil.example", id="a name of somebody else"),
    pytest.param("127.0.0.1.evil.example", id="a name that begins like ours"),
    pytest.param("localhost.evil.example:8080", id="a name that begins with localhost"),
    pytest.param("192.168.0.7", id="another machine"),
    pytest.param("[::ffff:1.2.3.4]", id="another machine, written long"),
    pytest.param("", id="none"),
    pytest.param("[", id="broken"),
    pytest.param("evil.example@127.0.0.1", id="with a name before the sign"),
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/api/state?tenant=demo&as=ana", "/assets/page.js"])
async def test_a_foreign_host_is_refused(host, path, http):
    async with http.get(path, headers={"Host": host}) as response:
        assert response.status in (400, 403)
        assert "careloop-token" not in await response.text()


ORIGINS = [
    pytest.param({"Origin": "https://evil.example"}, id="another site"),
    pytest.param({"Origin": "null"}, id="a sandbox"),
    pytest.param({"Origin": "http://127.0.0.1:1"}, id="another port of this machine"),
    pytest.param({"Origin": "http://localhost"}, id="another name of this machine"),
    pytest.param({"Sec-Fetch-Site": "cross-site"}, id="a link from another site"),
    pytest.param({"Sec-Fetch-Site": "same-site"}, id="another port"),
]


@pytest.mark.parametrize("headers", ORIGINS)
async def test_a_foreign_page_is_refused(headers, http):
    async with http.post("/api/turn", json=TURN, headers=headers) as response:
        assert response.status == 403
        assert await said(response)


async def test_the_own_page_is_let_in(http, address):
    async with http.post("/api/turn", json=TURN, headers={"Origin": address}) as response:
        assert response.status == 200


TOKENS = [
    pytest.param("", id="none"),
    pytest.param("wrong", id="a wrong one"),
    pytest.param("wr\u00f6ng", id="one with an accent"),
    pytest.param("\udcff\udcfe", id="one of broken bytes"),
]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/state?tenant=demo&as=ana"),
        ("GET", "/api/events?tenant=demo&as=ana"),
        ("POST", "/api/turn"),
        ("POST", "/api/clock"),
        ("POST", "/api/reset"),
    ],
)
async def test_without_the_token_nothing_is_told_or_done(method, path, token, address):
    host = address.removeprefix("http://")
    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    body = json.dumps(TURN)
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
    head += f"X-Careloop-Token: {token}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    writer.write(head.encode(errors="surrogateescape"))
    answer = (await reader.read()).decode(errors="replace")
    writer.close()
    await writer.wait_closed()
    assert answer.split()[1] in ("400", "403")
    assert "Traceback" not in answer


async def test_a_token_that_is_broken_in_the_address_is_refused(http):
    async with http.get(
        "/api/events?tenant=demo&as=ana&token=%ff", headers={"X-Careloop-Token": ""}
    ) as response:
        assert response.status == 403


async def test_every_answer_carries_the_policy(http):
    for path in ("/", "/assets/page.js", "/assets/none", "/api/state?tenant=demo&as=ana"):
        async with http.get(path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'")
            assert "unsafe" not in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Cache-Control"] == "no-store"


async def test_the_page_has_no_script_or_style_of_its_own(http):
    html = await (await http.get("/")).text()
    assert "<style" not in html
    assert "style=" not in html
    assert "onclick" not in html
    assert "<script>" not in html


async def test_scripts_never_write_markup(http):
    html = await (await http.get("/")).text()
    names = {part.split('"')[0] for part in html.split("/assets/")[1:]}
    assert names
    for name in names:
        text = await (await http.get(f"/assets/{name}")).text()
        for markup in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert markup not in text


BODIES = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"{", id="half an object"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"null", id="null"),
    pytest.param(b"\xff\xfe", id="no text"),
    pytest.param(b"[" * 5000, id="deep"),
    pytest.param(json.dumps({**TURN, "text": 7}).encode(), id="a number for a text"),
    pytest.param(json.dumps({**TURN, "args": ["x"]}).encode(), id="a list for arguments"),
    pytest.param(json.dumps({**TURN, "args": {"case": {}}}).encode(), id="an object in them"),
    pytest.param(json.dumps({**TURN, "args": {str(n): "" for n in range(21)}}).encode(), id="21"),
    pytest.param(json.dumps({**TURN, "kind": "receipt"}).encode(), id="a kind of our own"),
    pytest.param(json.dumps({**TURN, "role": "admin"}).encode(), id="a role of one's own"),
    pytest.param(json.dumps({**TURN, "text": "x" * 4001}).encode(), id="a long line"),
    pytest.param(
        json.dumps({**TURN, "args": {"draft": "x" * 100_001}}).encode(), id="a long field"
    ),
    pytest.param(json.dumps({**TURN, "id": "x" * 65}).encode(), id="a long id"),
    pytest.param(json.dumps({**TURN, "text": "\ud800"}).encode(), id="half a character"),
]


@pytest.mark.parametrize("body", BODIES)
async def test_what_cannot_be_read_is_refused_in_one_line(body, http):
    async with http.post("/api/turn", data=body) as response:
        assert response.status == 400
        assert "\n" not in await said(response)


STRANGERS = [
    pytest.param({"as": "eve"}, id="a person"),
    pytest.param({"as": ""}, id="nobody"),
    pytest.param({"tenant": "third"}, id="a workspace"),
    pytest.param({"channel": "secrets"}, id="a channel"),
    pytest.param({"channel": "@dana"}, id="somebody else's chat"),
    pytest.param({"channel": ""}, id="no channel"),
]


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_what_is_not_there_is_said_to_be_missing(stranger, http):
    async with http.post("/api/turn", json={**TURN, **stranger}) as response:
        assert response.status == 404
        assert await said(response)


@pytest.mark.parametrize("path", ["/api/state", "/api/events"])
@pytest.mark.parametrize("query", ["", "?tenant=demo&as=eve", "?tenant=third&as=ana", "?as=ana"])
async def test_nobody_is_told_nothing(path, query, http):
    async with http.get(path + query) as response:
        assert response.status == 404
        assert await said(response)


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "\u0661"])
async def test_a_place_in_the_feed_is_a_number(after, http):
    async with http.get("/api/events", params={**SEAT, "after": after}) as response:
        if response.status != 404:  # digits of another script are digits
            assert response.status == 200
            assert after == "\u0661"


async def test_a_body_that_is_too_long_is_refused(http):
    async with http.post("/api/turn", data=b"x" * (600 * 1024)) as response:
        assert response.status == 413
        assert await said(response)


@pytest.mark.parametrize("path", ["/nothing", "/assets/../guard.py", "/assets/%2e%2e%2fdoor.py"])
async def test_only_the_files_of_the_page_are_given_out(path, http):
    async with http.get(path) as response:
        assert response.status == 404
        assert "import" not in await response.text()


CLOCKS = [
    pytest.param({}, id="nothing"),
    pytest.param({"to": "yesterday 09:00"}, id="the past in words"),
    pytest.param({"to": "2020-01-01T00:00Z"}, id="the past"),
    pytest.param({"to": "2999-01-01T00:00Z"}, id="too far ahead"),
    pytest.param({"to": "soon"}, id="no moment"),
    pytest.param({"to": "9999-12-31T23:59:59-23:59"}, id="after the end of time"),
    pytest.param({"to": "0001-01-01T00:00:00+23:59"}, id="before its beginning"),
    pytest.param({"to": "x" * 201}, id="a long text"),
]


@pytest.mark.parametrize("asked", CLOCKS)
async def test_the_clock_only_goes_forward_and_not_too_far(asked, http):
    async with http.post("/api/clock", json={**SEAT, **asked}) as response:
        assert response.status == 400
        assert "example" in await said(response) or "year" in await said(response)


async def test_the_clock_goes_to_the_next_reminder_that_is_sent(http):
    await http.post("/api/reset")
    asked = {**SEAT, "to": "next reminder"}
    async with http.post("/api/clock", json=asked) as response:
        assert response.status == 400
        assert "No reminder is to come" in await said(response)
    there = {**TURN, "channel": "front-desk"}
    for line in ("/reminders add daily 08:55 UTC", "/reminders skip"):
        async with http.post("/api/turn", json={**there, "text": line}) as response:
            assert response.status == 200
    async with http.get("/api/state", params=SEAT) as response:
        now = datetime.fromisoformat((await response.json())["now"])
    async with http.post("/api/clock", json=asked) as response:
        moved = datetime.fromisoformat((await response.json())["now"])
    assert (moved.hour, moved.minute) == (8, 55)
    assert timedelta(days=1) < moved - now < timedelta(days=2, minutes=1)  # the first was skipped
    await http.post("/api/reset")


async def test_the_same_turn_id_of_two_people_are_two_turns(http):
    """An id comes from the page, so nobody may redraw the chat of somebody else with it."""
    for seat in ({"as": "ana", "channel": "@ana"}, {"as": "dana", "channel": "@dana"}):
        async with http.post("/api/turn", json={**TURN, **seat, "id": "same"}) as response:
            assert response.status == 200
            messages = (await response.json())["messages"]
            assert {each["reader"] for each in messages} == {seat["as"]}
    async with http.post("/api/turn", json={**TURN, "tenant": "other", "id": "same"}) as response:
        assert response.status == 200


async def test_a_private_card_is_in_nobody_else_s_history(http):
    await http.post("/api/reset")
    async with http.post("/api/turn", json={**TURN, "text": "/complaint lost parcel"}) as response:
        assert response.status == 200
    for who in ({"as": "dana"}, {"tenant": "other"}):
        async with http.get("/api/state", params={**SEAT, **who}) as response:
            assert (await response.json())["messages"] == []


async def test_resetting_forgets_everything_and_leaves_the_page_in_use(http):
    await http.post("/api/turn", json={**TURN, "text": "/complaint lost parcel"})
    async with http.post("/api/reset") as response:
        assert response.status == 200
    async with http.get("/api/state", params=SEAT) as response:
        assert (await response.json())["messages"] == []
    async with http.post("/api/turn", json={**TURN, "text": "/complaint"}) as response:
        assert "case 1001" in (await response.text()).lower()


async def test_only_a_peer_on_this_machine_is_from_here():
    def seen_from(address):
        transport = _Transport((address, 5) if address else None)
        return edge._from_here(_Request(transport))

    assert seen_from("127.0.0.1")
    assert seen_from("::1")
    assert not seen_from("192.168.0.7")
    assert not seen_from("::ffff:8.8.8.8")
    assert not seen_from(None)


class _Transport:
    def __init__(self, peer) -> None:
        self._peer = peer

    def get_extra_info(self, name):
        return {"peername": self._peer}[name]


class _Request:
    def __init__(self, transport) -> None:
        self.transport = transport
