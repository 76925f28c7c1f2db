"""A card that moved into a private chat keeps the channel it is about, and nobody can swap it."""

from hashlib import blake2b, sha256
from hmac import compare_digest

_LENGTH = 12  # bytes


class Seal:
    """Seals a channel for one person of one tenant, so that their press can bring it back."""

    def __init__(self, secret: bytes) -> None:
        self._key = sha256(b"careloop teams place\0" + secret).digest()

    def seal(self, tenant: str, person_id: str, channel: str) -> str:
        """Return what goes into a button."""
        return f"{self._mark(tenant, person_id, channel)}{channel}"

    def opened(self, tenant: str, person_id: str, sealed: str) -> str | None:
        """Return the channel, or None when this person wasn't given it."""
        mark, channel = sealed[: 2 * _LENGTH], sealed[2 * _LENGTH :]
        known = self._mark(tenant, person_id, channel)
        return channel if compare_digest(mark.encode(), known.encode()) else None

    def _mark(self, tenant: str, person_id: str, channel: str) -> str:
        words = "\0".join((tenant, person_id, channel)).encode(errors="replace")
        return blake2b(words, key=self._key, digest_size=_LENGTH).hexdigest()
