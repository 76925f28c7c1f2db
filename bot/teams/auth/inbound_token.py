"""Who knocks: the token of an inbound activity, checked before its body is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from jwt.types import Options

from bot.teams.auth.signing_keys import NoKeys, SigningKey, SigningKeys

CHANNEL = "msteams"
LEEWAY = 300.0  # s that our clocks may differ
MAX_TOKEN = 8192  # characters of a token
_MAX_KNOWN = 100  # tokens that passed and needn't be checked at each request
_CLAIMS: Options = {
    "require": ["iss", "aud", "exp", "nbf"],
    "verify_iss": True,
    "verify_aud": True,
    "strict_aud": True,
    "verify_exp": True,
    "verify_nbf": True,
    "verify_iat": False,  # the last three say nothing about who may come in
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
class _Checked:
    """A token that passed, with the key that signed it, and from when to when it holds."""

    kid: str
    key: SigningKey
    begins: float
    ends: float
    service_url: str


class TokenCheck:
    """Checks the tokens that the Bot Connector signs for our app, and no others.

    PyJWT does, and reads the system's clock for it: where Teams is connected, ours is never ahead.
    """

    def __init__(
        self, keys: SigningKeys, issuer: str, app_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._app_id = app_id
        self._clock = clock
        self._checked: dict[str, _Checked] = {}

    async def service_url(self, authorization: Sequence[str]) -> str:
        """Return the service address that the token speaks for, or raise Refused.

        The connector sends each token for an hour: one that passed is asked about again when its
        key has changed, or its time is over.
        """
        token = _bearer(authorization)
        known = self._checked.get(token)
        kid = known.kid if known else _key_id(token)
        key = await self._key(kid)
        now = self._clock().timestamp()
        if known is None or known.key is not key or not known.begins <= now < known.ends:
            self._checked.pop(token, None)
            known = self._check(token, kid, key)
            if len(self._checked) >= _MAX_KNOWN:
                self._checked.clear()
            self._checked[token] = known
        return known.service_url

    async def _key(self, kid: str) -> SigningKey:
        try:
            key = await self._keys.find(kid)
        except NoKeys:
            raise Refused(503, "no keys to check with") from None
        if key is None:
            raise Refused(401, "unknown key")
        return key

    def _check(self, token: str, kid: str, key: SigningKey) -> _Checked:
        """Check all that there is to check of a token."""
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key.public,
                ["RS256"],
                _CLAIMS,
                issuer=self._issuer,
                audience=self._app_id,
                leeway=LEEWAY,
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Refused(401, type(error).__name__) from None
        begins, ends, service_url = claims["nbf"], claims["exp"], claims.get("serviceurl")
        if not (_is_number(begins) and _is_number(ends)):
            raise Refused(401, "a time that is not a number")
        if CHANNEL not in key.endorsements:
            raise Refused(403, "key not endorsed for Teams")
        if not isinstance(service_url, str) or not service_url:
            raise Refused(403, "no serviceurl claim")
        return _Checked(kid, key, begins - LEEWAY, ends + LEEWAY, service_url)


def _bearer(authorization: Sequence[str]) -> str:
    if len(authorization) != 1:
        raise Refused(401, "no token" if not authorization else "several tokens")
    scheme, _, token = authorization[0].partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > MAX_TOKEN:
        raise Refused(401, "no token")
    return token


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise Refused(401, "not a token") from None
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
        raise Refused(401, "not a token of the connector")
    return kid


def _is_number(claim: object) -> bool:
    """Tell whether a time is one; PyJWT takes true, and a number in a string, for one as well."""
    return isinstance(claim, int | float) and not isinstance(claim, bool)
