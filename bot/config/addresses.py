"""Addresses that an operator may name."""

import re
from urllib.parse import urlsplit


def is_address(value: str, schemes: tuple[str, ...]) -> bool:
    """Tell whether a URL names a host and nothing that would be lost or shown to others."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        return False
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    host = re.fullmatch(r"[A-Za-z0-9.-]+|::1", parts.hostname or "")
    return parts.scheme in schemes and plain and bool(host) and port != 0
