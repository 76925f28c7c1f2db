"""What the Teams door needs to be told, and which addresses count as Teams."""

import re
from dataclasses import dataclass, field

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

    ``tenants`` may use it, or every one with EVERY_TENANT; none named: ``tenant_id``, where there
    is one. ``service_hosts`` are further hosts (``name`` or ``name:port``) that may stand in for
    Teams.
    """

    app_id: str = ""
    password: str = field(default="", repr=False)
    tenant_id: str = ""
    tenants: tuple[str, ...] = ()
    cloud: Cloud = PUBLIC
    service_hosts: tuple[str, ...] = ()
    anonymous: bool = False

    @property
    def configured(self) -> bool:
        """Tell whether somebody meant to open this door."""
        return self.anonymous or bool(self.app_id or self.password or self.tenant_id)

    @property
    def token_address(self) -> str:
        """Return where our own token comes from."""
        return self.cloud.token_address(self.tenant_id)

    def problems(self, *, on_loopback: bool) -> list[str]:
        """Return all that is missing or contradicts itself, a line each."""
        if not self.configured:
            return []
        found = []
        if self.anonymous:
            if not on_loopback:
                found.append("CARELOOP_TEAMS_ANONYMOUS is for this machine only: unset it")
            if self.password:
                found.append("CARELOOP_TEAMS_ANONYMOUS and _APP_PASSWORD exclude each other")
            return found
        if not self.app_id:
            found.append("CARELOOP_TEAMS_APP_ID is missing: Azure calls it the application ID")
        if not self.password:
            found.append("CARELOOP_TEAMS_APP_PASSWORD is missing: a client secret of the app")
        return found

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
