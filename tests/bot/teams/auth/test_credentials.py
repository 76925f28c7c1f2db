"""A certificate in the place of a secret: what it signs, its renewal, and its end."""

import json
import logging
import time
from base64 import urlsafe_b64decode
from datetime import timedelta
from itertools import count

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from msal.oauth2cli.assertion import JwtAssertionCreator

from bot.certificate import CertificateError, CertificateFiles
from bot.clock import Clock
from bot.teams.auth.credentials import ASSERTION_TYPE, ClientCertificate, ClientSecret
from bot.teams.auth.signed_context import SignedContext
from bot.teams.drawing.adaptive_cards import PLACE
from scheduler.errors import TemporaryError
from scheduler.reasons import Reason
from tests.bot.standing import Standing
from tests.bot.teams.conftest import opened_site
from tests.bot.teams.fake_entra import thumbprint
from tests.bot.teams.fake_teams import APP, SECRET
from tests.certificates import DAY, key_pem, rsa_key, write
from tests.conftest import MONDAY

SECOND = timedelta(seconds=1)
HOUR = 3600  # s


@pytest.fixture
def file(tmp_path):
    return tmp_path / "teams.pem"


@pytest.fixture
async def certified(own_database, teams, seconds, file):
    """A site that proves itself by a certificate that the app knows."""
    teams.assertions.certificates.append(write(file))
    settings = {"password": "", "certificate": CertificateFiles(file)}
    async with opened_site(own_database, teams, seconds, **settings) as site:
        yield site


async def never() -> bool:
    return False


def header(form):
    part = form["client_assertion"].split(".")[0]
    return json.loads(urlsafe_b64decode(part + "=="))


async def test_a_certificate_proves_who_we_are_without_a_secret(certified, file):
    teams = certified.teams
    await certified.deliver(teams.activity(text="hi"))
    assert teams.calls[-1].authorization == "Bearer out-1"
    (form,) = teams.token_requests
    assert "client_secret" not in form
    assert header(form)["x5t#S256"] == thumbprint(teams.assertions.certificates[0])
    assert teams.refusals == []


async def test_each_assertion_serves_once(certified, seconds):
    teams = certified.teams
    for _ in range(3):
        await certified.deliver(teams.activity(text="hi"))
        seconds.now += HOUR
    assert teams.calls[-1].authorization == "Bearer out-3"
    assert len(teams.assertions.seen) == 3
    async with certified.http.post(f"{teams.url}/token", data=teams.token_requests[0]) as again:
        assert again.status == 401
    assert teams.refusals == ["again"]


class TestWhatTheStandInRefuses:
    """The stand-in looks at all that Microsoft does; else its yes would say nothing."""

    def assertion(self, teams, *, key="ours", alg="PS256", typ="JWT", x5t=None, **claims):
        now = int(time.time())
        told = {"aud": f"{teams.url}/token", "iss": APP, "sub": APP, "jti": "one"}
        told |= {"nbf": now, "exp": now + 600}
        told |= {
            name: now + each if isinstance(each, int) else each for name, each in claims.items()
        }
        x5t = x5t or thumbprint(teams.assertions.certificates[0])
        return jwt.encode(told, rsa_key(key), alg, headers={"typ": typ, "x5t#S256": x5t})

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({}, ""),
            ({"nbf": -60, "exp": 540}, ""),
            ({"alg": "RS256"}, "algorithm"),
            ({"typ": "other"}, "algorithm"),
            ({"x5t": "another"}, "certificate"),
            ({"key": "another"}, "signature"),
            ({"aud": "https://login.microsoftonline.com/x/oauth2/v2.0/token"}, "names"),
            ({"iss": "another"}, "names"),
            ({"sub": "another"}, "names"),
            ({"exp": -1, "nbf": -60}, "time"),
            ({"nbf": 300, "exp": 600}, "time"),
            ({"nbf": -60, "exp": 541}, "time"),
        ],
        ids=lambda each: ", ".join(each) if isinstance(each, dict) else each or "a good one",
    )
    async def test_one_thing_that_is_wrong_is_enough(self, changed, why, teams, file):
        teams.assertions.certificates.append(write(file))
        form = {
            "client_id": APP,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(teams, **changed),
        }
        assert teams.assertions.refusal(form, f"{teams.url}/token") == why


