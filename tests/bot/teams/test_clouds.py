"""Each cloud has its own issuer, keys, token service and hosts; a setting takes the place of one.

The expected values are Microsoft's:

- GCC High, DoD: https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
  (``ToBotFromChannelTokenIssuer``, ``ToBotFromChannelOpenIdMetadataUrl``,
  ``ToChannelFromBotLoginUrl``, ``ToChannelFromBotOAuthScope``)
- China: https://learn.microsoft.com/azure/bot-service/how-to-deploy-china-cloud, the same names
- public: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
- service hosts of GCC, GCC High and DoD:
  https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
- service host of China: https://github.com/microsoft/teams.ts,
  ``packages/api/src/auth/cloud-environment.ts``; the page above names none
"""

from dataclasses import replace

import pytest

from bot.config.field_types import TeamsCloud
from bot.config.settings import Settings
from bot.serve.doors import teams_config
from bot.teams.clouds import CLOUDS
from tests.bot.teams.conftest import good, opened_site

PUBLIC_LOGIN = "https://login.microsoftonline.com/{}/oauth2/v2.0/token"
GOV_LOGIN = "https://login.microsoftonline.us/{}/oauth2/v2.0/token"
CHINA_LOGIN = "https://login.partner.microsoftonline.cn/{}/oauth2/v2.0/token"
KEYS = "https://login.botframework.{}/v1/.well-known/openidconfiguration"
EXPECTED = {  # issuer, keys, token of a shared bot, token of ours, scope, a service address
    "public": (
        "https://api.botframework.com",
        KEYS.format("com"),
        PUBLIC_LOGIN.format("botframework.com"),
        PUBLIC_LOGIN.format("ours"),
        "https://api.botframework.com/.default",
        "https://smba.trafficmanager.net/teams",
    ),
    "gcc": (
        "https://api.botframework.com",
        KEYS.format("com"),
        PUBLIC_LOGIN.format("botframework.com"),
        PUBLIC_LOGIN.format("ours"),
        "https://api.botframework.com/.default",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
    ),
    "gcc-high": (
        "https://api.botframework.us",
        KEYS.format("azure.us"),
        GOV_LOGIN.format("MicrosoftServices.onmicrosoft.us"),
        GOV_LOGIN.format("ours"),
        "https://api.botframework.us/.default",
        "https://smba.infra.gov.teams.microsoft.us/teams",
    ),
    "dod": (
        "https://api.botframework.us",
        KEYS.format("azure.us"),
        GOV_LOGIN.format("MicrosoftServices.onmicrosoft.us"),
        GOV_LOGIN.format("ours"),
        "https://api.botframework.us/.default",
        "https://smba.infra.dod.teams.microsoft.us/teams",
    ),
    "china": (
        "https://api.botframework.azure.cn",
        KEYS.format("azure.cn"),
        CHINA_LOGIN.format("microsoftservices.partner.onmschina.cn"),
        CHINA_LOGIN.format("ours"),
        "https://api.botframework.azure.cn/.default",
        "https://frontend.botapi.msg.infra.teams.microsoftonline.cn/",
    ),
}


def config(cloud, **settings):
    return teams_config(Settings(teams_app_id="a", teams_cloud=cloud, **settings))


@pytest.mark.parametrize("cloud", TeamsCloud)
def test_a_cloud_sets_everything_that_follows_from_it(cloud):
    shared, ours = config(cloud), config(cloud, teams_tenant_id="ours")
    issuer, keys, shared_token, our_token, scope, service_url = EXPECTED[cloud]
    assert (shared.cloud.issuer, shared.cloud.openid_url) == (issuer, keys)
    assert (shared.token_address, ours.token_address) == (shared_token, our_token)
    assert shared.cloud.scope == scope
    assert shared.allows(service_url)


@pytest.mark.parametrize("cloud", TeamsCloud)
def test_a_cloud_speaks_from_its_own_hosts_alone(cloud):
    addresses = {name: row[-1] for name, row in EXPECTED.items()}
    spoken = {name for name, address in addresses.items() if config(cloud).allows(address)}
    assert spoken == ({"public", "gcc"} if cloud == "gcc" else {str(cloud)})


@pytest.mark.parametrize("cloud", TeamsCloud)
def test_a_host_that_only_contains_one_of_a_cloud_is_none(cloud):
    host = CLOUDS[cloud].service_hosts[0]
    for address in (f"https://x{host}/", f"https://{host}.evil.example/", f"https://a.{host}/"):
        assert not config(cloud).allows(address)
    assert not config(cloud).allows(f"http://{host}/")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("teams_issuer", lambda told: told.cloud.issuer),
        ("teams_openid_url", lambda told: told.cloud.openid_url),
        ("teams_token_url", lambda told: told.token_address),
        ("teams_scope", lambda told: told.cloud.scope),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_setting_of_its_own_takes_the_place_of_the_cloud_s(name, read):
    before = config("dod")
    after = config("dod", **{name: "https://ours.example/x"})
    assert read(after) == "https://ours.example/x"
    assert read(after) != read(before)
    others = {"teams_issuer", "teams_openid_url", "teams_token_url", "teams_scope"} - {name}
    for other in others:
        assert getattr(after.cloud, other[6:]) == getattr(before.cloud, other[6:])


def test_further_hosts_are_let_in_beside_those_of_the_cloud():
    told = config("gcc-high", teams_service_hosts="ours.example")
    assert told.allows("https://ours.example/teams")
    assert told.allows("https://smba.infra.gov.teams.microsoft.us/teams")
    assert not told.allows("https://smba.trafficmanager.net/teams")


@pytest.mark.parametrize("cloud", TeamsCloud)
async def test_a_token_of_this_cloud_comes_in_and_ours_is_asked_for_in_its_scope(
    cloud, own_database, teams, seconds
):
    stands_in = teams.cloud
    ours = replace(CLOUDS[cloud], openid_url=stands_in.openid_url, token_url=stands_in.token_url)
    issuers = {each.issuer for each in CLOUDS.values()}
    async with opened_site(own_database, teams, seconds, cloud=ours) as site:
        for issuer in issuers:
            status, _ = await site.deliver(good(teams), teams.token(iss=issuer))
            assert status == (200 if issuer == ours.issuer else 401), issuer
    assert [each["scope"] for each in teams.token_requests] == [ours.scope]
