"""A certificate and its key, read from PEM files and checked; the key is never shown.

Used at the start, to say what is wrong with them, by the Teams door, by the admins' alerts and by
the doctor.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

MIN_KEY_SIZE = 2048  # bits
MAX_FILE = 256 * 1024  # bytes
# How long before a certificate ends it is told of, shortest first.
STAGES = tuple(timedelta(days=each) for each in (1, 3, 7, 14, 30))
_KEY = re.compile(rb"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?-----END \1-----", re.DOTALL)


class CertificateError(Exception):
    """It can't be used; the message says why in one line, and what to do."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that holds at the moment, and its key.

    ``thumbprint`` is base64url of the SHA-256 of its DER, without padding, as ``x5t#S256`` wants
    it (RFC 7515, 4.1.8).
    """

    key: RSAPrivateKey = field(repr=False)
    thumbprint: str
    ends: datetime

    def stage(self, at: datetime) -> timedelta | None:
        """Return the stage before its end that is reached at a moment, or None: it has time."""
        return next((each for each in STAGES if self.ends - at <= each), None)


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where a certificate is; without ``key_file`` its key stands in the same file."""

    file: Path
    key_file: Path | None = None

    def read(self, at: datetime) -> Certificate:
        """Return the certificate that holds longest of those that fit the key; CertificateError.

        It reads files, so on the loop it belongs into a thread.
        """
        key = _key(self.key_file or self.file)
        fitting = [each for each in _certificates(self.file) if _fits(each, key)]
        if not fitting:
            raise CertificateError(
                f"the key in {self.key_file or self.file} is not that of the certificate in "
                f"{self.file}: put the two that belong together there"
            )
        holding = [each for each in fitting if each.not_valid_before_utc <= at] or fitting
        found = max(holding, key=lambda each: each.not_valid_after_utc)
        _check_time(found, self.file, at)
        digest = hashlib.sha256(found.public_bytes(Encoding.DER)).digest()
        thumbprint = urlsafe_b64encode(digest).rstrip(b"=").decode()
        return Certificate(key, thumbprint, found.not_valid_after_utc)


def _certificates(file: Path) -> Sequence[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(_content(file))
    except ValueError:
        raise CertificateError(
            f"{file} holds no certificate: write it there as PEM (-----BEGIN CERTIFICATE-----)"
        ) from None


def _key(file: Path) -> RSAPrivateKey:
    block = _KEY.search(_content(file))
    if block is None:
        raise CertificateError(
            f"{file} holds no key: write it there as PEM, beside the certificate"
        )
    try:
        key = load_pem_private_key(block.group(), None)
    except TypeError:
        raise CertificateError(
            f"the key in {file} has a password: take it off with openssl pkey, and let nobody "
            "else read the file"
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise CertificateError(f"the key in {file} is damaged: write it there anew") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < MIN_KEY_SIZE:
        raise CertificateError(
            f"the key in {file} is none that Microsoft takes: make one of RSA, {MIN_KEY_SIZE} bits "
            "or more"
        )
    return key


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            found = stream.read(MAX_FILE + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CertificateError(
            f"{file} can't be read ({why}): mend the path, or let us read it"
        ) from None
    if len(found) > MAX_FILE:
        raise CertificateError(f"{file} is no PEM file: it is longer than {MAX_FILE // 1024} kB")
    return found


def _fits(certificate: x509.Certificate, key: RSAPrivateKey) -> bool:
    with suppress(ValueError, UnsupportedAlgorithm):
        return certificate.public_key() == key.public_key()
    return False


def _check_time(certificate: x509.Certificate, file: Path, at: datetime) -> None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at >= ends:
        raise CertificateError(
            f"the certificate in {file} ran out on {ends:%Y-%m-%d}: make a new one, add it to the "
            "app in Entra, and put it there"
        )
    if at < begins:
        raise CertificateError(
            f"the certificate in {file} holds from {begins:%Y-%m-%d %H:%M} UTC on: take the one "
            "before until then, or set this machine's clock"
        )
