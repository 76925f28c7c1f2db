"""When a channel is left in peace: public holidays, its own days off, its quiet hours."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from scheduler.calendar.days_off import known_days_off
from scheduler.calendar.holidays import holiday
from scheduler.calendar.quiet_hours import known_quiet
from scheduler.calendar.recurrence import zone_named

DAY_OFF, HOLIDAY, QUIET = "day off", "public holiday", "quiet hours"  # a reason begins with one


@dataclass(frozen=True, slots=True)
class Rest:
    """What a channel has set: codes of a country and a region, days off and hours as we write them.

    It is kept as text, so that it can lie in the row of each schedule.
    """

    country: str = ""
    region: str = ""
    days: str = ""
    quiet: str = ""

    def reason(self, moment: datetime, zone: str) -> str:
        """Return why nothing is sent at a moment, or nothing; days are those of ``zone``."""
        return self.day_reason(moment, zone) or self.quiet_reason(moment)

    def day_reason(self, moment: datetime, zone: str) -> str:
        """Return why nothing is sent on that day, or nothing."""
        day = moment.astimezone(zone_named(zone)).date()
        for each in known_days_off(self.days):
            if each.hold(day):
                return f"{DAY_OFF}: {each.word}" if each.word else DAY_OFF
        name = holiday(self.country, self.region, day)
        return f"{HOLIDAY}: {name}" if name else ""

    def quiet_reason(self, moment: datetime) -> str:
        """Return why nothing is sent at that time of day, or nothing."""
        quiet = known_quiet(self.quiet)
        return f"{QUIET}, {quiet.hours}" if quiet and quiet.hold(moment) else ""

    def dump(self) -> dict[str, str]:
        """Return what is set, as plain JSON values."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def load(cls, mapping: Mapping[str, str]) -> "Rest":
        """Return what ``dump`` wrote."""
        return cls(**{name: str(mapping.get(name, "")) for name in cls.__slots__})
