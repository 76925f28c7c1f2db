"""How the token service checks what a certificate signed, by hand and not by what we sign with.

The rules are those of https://learn.microsoft.com/entra/identity-platform/certificate-credentials;
that an assertion serves once is RFC 7523's (3, ``jti``).
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST = 600  # s from its beginning to its end


def thumbprint(certificate: x509.Certificate) -> str:
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


class AssertionCheck:
    """Knows the certificates that were added to the app, and the assertions it has seen."""

    def __init__(self, app_id: str, clock: Callable[[], float]) -> None:
        self.certificates: list[x509.Certificate] = []
        self.seen: set[str] = set()
        self._app_id = app_id
        self._clock = clock

    def refusal(self, form: Mapping[str, str], address: str) -> str:
        """Return why it is refused, or nothing."""
        if form.get("client_assertion_type") != TYPE or "client_secret" in form:
            return "form"
        head, body, signature = form["client_assertion"].split(".")
        header, claims = _part(head), _part(body)
        known = {thumbprint(each): each for each in self.certificates}
        if header.get("alg") != "PS256" or header.get("typ") != "JWT":
            return "algorithm"
        if (certificate := known.get(header.get("x5t#S256", ""))) is None:
            return "certificate"
        if not _signed(certificate, f"{head}.{body}".encode(), _bytes(signature)):
            return "signature"
        return self._wrong(claims, certificate, address)

    def _wrong(self, claims: Mapping[str, Any], certificate: x509.Certificate, address: str) -> str:
        now = self._clock()
        if (claims["aud"], claims["iss"], claims["sub"]) != (address, self._app_id, self._app_id):
            return "names"
        if not claims["nbf"] <= now < claims["exp"] <= claims["nbf"] + LONGEST:
            return "time"
        if certificate.not_valid_after_utc.timestamp() <= now:
            return "certificate ran out"
        if claims["jti"] in self.seen:
            return "again"
        self.seen.add(claims["jti"])
        return ""


def _bytes(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _part(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_bytes(part))
    return found


def _signed(certificate: x509.Certificate, words: bytes, signature: bytes) -> bool:
    salted = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    try:
        certificate.public_key().verify(signature, words, salted, hashes.SHA256())
    except InvalidSignature:
        return False
    return True
