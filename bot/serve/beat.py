"""What is done in every round of the clockwork, and what more seldom."""

import logging
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.serve.alerts import Alerts, CertificateAlerts, PackAlerts
from bot.serve.app import App
from bot.serve.doors import certificate_files
from bot.serve.notices.asks import tell_askers
from bot.serve.notices.follow_ups import follow_up
from bot.serve.notices.promises import notify_all
from bot.serve.notices.thanks import send_digests
from bot.serve.sending import Sending
from bot.store.database import Database
from bot.store.engine.clock_steps import put_schedules_right, reset_paces, shift_waiting, waits_for
from bot.store.engine.history import DeliveryHistory
from bot.store.engine.housekeeping import (
    forget_answers,
    forget_asks,
    forget_audit,
    forget_cases,
    forget_passed_on,
    forget_practice,
    forget_questions,
    forget_shoutouts,
    forget_turns,
    forget_weeks,
)
from bot.store.engine.lane_queue.rows import prune_log
from bot.store.engine.next_due import Work, work_due
from bot.store.engine.notices.asks import AskNotices
from bot.store.engine.notices.follow_ups import FollowUps
from bot.store.engine.notices.promises import Notices
from bot.store.engine.notices.thanks import ThanksDigests
from bot.store.engine.schedules import Schedules
from bot.store.erasure import Erasure
from bot.web.feed import Feed
from scheduler.clockwork import Beat, Duty, seldom
from scheduler.delivery import STALE
from scheduler.fire import fire_all
from scheduler.lanes import LaneEngine, sweep
from scheduler.sender import Sender
from scheduler.steps import StepWatch

EDITED = timedelta(seconds=3)  # between two looks at the workspace's pack
NOTICED = timedelta(seconds=10)  # between two looks at what was given up
ERASED = timedelta(seconds=5)  # between two tries to take what was deleted out of SQLite's log
REMOVED = timedelta(seconds=30)  # between two looks at who is said to have removed us
CERTIFIED = timedelta(minutes=10)  # between two looks at the certificate
MINUTE = timedelta(minutes=1)
RENEWED = timedelta(minutes=10)  # between two rounds of asking for names
HOUSEKEEPING = timedelta(hours=1)
AHEAD = timedelta(seconds=5)  # what was asked for later than now comes from a clock that was ahead

logger = logging.getLogger(__name__)


async def take_up(database: Database, sending: Sending, at: datetime) -> None:
    """Take up what the last process left in flight.

    On SQLite there is one process, so all of it is; elsewhere another may be sending it, and who
    has died is learnt in ``bot.store.engine.lives``.
    """
    if database.dialect == "sqlite":
        await sending.sender.recover(at)


async def set_by_our_clock(database: Database, at: datetime) -> bool:
    """Put right what a clock that was ahead has left behind; tell whether anything waited."""
    ahead = await waits_for(database) - at
    if is_ahead := ahead > AHEAD:
        await shift_waiting(database, at, -ahead)
    await reset_paces(database, at)
    await _put_right(database, at)
    return is_ahead


