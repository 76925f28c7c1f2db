"""Two people called Sam work in one organization of Teams."""

import pytest

from tests.bot.teams.driver import driven
from tests.bot.two_sams import held, two_sams

BY_MAIL = {"samone": {"email": "reed@demo.com"}, "samtwo": {"email": "klein@demo.com"}}
BY_SIGN_IN = {
    "samone": {"userPrincipalName": "sam.reed@demo.com"},
    "samtwo": {"userPrincipalName": "sam.klein@demo.com"},
}


@pytest.mark.parametrize(
    ("facts", "one", "two"),
    [
        (BY_MAIL, "Sam (reed)", "Sam (klein)"),
        (BY_SIGN_IN, "Sam (sam.reed)", "Sam (sam.klein)"),
        ({}, "Sam (1)", "Sam (2)"),
    ],
    ids=["by their addresses", "by what they sign in with", "by a number"],
)
async def test_each_is_who_they_are(facts, one, two, site):
    with two_sams():
        site.teams.facts |= facts
        async with driven(site) as driver:
            await held(driver, "samone,samtwo", one, two)