async def test_a_renewed_file_is_taken_without_a_restart(certified, file, seconds, caplog):
    caplog.set_level(logging.INFO)
    teams = certified.teams
    await certified.deliver(teams.activity(text="hi"))
    teams.assertions.certificates = [write(file, "renewed")]  # the old one is off the app as well
    seconds.now += HOUR
    await certified.deliver(teams.activity(text="hi"))
    assert teams.calls[-1].authorization == "Bearer out-2"
    assert header(teams.token_requests[-1])["x5t#S256"] == thumbprint(
        teams.assertions.certificates[0]
    )
    assert caplog.text.count("teams.certificate_taken") == 1


async def test_a_button_from_before_the_renewal_still_brings_its_channel_back(
    certified, file, seconds
):
    teams = certified.teams
    await certified.deliver(teams.in_channel(text="reminders"))
    (message,) = [each for each in teams.messages.values() if each.card and each.reader]
    button = next(each for each in message.card["actions"] if PLACE in each.get("data", {}))
    teams.assertions.certificates.append(write(file, "renewed"))
    for _ in range(2):  # also once the new file has been read more than once
        seconds.now += HOUR
        await certified.deliver(teams.activity(text="hi"))
        body = await certified.press(button["data"], button["verb"])
        assert "another day" not in str(body)


async def test_a_button_that_another_process_signed_with_the_new_key_is_known_at_once(
    certified, file
):
    teams = certified.teams
    await certified.deliver(teams.in_channel(text="reminders"))
    (message,) = [each for each in teams.messages.values() if each.card and each.reader]
    button = next(each for each in message.card["actions"] if PLACE in each.get("data", {}))
    teams.assertions.certificates.append(write(file, "renewed"))
    other = ClientCertificate(CertificateFiles(file), APP, Clock(), lambda: "id")
    await other.load()
    place = SignedContext(other.secrets, never).sign("demo", "ana", "19:desk@thread.tacv2")
    body = await certified.press({**button["data"], PLACE: place}, button["verb"])
    assert "another day" not in str(body)


def test_a_signature_is_known_by_the_present_secret_and_the_one_before():
    secrets = [b"first"]
    context = SignedContext(lambda: secrets, never)
    signed = context.sign("t", "ana", "19:desk")
    secrets[:] = [b"second", b"first"]
    assert context.verify("t", "ana", signed) == "19:desk"
    assert context.sign("t", "ana", "19:desk") != signed
    assert context.verify("t", "sam", signed) is None
    assert context.verify("u", "ana", signed) is None
    secrets[:] = [b"third", b"second"]
    assert context.verify("t", "ana", signed) is None


