"""Who knocks: the token of an inbound activity, checked before its body is read."""

from collections.abc import Mapping, Sequence
from typing import Any

import jwt
from jwt.types import Options

from bot.teams.auth.signing_keys import NoKeys, SigningKey, SigningKeys

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 300.0  # s that our clocks may differ
MAX_TOKEN = 8192  # characters of a token
_MAX_KNOWN = 100  # tokens whose signature needn't be checked again
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


class TokenCheck:
    """Checks the tokens that the Bot Connector signs for our app, and no others.

    By PyJWT, and so by the system's clock: where Teams is connected, ours is never ahead of it.
    """

    def __init__(self, keys: SigningKeys, app_id: str) -> None:
        self._keys = keys
        self._app_id = app_id
        self._signed_by: dict[str, SigningKey] = {}

    async def service_url(self, authorization: Sequence[str]) -> str:
        """Return the service address that the token speaks for, or raise Refused."""
        token = _bearer(authorization)
        key = await self._key(token)
        claims = self._claims(token, key)
        if CHANNEL not in key.endorsements:
            raise Refused(403, "key not endorsed for Teams")
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise Refused(403, "no serviceurl claim")
        return service_url

    async def _key(self, token: str) -> SigningKey:
        try:
            key = await self._keys.find(_key_id(token))
        except NoKeys:
            raise Refused(503, "no keys to check with") from None
        if key is None:
            raise Refused(401, "unknown key")
        return key

    def _claims(self, token: str, key: SigningKey) -> Mapping[str, Any]:
        """Return what a token says; the connector sends each for an hour.

        So its signature is checked once for each key, and its claims at each request.
        """
        is_new = self._signed_by.get(token) is not key
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key.public,
                ["RS256"],
                {**_CLAIMS, "verify_signature": is_new},
                issuer=ISSUER,
                audience=self._app_id,
                leeway=LEEWAY,
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Refused(401, type(error).__name__) from None
        if not (_is_number(claims["exp"]) and _is_number(claims["nbf"])):
            raise Refused(401, "a time that is not a number")
        if is_new:
            if len(self._signed_by) >= _MAX_KNOWN:
                self._signed_by.clear()
            self._signed_by[token] = key
        return claims


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
