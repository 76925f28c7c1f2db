"""The clouds in which Microsoft runs Teams: who signs there, where our token comes from, its hosts.

Sources, Microsoft's own:
https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high (GCC High and DoD),
https://learn.microsoft.com/azure/bot-service/how-to-deploy-china-cloud (operated by 21Vianet),
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
(service hosts, but for China), and for the service host of China the Teams SDK,
https://github.com/microsoft/teams.ts (``cloud-environment.ts``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.config.field_types import TeamsCloud


@dataclass(frozen=True, slots=True)
class Cloud:
    """What differs from one cloud to the next.

    ``token_url`` may have ``{tenant}`` in it, ``shared_tenant`` stands there for a bot that is of
    no single tenant. A host of ``service_hosts`` that begins with ``*.`` stands for all below it.
    """

    issuer: str
    openid_url: str
    token_url: str
    shared_tenant: str
    scope: str
    service_hosts: tuple[str, ...]

    def speaks_at(self, host: str) -> bool:
        """Tell whether a host, in small letters, is one of this cloud's Teams."""
        return any(
            host.endswith(each[1:]) if each.startswith("*.") else host == each
            for each in self.service_hosts
        )

    def token_address(self, tenant_id: str) -> str:
        """Return where the token of a bot comes from that belongs to a tenant, or to none."""
        return self.token_url.replace("{tenant}", tenant_id or self.shared_tenant)


PUBLIC = Cloud(
    issuer="https://api.botframework.com",
    openid_url="https://login.botframework.com/v1/.well-known/openidconfiguration",
    token_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106 - address
    shared_tenant="botframework.com",
    scope="https://api.botframework.com/.default",
    service_hosts=("smba.trafficmanager.net", "*.botframework.com"),
)
_GCC_HIGH = Cloud(
    issuer="https://api.botframework.us",
    openid_url="https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    token_url="https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token",  # noqa: S106 - address
    shared_tenant="MicrosoftServices.onmicrosoft.us",
    scope="https://api.botframework.us/.default",
    service_hosts=("smba.infra.gov.teams.microsoft.us",),
)
_CHINA = Cloud(
    issuer="https://api.botframework.azure.cn",
    openid_url="https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
    token_url="https://login.partner.microsoftonline.cn/{tenant}/oauth2/v2.0/token",  # noqa: S106
    shared_tenant="microsoftservices.partner.onmschina.cn",
    scope="https://api.botframework.azure.cn/.default",
    service_hosts=("frontend.botapi.msg.infra.teams.microsoftonline.cn",),
)
CLOUDS: Mapping[TeamsCloud, Cloud] = {
    TeamsCloud.PUBLIC: PUBLIC,
    # GCC's bots are registered in the public cloud, and its Teams may also speak from there.
    TeamsCloud.GCC: replace(
        PUBLIC, service_hosts=(*PUBLIC.service_hosts, "smba.infra.gcc.teams.microsoft.com")
    ),
    TeamsCloud.GCC_HIGH: _GCC_HIGH,
    TeamsCloud.DOD: replace(_GCC_HIGH, service_hosts=("smba.infra.dod.teams.microsoft.us",)),
    TeamsCloud.CHINA: _CHINA,
}
