"""Who knocks: the token of an inbound activity, checked before its body is read."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jwt
from jwt.types import Options

from bot.teams.auth.signing_keys import NoKeys, SigningKey, SigningKeys

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
MAX_SKEW = 300.0  # s that our clocks may differ
MAX_TOKEN = 8192  # characters of a token
_MAX_KNOWN = 100  # tokens whose signature needn't be checked again
_ONLY_THE_SIGNATURE: Options = {  # the claims are checked here, by our clock
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


class Refused(Exception):  # noqa: N818 - it becomes an HTTP status
    """We don't take this; ``status`` is what the sender sees, the reason is for the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Signed:
    """What a token says that this key has signed; its time and audience are not checked yet."""

    kid: str
    key: SigningKey
    claims: Mapping[str, Any] = field(repr=False)


class TokenCheck:
    """Checks the tokens that the Bot Connector signs for our app, and no others."""

    def __init__(self, keys: SigningKeys, app_id: str, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._app_id = app_id
        self._clock = clock
        self._known: dict[str, _Signed] = {}

    async def service_url(self, authorization: Sequence[str]) -> str:
        """Return the service address that the token speaks for, or raise Refused."""
        signed = await self._signed(_bearer(authorization))
        self._check(signed.claims)
        if CHANNEL not in signed.key.endorsements:
            raise Refused(403, "key not endorsed for Teams")
        service_url = signed.claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise Refused(403, "no serviceurl claim")
        return service_url

    async def _signed(self, token: str) -> _Signed:
        """Return what a token says; the connector sends each for an hour, so we keep some."""
        known = self._known.get(token)
        kid = _key_id(token) if known is None else known.kid
        try:
            key = await self._keys.find(kid)
        except NoKeys:
            raise Refused(503, "no keys to check with") from None
        if key is None:
            raise Refused(401, "unknown key")
        if known is None or known.key is not key:
            known = _Signed(kid, key, _claims(token, key))
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            self._known[token] = known
        return known

    def _check(self, claims: Mapping[str, Any]) -> None:
        now = self._clock().timestamp()
        if claims.get("iss") != ISSUER:
            raise Refused(401, "another issuer")
        if not self._app_id or claims.get("aud") != self._app_id:
            raise Refused(401, "another audience")
        if _moment(claims, "exp") <= now - MAX_SKEW:
            raise Refused(401, "expired")
        if _moment(claims, "nbf") > now + MAX_SKEW:
            raise Refused(401, "not valid yet")


def _bearer(authorization: Sequence[str]) -> str:
    if len(authorization) != 1:
        raise Refused(401, "no token" if not authorization else "several tokens")
    scheme, _, token = authorization[0].partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > MAX_TOKEN:
        raise Refused(401, "no token")
    return token


def _claims(token: str, key: SigningKey) -> Mapping[str, Any]:
    try:
        return jwt.decode(token, key.public, ["RS256"], options=_ONLY_THE_SIGNATURE)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise Refused(401, "bad signature") from None


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise Refused(401, "not a token") from None
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
        raise Refused(401, "not a token of the connector")
    return kid


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """Return a claim in seconds; a missing or odd one refuses."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused(401, f"no {name}")
    return value
