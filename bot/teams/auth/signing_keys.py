"""The keys that sign what Teams sends us: fetched on the loop, kept while their server is away."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from bot.http_limits import MAX_ANSWER, TooLong, read_up_to

FRESH_FOR = 6 * 3600.0  # s until we look for new ones, with nobody waiting
USABLE_FOR = 48 * 3600.0  # s for which they serve while their server is away
MISS_INTERVAL = 60.0  # s between two looks for a key that we don't know
RETRY_AFTER = 10.0  # s after a failure
FETCH_TIMEOUT = 5.0  # s for both documents together
MIN_KEY_SIZE = 2048  # bits

log = logging.getLogger(__name__)


class NoKeys(Exception):  # noqa: N818 - said to the edge
    """There are no keys to check with, and none can be had now."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels that it may speak for."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Finds a key by its id; concurrent callers share one fetch. ``monotonic`` returns seconds."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, monotonic: Callable[[], float]
    ) -> None:
        self._session = session
        self._url = url
        self._now = monotonic
        self._keys: Mapping[str, SigningKey] = {}
        self._loaded_at = self._missed_at = self._failed_at = float("-inf")
        self._loading: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """Return the key with this id, or None; NoKeys when there is nothing to look in."""
        age = self._now() - self._loaded_at
        if age > USABLE_FOR:
            self._keys = {}
            await self._load()
        elif age > FRESH_FOR and self._may_try():
            self._start()
        if kid not in self._keys and self._now() - self._missed_at >= MISS_INTERVAL:
            self._missed_at = self._now()
            await self._load()
        if not self._keys:
            raise NoKeys
        return self._keys.get(kid)

    async def close(self) -> None:
        """End a fetch that is on its way."""
        if self._loading is not None:
            self._loading.cancel()
            with suppress(asyncio.CancelledError):
                await self._loading

    def _may_try(self) -> bool:
        return self._now() - self._failed_at >= RETRY_AFTER

    async def _load(self) -> None:
        running = self._loading is not None and not self._loading.done()
        if running or self._may_try():
            await asyncio.shield(self._start())

    def _start(self) -> asyncio.Task[None]:
        if self._loading is None or self._loading.done():
            self._loading = asyncio.create_task(self._fetch())
        return self._loading

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(FETCH_TIMEOUT):
                where = (await self._document(self._url))["jwks_uri"]
                if self._url.startswith("https://") and not where.startswith("https://"):
                    raise ValueError("the keys are not behind https")
                keys = _usable((await self._document(where))["keys"])
            if not keys:
                raise ValueError("there is no usable key")
        except (
            *(aiohttp.ClientError, TimeoutError, OSError, TooLong, RecursionError),
            *(ValueError, TypeError, KeyError, AttributeError),
        ) as error:
            self._failed_at = self._now()
            log.warning("teams.keys_unreachable error=%s", type(error).__name__)
            return
        self._keys, self._loaded_at = keys, self._now()
        log.info("teams.keys_loaded count=%d", len(keys))

    async def _document(self, url: str) -> dict[str, Any]:
        async with self._session.get(url, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError("the key server refuses")
            found: dict[str, Any] = json.loads(await read_up_to(response.content, MAX_ANSWER))
            return found


def _usable(found: list[dict[str, Any]]) -> dict[str, SigningKey]:
    """Return the RSA keys that are long enough; one bad entry doesn't spoil the others."""
    keys = {}
    for each in found[:200]:
        with suppress(PyJWTError, ValueError, TypeError, KeyError, AttributeError):
            if each["kty"] != "RSA" or each.get("use", "sig") != "sig":
                continue
            public = RSAAlgorithm.from_jwk(each)
            if isinstance(public, RSAPublicKey) and public.key_size >= MIN_KEY_SIZE:
                keys[str(each["kid"])] = SigningKey(public, frozenset(each.get("endorsements", ())))
    return keys
