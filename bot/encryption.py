"""Secrets at rest: AES-GCM, bound to whose they are and to what they are.

A ciphertext names its key, so that several keys may hold for a while, and one can be replaced
while processes run.
"""

import asyncio
import json
import logging
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32  # AES-256
NONCE_BYTES = 12  # NIST SP 800-38D; random: at our few encryptions no two are ever the same
ID_LENGTH = 8  # hexadecimal digits of a key's id

_VERSION = "v1"

logger = logging.getLogger(__name__)

RandomBytes = Callable[[int], bytes]


class BadKey(ValueError):  # noqa: N818 - a line for whoever runs us
    """What was given as a key is none."""


class SecretError(Exception):
    """A stored secret can't be read; the words say why, in a line for whoever runs us."""


class UnknownKey(SecretError):  # noqa: N818 - it tells one reason from the other
    """It was encrypted with a key that we don't have."""


class Misplaced(SecretError):  # noqa: N818 - it tells one reason from the other
    """It was changed, or belongs to somebody else, or is something else."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Whose secret it is and which one; what was encrypted for another can't be read as this."""

    platform: str
    tenant: str
    kind: str

    @property
    def associated_data(self) -> bytes:
        """Return what AES-GCM authenticates beside the secret; no two bindings have the same."""
        return json.dumps([_VERSION, self.platform, self.tenant, self.kind]).encode()

    def __str__(self) -> str:
        return f"the {self.kind.replace('_', ' ')} of {self.platform}:{self.tenant}"


class Keys:
    """The keys that hold; the first one encrypts, any of them decrypts."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(each) != KEY_BYTES for each in keys):
            raise BadKey(f"a key has {KEY_BYTES} bytes")
        self._ciphers = {_key_id(each): AESGCM(each) for each in keys}
        self.current = _key_id(keys[0])

    def __repr__(self) -> str:
        return f"Keys({', '.join(self._ciphers)})"

    @classmethod
    def parse(cls, text: str, source: str) -> "Keys":
        """Return the keys of a text: base64, with blanks, commas or new lines between them.

        A line may be a remark that begins with #. BadKey names the ``source`` and no key.
        """
        lines = (line.partition("#")[0] for line in text.splitlines())
        words = " ".join(lines).replace(",", " ").split()
        if not words:
            raise BadKey(f"{source} holds no key: make one with careloop keys new")
        return cls([_parsed(word, number, source) for number, word in enumerate(words, 1)])

    def encrypt(self, secret: str, binding: Binding, nonce: bytes) -> str:
        """Return a ciphertext: version, id of the key, nonce with what AES-GCM made of it."""
        made = self._ciphers[self.current].encrypt(nonce, secret.encode(), binding.associated_data)
        return f"{_VERSION}.{self.current}.{urlsafe_b64encode(nonce + made).decode()}"

    def decrypt(self, ciphertext: str, binding: Binding) -> str:
        """Return the secret; UnknownKey or Misplaced."""
        version, _, rest = ciphertext.partition(".")
        id_, _, body = rest.partition(".")
        if version != _VERSION:
            raise Misplaced(_misplaced(binding))
        if id_ not in self._ciphers:
            raise UnknownKey(
                f"{binding} was encrypted with key {id_}, and there is only "
                f"{', '.join(self._ciphers)}: put it back behind the others in CARELOOP_SECRET_KEY"
            )
        try:
            packed = urlsafe_b64decode(body)
            nonce, made = packed[:NONCE_BYTES], packed[NONCE_BYTES:]
            return self._ciphers[id_].decrypt(nonce, made, binding.associated_data).decode()
        except (InvalidTag, Error, ValueError):
            raise Misplaced(_misplaced(binding)) from None

    def is_current(self, ciphertext: str) -> bool:
        """Tell whether a ciphertext is of the key that encrypts now."""
        return ciphertext.startswith(f"{_VERSION}.{self.current}.")


class Keyring:
    """The keys of a running process; ``load`` reads them anew, so that a new one is found."""

    def __init__(self, load: Callable[[], Keys], random_bytes: RandomBytes) -> None:
        self._load = load
        self._random_bytes = random_bytes
        self._keys = load()

    async def encrypt(self, secret: str, binding: Binding) -> str:
        """Return a ciphertext by the key that is first by now."""
        keys = await self._loaded()
        return keys.encrypt(secret, binding, self._random_bytes(NONCE_BYTES))

    async def decrypt(self, ciphertext: str, binding: Binding) -> str:
        """Return the secret; UnknownKey or Misplaced."""
        try:
            return self._keys.decrypt(ciphertext, binding)
        except UnknownKey:  # another process may have a newer key already
            return (await self._loaded()).decrypt(ciphertext, binding)

    async def is_current(self, ciphertext: str) -> bool:
        """Tell whether a ciphertext is of the key that is first by now."""
        return (await self._loaded()).is_current(ciphertext)

    async def _loaded(self) -> Keys:
        try:
            self._keys = await asyncio.to_thread(self._load)
        except BadKey as error:  # what we have goes on
            logger.error("keys.unreadable reason=%s", error)
        return self._keys


def new_key(random_bytes: RandomBytes) -> str:
    """Return a new key, as it is written in the settings."""
    return urlsafe_b64encode(random_bytes(KEY_BYTES)).decode()


def _parsed(word: str, number: int, source: str) -> bytes:
    try:
        key = b64decode(word.replace("-", "+").replace("_", "/"), validate=True)
    except (Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadKey(f"{source}: number {number} is no key: make one with careloop keys new")
    return key


def _key_id(key: bytes) -> str:
    return sha256(b"careloop key id\0" + key).hexdigest()[:ID_LENGTH]


def _misplaced(binding: Binding) -> str:
    return f"{binding} can't be read: its row was changed or swapped; install the bot there anew"
