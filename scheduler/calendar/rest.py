"""When a channel is left in peace: public holidays, its own days off, its quiet hours."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from scheduler.calendar.day_rules import EVERY_DAY, Moved, WorkCalendar, WorkingDay, unmoved
from scheduler.calendar.days_off import known_days_off
from scheduler.calendar.holidays import holiday, weekend
from scheduler.calendar.quiet_hours import known_quiet
from scheduler.calendar.recurrence import Recurrence, zone_named
from scheduler.reasons import Cause, Reason


@dataclass(frozen=True, slots=True)
class Rest:
    """What a channel has set: codes of a country and a region, days off and hours as we write them.

    It is kept as text, so that it can lie in the row of each schedule. ``workdays`` are the days of
    its working week (``0,1,2,3,6``, Monday is 0); none are those of the country.
    """

    country: str = ""
    region: str = ""
    days: str = ""
    quiet: str = ""
    workdays: str = ""

    @property
    def week(self) -> frozenset[int]:
        """Return the days of the week on which people work here; Monday is 0."""
        own = frozenset(int(day) for day in self.workdays.split(",") if day.isdecimal())
        return own & EVERY_DAY or EVERY_DAY - weekend(self.country)

    def cause(self, moment: datetime, zone: str) -> Cause | None:
        """Return why nothing is sent at a moment, or None; days are those of ``zone``."""
        return self.day_off(moment, zone) or self.quiet_at(moment)

    def day_off(self, moment: datetime, zone: str) -> Cause | None:
        """Return why nothing is sent on that day, or None."""
        local = moment.astimezone(zone_named(zone))
        day = local.date()
        for each in known_days_off(self.days):
            if each.hold(day, local.time()):
                since = f"from {each.begins:%H:%M} " if each.begins else ""
                return Cause(Reason.DAY_OFF, f"{since}{each.word}".strip())
        name = holiday(self.country, self.region, day)
        return Cause(Reason.HOLIDAY, name) if name else None

    def quiet_at(self, moment: datetime) -> Cause | None:
        """Return why nothing is sent at that time of day, or None."""
        quiet = known_quiet(self.quiet)
        return Cause(Reason.QUIET_HOURS, quiet.hours) if quiet and quiet.hold(moment) else None

    @property
    def calendar(self) -> WorkCalendar:
        """Return on which days people work here."""
        own = self.week if self.workdays else frozenset()
        return WorkCalendar(self.country, self.region, self.days, own)

    def working(self, recurrence: Recurrence) -> Recurrence:
        """Return a recurrence whose working days are those of the channel."""
        match recurrence.rule:
            case WorkingDay() as rule:
                return replace(recurrence, rule=replace(rule, calendar=self.calendar))
            case Moved(rule):
                return replace(recurrence, rule=Moved(rule, self.calendar))
            case _:
                return recurrence

    def moving(self, recurrence: Recurrence) -> Recurrence:
        """Return a recurrence that moves from days off to the next working day of the channel."""
        rule = unmoved(recurrence.rule)
        if isinstance(rule, WorkingDay):  # is never on one
            return self.working(recurrence)
        return replace(recurrence, rule=Moved(rule, self.calendar))

    def dump(self) -> dict[str, str]:
        """Return what is set, as plain JSON values."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def load(cls, mapping: Mapping[str, str]) -> "Rest":
        """Return what ``dump`` wrote."""
        return cls(**{name: str(mapping.get(name, "")) for name in cls.__slots__})
