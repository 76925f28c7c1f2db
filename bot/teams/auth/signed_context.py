"""A card that moved into a private chat keeps the channel it is about, and nobody can swap it."""

from collections.abc import Awaitable, Callable, Sequence
from hashlib import blake2b, sha256
from hmac import compare_digest

_LENGTH = 12  # bytes of a signature


class SignedContext:
    """Signs a channel for one person of one tenant, so that their press can bring it back.

    It signs with the first of the secrets, and knows what was signed with any of them. ``renew``
    looks for newer ones, and tells whether there are any.
    """

    def __init__(
        self, secrets: Callable[[], Sequence[bytes]], renew: Callable[[], Awaitable[bool]]
    ) -> None:
        self._secrets = secrets
        self.renew = renew

    def sign(self, tenant: str, person_id: str, channel: str) -> str:
        """Return what goes into a button."""
        return f"{_signature(self._secrets()[0], tenant, person_id, channel)}{channel}"

    def verify(self, tenant: str, person_id: str, signed: str) -> str | None:
        """Return the channel, or None when this person wasn't given it."""
        signature, channel = signed[: 2 * _LENGTH], signed[2 * _LENGTH :]
        known = [_signature(each, tenant, person_id, channel) for each in self._secrets()]
        matches = [compare_digest(signature.encode(), each.encode()) for each in known]
        return channel if any(matches) else None


def _signature(secret: bytes, tenant: str, person_id: str, channel: str) -> str:
    key = sha256(b"careloop teams place\0" + secret).digest()
    words = "\0".join((tenant, person_id, channel)).encode(errors="replace")
    return blake2b(words, key=key, digest_size=_LENGTH).hexdigest()
