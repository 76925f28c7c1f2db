"""When something is given up, each admin hears of it: privately, once, and never its words."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.certificate import STAGES, CertificateFiles
from bot.codec import load_post
from bot.library import Library
from bot.serve.alerts import Alerts, CertificateAlerts, PackAlerts
from bot.serve.app import nobody
from bot.serve.wiring import serving
from bot.store.database import Database
from bot.store.delivery_rows import ALERT
from bot.store.engine.roles import appoint
from bot.store.tables.deliveries import deliveries
from bot.store.tables.playground import web_messages
from handlers.domain.people import Platform, Role, Tenant
from scheduler.delivery import DeliveryState
from scheduler.reasons import Cause, Reason
from tests.calendars import ERRAND, HOUR, NINE, add_deliveries, delivery, rows_of
from tests.certificates import DAY, write

SECOND = timedelta(seconds=1)
WORDS = "Rosa Bianchi of the corner shop"


@pytest.fixture
async def staffed(database):
    """A database in which T1 has two admins and a manager, and T2 an admin."""
    for tenant, person, role in (
        ("T1", "alex", Role.ADMIN),
        ("T1", "amy", Role.ADMIN),
        ("T1", "dana", Role.MANAGER),
        ("T2", "zoe", Role.ADMIN),
    ):
        await appoint(database, Tenant(Platform.WEB, tenant), person, role, ERRAND)
    return database


def given_up(key, lane="web:T1:wins", at=NINE, reason=Reason.CHANNEL_ARCHIVED):
    body = {"words": WORDS}
    return delivery(
        key, lane, at, state=DeliveryState.DEAD, cause=Cause(reason), attempts=1, body=body
    )


async def told(database):
    rows = await rows_of(database, deliveries)
    return [row for row in rows if row.key.startswith(ALERT)]


def alerts(database, woken=None, named=()):
    async def wake(lanes):
        if woken is not None:
            woken.extend(lanes)

    return Alerts(database, wake, named)


async def test_each_admin_of_the_workspace_hears_of_it_privately(staffed):
    woken = []
    await add_deliveries(staffed, given_up("a"))
    await alerts(staffed, woken).tell(NINE)
    rows = await told(staffed)
    assert [row.lane for row in rows] == ["web:T1:@alex", "web:T1:@amy"] == woken
    post = load_post(rows[0].body)
    assert post.reader == "alex"
    assert post.card.body[0].text == "For a channel: the page says the channel is archived."
    assert WORDS not in str(rows[0].body)


async def test_a_hundred_letters_of_one_lane_and_reason_are_one_notice_an_hour(staffed):
    await add_deliveries(staffed, *(given_up(f"k{number}") for number in range(100)))
    watch = alerts(staffed)
    await watch.tell(NINE)
    await add_deliveries(staffed, given_up("again", at=NINE + timedelta(minutes=50)))
    await watch.tell(NINE + timedelta(minutes=50))
    assert len(await told(staffed)) == 2
    await add_deliveries(staffed, given_up("later", at=NINE + HOUR))
    await watch.tell(NINE + HOUR)
    assert len(await told(staffed)) == 4


async def test_another_lane_and_another_reason_are_told_apart(staffed):
    others = given_up("b", lane="web:T1:leads!"), given_up("c", reason=Reason.INTERRUPTED)
    await add_deliveries(staffed, given_up("a"), *others)
    await alerts(staffed).tell(NINE)
    assert len(await told(staffed)) == 6


async def test_a_restart_and_a_second_replica_tell_nothing_twice(staffed):
    await add_deliveries(staffed, given_up("a"))
    await alerts(staffed).tell(NINE)
    await alerts(staffed).tell(NINE + timedelta(minutes=1))
    assert len(await told(staffed)) == 2


async def test_a_notice_that_is_given_up_itself_is_not_told(staffed):
    await add_deliveries(staffed, given_up(f"{ALERT}1", lane="web:T1:@alex"))
    await alerts(staffed).tell(NINE)
    assert len(await told(staffed)) == 1


async def test_where_the_table_has_no_admin_those_of_the_settings_hear_of_it(database):
    await add_deliveries(database, given_up("a"))
    await alerts(database, named=("sam",)).tell(NINE)
    assert [row.lane for row in await told(database)] == ["web:T1:@sam"]


async def test_where_nobody_is_admin_a_manager_hears_of_it(database):
    await appoint(database, Tenant(Platform.WEB, "T1"), "dana", Role.MANAGER, ERRAND)
    await add_deliveries(database, given_up("a"))
    await alerts(database).tell(NINE)
    assert [row.lane for row in await told(database)] == ["web:T1:@dana"]


@pytest.mark.clients
async def test_it_is_told_by_a_running_server(settings):
    async with serving(settings), asyncio.timeout(60):
        database = Database(settings.database_url, settings.sqlite_sync)
        lost = replace(given_up("a", lane="web:demo:closed-down"), tenant="demo")
        await add_deliveries(database, lost)
        while not (heard := await rows_of(database, web_messages)):  # noqa: ASYNC110 - no bell
            await asyncio.sleep(0.1)
        await database.dispose()
    assert [(row.channel, row.reader) for row in heard] == [("@alex", "alex")]


async def test_who_comes_later_hears_of_a_refused_edit_and_managers_where_there_is_no_admin(
    database, tmp_path
):
    (tmp_path / "reminders.yaml").write_text("- id: [", encoding="utf-8")
    pack_alerts = PackAlerts(database, nobody, Library(tmp_path))
    await pack_alerts.tell(NINE)
    assert not await told(database)
    await appoint(database, Tenant(Platform.SLACK, "T3"), "sam", Role.MANAGER, ERRAND)
    await appoint(database, Tenant(Platform.SLACK, "T4"), "sam", Role.ADMIN, ERRAND)
    await pack_alerts.tell(NINE)
    assert sorted(row.lane for row in await told(database)) == ["slack:T3:@sam", "slack:T4:@sam"]


async def test_the_same_mistake_on_another_day_is_told_again(staffed, tmp_path):
    file = tmp_path / "reminders.yaml"
    library = Library(tmp_path)
    pack_alerts = PackAlerts(staffed, nobody, library)
    for day, words in enumerate(("- id: [", "", "- id: [")):
        file.write_text(words, encoding="utf-8") if words else file.unlink()
        await library.refresh()
        await pack_alerts.tell(NINE + day * 24 * HOUR)
    assert len(await told(staffed)) == 2 * 3  # three admins, twice


async def test_admins_hear_once_of_an_edit_of_the_words_that_was_refused(staffed, tmp_path):
    (tmp_path / "reminders.yaml").write_text("- id: [", encoding="utf-8")
    library, woken = Library(tmp_path), []

    async def wake(lanes):
        woken.extend(lanes)

    for _ in range(2):  # a restart
        pack_alerts = PackAlerts(staffed, wake, library)
        await pack_alerts.tell(NINE)
        await pack_alerts.tell(NINE + HOUR)
    rows = await told(staffed)
    assert sorted(row.lane for row in rows) == ["web:T1:@alex", "web:T1:@amy", "web:T2:@zoe"]
    card = load_post(rows[0].body).card
    assert card.title == "Your words were refused"
    assert "reminders.yaml:1" in card.body[0].text
    assert set(woken) == {row.lane for row in rows}


async def test_nobody_hears_of_an_edit_that_was_taken(staffed, tmp_path):
    pack_alerts = PackAlerts(staffed, nobody, Library(tmp_path))
    await pack_alerts.tell(NINE)
    assert not await told(staffed)


class TestACertificate:
    """It is told in stages before its end, to the admins of the organisation that it is of."""

    @pytest.fixture
    async def teams(self, database):
        for tenant, person in (("ours", "alex"), ("theirs", "zoe")):
            await appoint(database, Tenant(Platform.TEAMS, tenant), person, Role.ADMIN, ERRAND)
        await appoint(database, Tenant(Platform.SLACK, "T1"), "amy", Role.ADMIN, ERRAND)
        return database

    @pytest.fixture
    def file(self, tmp_path):
        return tmp_path / "teams.pem"

    def watch(self, database, file, home="", woken=None):
        async def wake(lanes):
            if woken is not None:
                woken.extend(lanes)

        return CertificateAlerts(database, wake, CertificateFiles(file), home)

    @pytest.mark.parametrize("stage", STAGES, ids=lambda each: f"{each.days} days")
    async def test_each_stage_is_told_once_from_its_moment_on(self, stage, teams, file, caplog):
        end = NINE + timedelta(days=60)
        write(file, left=timedelta(days=60), at=NINE)
        others = sorted((each for each in STAGES if each > stage), reverse=True)
        watch = self.watch(teams, file, "ours")
        for each in others:
            await watch.tell(end - each)
        caplog.clear()
        for at, count in (
            (end - stage - SECOND, len(others)),
            (end - stage, len(others) + 1),
            (end - stage + SECOND, len(others) + 1),
        ):
            await watch.tell(at)
            assert len(await told(teams)) == count
        assert caplog.text.count("teams.certificate_ends_soon") == 1
        await self.watch(teams, file, "ours").tell(end - stage + SECOND)  # another process
        assert len(await told(teams)) == len(others) + 1

    @pytest.mark.parametrize(
        ("home", "lanes"),
        [
            ("ours", ["teams:ours:@alex"]),
            ("OURS", ["teams:ours:@alex"]),
            ("", ["teams:ours:@alex", "teams:theirs:@zoe"]),
            ("unknown", []),
        ],
    )
    async def test_it_is_told_where_it_is_of(self, home, lanes, teams, file):
        write(file, left=7 * DAY, at=NINE)
        woken = []
        await self.watch(teams, file, home, woken).tell(NINE)
        rows = await told(teams)
        assert sorted(row.lane for row in rows) == lanes == sorted(woken)
        for row in rows:
            card = load_post(row.body).card
            assert "runs out on" in card.body[0].text
            assert str(file) not in str(row.body)

    async def test_it_is_told_as_soon_as_somebody_is_known(self, database, file, caplog):
        write(file, left=7 * DAY, at=NINE)
        watch = self.watch(database, file)
        await watch.tell(NINE)
        await watch.tell(NINE)
        assert await told(database) == []
        await appoint(database, Tenant(Platform.TEAMS, "ours"), "alex", Role.ADMIN, ERRAND)
        await watch.tell(NINE)
        assert len(await told(database)) == 1
        assert caplog.text.count("teams.certificate_ends_soon") == 1

    async def test_a_renewed_one_ends_the_matter(self, teams, file):
        write(file, left=7 * DAY, at=NINE)
        watch = self.watch(teams, file, "ours")
        await watch.tell(NINE)
        write(file, left=365 * DAY, at=NINE)
        await watch.tell(NINE + timedelta(days=6))
        assert len(await told(teams)) == 1

    async def test_one_that_cannot_be_read_is_told_once_a_day(self, teams, file, caplog):
        file.write_bytes(b"not a certificate")
        watch = self.watch(teams, file, "ours")
        for at in (NINE, NINE + HOUR, NINE + DAY):
            await watch.tell(at)
        rows = await told(teams)
        assert len(rows) == 2
        assert caplog.text.count("teams.certificate_unusable") == 2
        assert str(file) in caplog.text
        assert all(str(file) not in str(row.body) for row in rows)
