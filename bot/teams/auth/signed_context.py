"""A card that moved into a private chat keeps the channel it is about, and nobody can swap it."""

from hashlib import blake2b, sha256
from hmac import compare_digest

_LENGTH = 12  # bytes of a signature


class SignedContext:
    """Signs a channel for one person of one tenant, so that their press can bring it back."""

    def __init__(self, secret: bytes) -> None:
        self._key = sha256(b"careloop teams place\0" + secret).digest()

    def sign(self, tenant: str, person_id: str, channel: str) -> str:
        """Return what goes into a button."""
        return f"{self._signature(tenant, person_id, channel)}{channel}"

    def verify(self, tenant: str, person_id: str, signed: str) -> str | None:
        """Return the channel, or None when this person wasn't given it."""
        signature, channel = signed[: 2 * _LENGTH], signed[2 * _LENGTH :]
        known = self._signature(tenant, person_id, channel)
        return channel if compare_digest(signature.encode(), known.encode()) else None

    def _signature(self, tenant: str, person_id: str, channel: str) -> str:
        words = "\0".join((tenant, person_id, channel)).encode(errors="replace")
        return blake2b(words, key=self._key, digest_size=_LENGTH).hexdigest()