class TestOnItsOwn:
    """A credential whose clock stands where the test puts it."""

    @pytest.fixture
    def clock(self):
        return Standing()

    @pytest.fixture
    async def credential(self, file, clock):
        write(file, left=30 * DAY, at=MONDAY)
        numbers = count(1)
        made = ClientCertificate(CertificateFiles(file), APP, clock, lambda: f"id-{next(numbers)}")
        await made.load()
        return made

    async def claims(self, credential):
        assertion = (await credential.proof("https://login.example/token"))["client_assertion"]
        return jwt.decode(assertion, options={"verify_signature": False})

    async def test_it_says_what_microsoft_asks_for_and_holds_ten_minutes(self, credential):
        now = int(MONDAY.timestamp())
        assert await self.claims(credential) == {
            "aud": "https://login.example/token",
            "iss": APP,
            "sub": APP,
            "jti": "id-1",
            "iat": now,
            "nbf": now,
            "exp": now + 600,
        }
        assert (await self.claims(credential))["jti"] == "id-2"

    async def test_microsoft_s_own_library_would_write_the_same(self, credential, file):
        proof = await credential.proof("https://login.example/token")
        ours = x509.load_pem_x509_certificate(file.read_bytes())
        digest = ours.fingerprint(hashes.SHA256()).hex()
        theirs = JwtAssertionCreator(rsa_key("ours"), "PS256", sha256_thumbprint=digest)
        now = int(MONDAY.timestamp())
        times = {"issued_at": now, "not_before": now, "expires_at": now + 600}
        written = theirs.create_normal_assertion(
            "https://login.example/token", APP, assertion_id="id-1", **times
        )
        form = {"client_assertion": written.decode()}
        told = header(form)
        told["x5t#S256"] = told["x5t#S256"].rstrip("=")  # RFC 7515 knows no padding
        assert header(proof) == told
        decoded = [
            jwt.decode(each, options={"verify_signature": False})
            for each in (proof["client_assertion"], form["client_assertion"])
        ]
        assert decoded[0] == decoded[1]

    @pytest.mark.parametrize("spoilt", ["gone", "half", "ended"])
    async def test_a_file_that_was_spoilt_leaves_the_one_that_was_read(
        self, spoilt, credential, file, caplog
    ):
        good = file.read_bytes()
        if spoilt == "gone":
            file.unlink()
        elif spoilt == "half":
            file.write_bytes(good[: len(good) // 2])
        else:
            write(file, "other", left=-SECOND, at=MONDAY)
        assert (await self.claims(credential))["jti"] == "id-1"
        (line,) = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
        assert line.startswith("teams.certificate_unusable problem=")
        assert str(file) in line
        file.write_bytes(good)
        caplog.clear()
        assert (await self.claims(credential))["jti"] == "id-2"
        assert caplog.records == []

    @pytest.mark.parametrize(
        ("after", "good"), [(30 * DAY - SECOND, True), (30 * DAY, False)], ids=["holds", "over"]
    )
    async def test_nothing_is_asked_for_with_one_that_ran_out(self, after, good, credential, clock):
        clock.ahead = after
        if good:
            assert (await self.claims(credential))["aud"]
            return
        with pytest.raises(TemporaryError) as caught:
            await credential.proof("https://login.example/token")
        assert caught.value.cause.reason is Reason.CREDENTIALS_REFUSED

    async def test_neither_key_nor_assertion_is_in_a_log_or_a_repr(self, credential, file, caplog):
        caplog.set_level(logging.DEBUG)
        proof = await credential.proof("https://login.example/token")
        file.write_bytes(b"broken")
        await credential.proof("https://login.example/token")
        shown = caplog.text + repr(credential) + repr(credential._certificate)
        assert proof["client_assertion"][:40] not in shown
        body = key_pem(rsa_key("ours")).decode().splitlines()[1]
        assert body not in shown
        assert str(rsa_key("ours").private_numbers().d) not in shown


async def test_a_file_that_cannot_be_used_opens_no_door(own_database, teams, seconds, file):
    write(file, left=-SECOND)
    settings = {"password": "", "certificate": CertificateFiles(file)}
    with pytest.raises(CertificateError, match="ran out on"):
        async with opened_site(own_database, teams, seconds, **settings):
            pass


async def test_a_refused_certificate_is_called_by_its_name(certified, caplog):
    certified.teams.assertions.certificates.clear()  # nobody has added it to the app
    await certified.deliver(certified.teams.activity(text="hi"))
    assert "refuses our app id or certificate: invalid_client" in caplog.text
    assert certified.teams.refusals[0] == "certificate"


async def test_a_secret_is_told_as_it_is():
    secret = ClientSecret(SECRET)
    assert await secret.proof("https://login.example/token") == {"client_secret": SECRET}
    assert secret.secrets() == (SECRET.encode(),)
    assert SECRET not in repr(secret)
