"""What the Teams door needs to be told, and which addresses count as Teams."""

import re
from dataclasses import dataclass, field

from bot.certificate import CertificateFiles
from bot.config.field_types import EVERY_TENANT
from bot.teams.clouds import PUBLIC, Cloud

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

_URL = re.compile(
    r"(https?)://([a-z0-9][a-z0-9.-]{0,252}|\[::1\])(?::([0-9]{1,5}))?(?:/[A-Za-z0-9._~/-]*)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TeamsConfig:
    """The app's registration; ``anonymous`` is for a local client that has none.

    It has a ``password`` or a ``certificate``, not both.
    ``tenants`` may use it, or every one with EVERY_TENANT; none named: ``tenant_id``, where there
    is one. ``service_hosts`` are further hosts (``name`` or ``name:port``) that may stand in for
    Teams.
    """

    app_id: str = ""
    password: str = field(default="", repr=False)
    certificate: CertificateFiles | None = None
    tenant_id: str = ""
    tenants: tuple[str, ...] = ()
    cloud: Cloud = PUBLIC
    service_hosts: tuple[str, ...] = ()
    anonymous: bool = False

    @property
    def token_address(self) -> str:
        """Return where our own token comes from."""
        return self.cloud.token_address(self.tenant_id)

    def serves(self, tenant: str) -> bool:
        """Tell whether an organisation may use the bot."""
        named = self.tenants or (self.tenant_id or EVERY_TENANT,)
        return EVERY_TENANT in named or tenant.lower() in {each.lower() for each in named}

    def allows(self, url: str) -> bool:
        """Tell whether a service address is one of Teams, or one that a setting names."""
        match = _URL.fullmatch(url)
        if match is None or ".." in url:
            return False
        port = match[3]
        scheme, host = match[1].lower(), match[2].lower()
        where = f"{host}:{port}" if port else host
        named = {each.lower() for each in self.service_hosts}
        local = host in LOOPBACK
        if scheme == "http" and not local:
            return False
        if host in named or where in named or (self.anonymous and local):
            return True
        return self.cloud.speaks_at(host) and scheme == "https" and port in (None, "443")