def duties(
    app: App,
    sending: Sending,
    feed: Feed,
    idle: Duty,
    fired: Callable[[int], None],
    steps: StepWatch,
    renew_names: Duty,
    ask_removed: Duty,
) -> Beat:
    """Return one round of the clockwork; ``fired`` is told how many schedules were due."""
    engine, sender = sending.engine, sending.sender
    schedules = Schedules(app.database)
    alerts = Alerts(app.database, engine.wake, app.settings.admins)
    pack_alerts = PackAlerts(app.database, engine.wake, app.library, app.settings.admins)
    notices, ask_notices = Notices(app.database), AskNotices(app.database)
    digests, follow_ups = ThanksDigests(app.database), FollowUps(app.database)

    is_set, to_shift, to_put_right = False, timedelta(), False

    async def look_at_the_clock(at: datetime) -> None:
        nonlocal is_set, to_shift, to_put_right
        if step := steps.look():
            logger.warning("clock.stepped by=%+.0fs", step.total_seconds())
            to_shift, to_put_right = to_shift + step, True
        if not sending.is_sure():
            return
        if not sending.is_eldest():  # the rows are everybody's: one clock alone moves them
            is_set, to_shift, to_put_right = False, timedelta(), False
            return
        if not is_set:
            if await set_by_our_clock(app.database, at):
                to_shift = timedelta()  # that was the step
            is_set = True
        if to_shift:  # a database that is away puts it off to the next round
            await shift_waiting(app.database, at, to_shift)
            to_shift = timedelta()
        if to_put_right:
            await _put_right(app.database, at)
            to_put_right = False

    erasure = Erasure(app.database)

    async def erase(at: datetime) -> None:
        if not await erasure.finish():
            logger.info("store.erasure_put_off")

    work = Work()

    async def look_for_work(at: datetime) -> None:
        nonlocal work
        work = Work()  # all, should we not learn it
        work = await work_due(app.database, at)

    async def fire_due(at: datetime) -> None:
        if work.schedules:
            fired(await fire_all(at, schedules, app.bot.draw, steps.leeway))

    async def notify(at: datetime) -> None:
        if work.notices:
            await notify_all(at, notices, app.bot.answer)

    async def tell_of_asks(at: datetime) -> None:
        if work.asks:
            await tell_askers(at, ask_notices, app.bot.answer)

    async def tell_of_thanks(at: datetime) -> None:
        if work.digests:
            await send_digests(at, digests, app.bot.answer)

    async def come_back(at: datetime) -> None:
        if work.follow_ups:
            await follow_up(at, follow_ups, app.bot.answer)

    async def wake_lanes(at: datetime) -> None:
        told = (work.notices, work.asks, work.digests, work.follow_ups)
        if any((work.deliveries, work.schedules, *told)):
            await sweep(at, sending.outbox, engine)

    async def tell_receipts(at: datetime) -> None:
        if work.receipts:
            await sender.tell()

    async def recover(at: datetime) -> None:
        # Of a version that claims nothing, only the age tells; and a clock that was set tells none.
        if not steps.recent:
            await sender.recover(at, STALE)

    async def tell_windows(at: datetime) -> None:
        await feed.tell()

    async def reread(at: datetime) -> None:
        await app.library.refresh()
        await pack_alerts.tell(at)

    rounds: Collection[Duty] = (
        look_at_the_clock,
        look_for_work,
        fire_due,
        tell_of_asks,
        notify,
        tell_of_thanks,
        come_back,
        wake_lanes,
        tell_receipts,
        *((tell_windows,) if app.settings.playground_on else ()),
        idle,
        seldom(alerts.tell, NOTICED, time.monotonic),
        seldom(reread, EDITED, time.monotonic),
        seldom(erase, ERASED, time.monotonic),
        seldom(ask_removed, REMOVED, time.monotonic),
        seldom(renew_names, RENEWED, time.monotonic),
        seldom(_housekeeping(app, sender), HOUSEKEEPING, time.monotonic),
    )
    if app.database.dialect != "sqlite":
        rounds = (*rounds, seldom(recover, MINUTE, time.monotonic))
    if certificate := _certificate_alerts(app, engine):
        rounds = (*rounds, seldom(certificate.tell, CERTIFIED, time.monotonic))
    return Beat(app.clock, *rounds)


def _certificate_alerts(app: App, engine: LaneEngine) -> CertificateAlerts | None:
    """Return who looks at the certificate for Teams, where there is one."""
    files, settings = certificate_files(app.settings), app.settings
    if files is None:
        return None
    home = settings.teams_tenant_id
    return CertificateAlerts(app.database, engine.wake, files, home, settings.admins)


def _housekeeping(app: App, sender: Sender) -> Duty:
    """Return the duty that forgets in time what was promised to be forgotten."""
    history = DeliveryHistory(app.database)

    async def forget(at: datetime) -> None:
        keep = timedelta(days=app.settings.notes_days)
        forgotten = await forget_cases(app.database, at, keep)
        forgotten += await forget_shoutouts(app.database, at, keep)
        forgotten += await forget_asks(app.database, at, keep)
        forgotten += await forget_passed_on(app.database, at, keep)
        forgotten += await forget_weeks(app.database, at, keep)
        forgotten += await forget_answers(app.database, at)
        forgotten += await forget_questions(app.database, at)
        forgotten += await forget_practice(app.database, at)
        forgotten += await forget_audit(app.database, at)
        await forget_turns(app.database, at)
        pruned = await history.prune(at)
        visits = await prune_log(app.database)
        if any(sender.counts.values()):
            counts = " ".join(f"{name}={count}" for name, count in sender.counts.items())
            logger.info("delivery.counts %s", counts)
        if forgotten or pruned or visits:
            line = "store.tidied rows=%d deliveries=%d visits=%d"
            logger.info(line, forgotten, pruned, visits)

    return forget


async def _put_right(database: Database, at: datetime) -> None:
    if brought_back := await put_schedules_right(database, at):
        logger.warning("schedules.put_right count=%d", brought_back)
