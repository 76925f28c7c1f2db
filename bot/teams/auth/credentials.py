"""How we prove to the token service who we are: by a secret, or by what a certificate signs."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.certificate import Certificate, CertificateError, CertificateFiles
from scheduler.errors import TemporaryError
from scheduler.reasons import Reason

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LOOKED_AGAIN = timedelta(seconds=10)  # whoever presses a forged button makes us read no faster
VALID_FOR = 600  # s that an assertion holds; Microsoft wants 5 to 10 minutes at most

logger = logging.getLogger(__name__)


class Credential(Protocol):
    """What proves that it is us."""

    async def proof(self, audience: str) -> Mapping[str, str]:
        """Return what goes into a request to the token service at this address; TemporaryError."""
        ...

    def secrets(self) -> Sequence[bytes]:
        """Return what only we know, the present one first: our buttons are signed with it."""
        ...

    async def renew(self) -> bool:
        """Look whether there are newer secrets; tell whether there are."""
        ...


class ClientSecret:
    """The client secret of the app."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    async def proof(self, audience: str) -> Mapping[str, str]:
        """Return the secret."""
        return {"client_secret": self._secret}

    def secrets(self) -> Sequence[bytes]:
        """Return the secret."""
        return (self._secret.encode(),)

    async def renew(self) -> bool:
        """Tell that there is no other."""
        return False


class ClientCertificate:
    """The certificate of the app; its files are read again each time, so it may be renewed."""

    def __init__(
        self,
        files: CertificateFiles,
        app_id: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._files = files
        self._app_id = app_id
        self._clock = clock
        self._new_id = new_id
        self._certificate: Certificate | None = None
        self._secrets: tuple[bytes, ...] = ()
        self._looked_at = datetime.min.replace(tzinfo=UTC)

    async def load(self) -> None:
        """Read the files; CertificateError."""
        found = await asyncio.to_thread(self._files.read, self._clock())
        if self._certificate is None or found.thumbprint != self._certificate.thumbprint:
            logger.info("teams.certificate_taken ends=%s", found.ends.date())
        self._certificate, secret = found, _secret(found)
        if secret not in self._secrets[:1]:
            self._secrets = (secret, *self._secrets[:1])

    async def proof(self, audience: str) -> Mapping[str, str]:
        """Return an assertion that the certificate signs, good for one request.

        What can't be read keeps the one that was read before, as long as that holds.
        """
        try:
            await self.load()
        except CertificateError as error:
            logger.warning("teams.certificate_unusable problem=%s", error)
        now = self._clock()
        if self._certificate is None or now >= self._certificate.ends:
            raise TemporaryError(Reason.CREDENTIALS_REFUSED, "our certificate can't be used")
        assertion = self._assertion(self._certificate, audience, int(now.timestamp()))
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}

    def secrets(self) -> Sequence[bytes]:
        """Return what follows from the key, and from the key that was there before it."""
        return self._secrets

    async def renew(self) -> bool:
        """Read the files again, at most once in a while; tell whether the key is another one."""
        now, before = self._clock(), self._secrets
        if now - self._looked_at < LOOKED_AGAIN:
            return False
        self._looked_at = now
        with suppress(CertificateError):  # said where it signs in
            await self.load()
        return self._secrets != before

    def _assertion(self, certificate: Certificate, audience: str, now: int) -> str:
        """Return it in the form that Microsoft wants.

        https://learn.microsoft.com/entra/identity-platform/certificate-credentials
        """
        claims = {
            "aud": audience,
            "iss": self._app_id,
            "sub": self._app_id,
            "jti": self._new_id(),
            "iat": now,
            "nbf": now,
            "exp": now + VALID_FOR,
        }
        headers = {"x5t#S256": certificate.thumbprint}
        return jwt.encode(claims, certificate.key, "PS256", headers)


def _secret(certificate: Certificate) -> bytes:
    key = certificate.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return hashlib.sha256(b"careloop teams certificate\0" + key).digest()
