"""Certificates for tests, signed by themselves as those are that one makes for an app in Entra."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from bot.clock import Clock

DAY = timedelta(days=1)
PASSWORD = b"a password of the key"


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return a key; the same name gives the same one."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def elliptic_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(key: Any, begins: datetime, ends: datetime) -> x509.Certificate:
    """Return a certificate for a key that holds from one moment to another."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "careloop.example")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(begins).not_valid_after(ends)
    return builder.sign(key, hashes.SHA256())


def pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)


def key_pem(key: Any, *, password: bytes = b"") -> bytes:
    hidden = serialization.BestAvailableEncryption(password) if password else None
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        hidden or serialization.NoEncryption(),
    )


def write(
    file: Path,
    name: str = "ours",
    left: timedelta = 365 * DAY,
    at: datetime | None = None,
) -> x509.Certificate:
    """Write a key, and a certificate that holds for so long from a moment or now; return it."""
    now = (at or Clock()()).replace(microsecond=0)
    made = certificate(rsa_key(name), now - DAY, now + left)
    file.write_bytes(key_pem(rsa_key(name)) + pem(made))
    return made
