"""What a workspace may set, each once: its forms, its card and its save are made from this table.

A new setting is an entry here, a field of ``handlers.ports.member.Member``, and a column in
``bot.store.tables.workspaces`` with its migration.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time

from content.flow import Flow
from handlers.cards import Action, Button, Field, FieldKind
from handlers.domain.asks.duty import Duty
from handlers.domain.excerpt import cut
from handlers.domain.insights.rule import WATCHED_DAYS, WATCHED_TIMES, Watch
from handlers.domain.people import Place, spoken_name
from handlers.domain.redaction import redact, redact_secrets
from handlers.domain.wording import names_in_words
from handlers.ports.member import Member
from handlers.workspace.setting import (
    Elsewhere,
    FormName,
    FromWithin,
    Setting,
    Typed,
    Unfit,
    Workspace,
)
from scheduler.calendar.recurrence import zone_named
from scheduler.phrases.clock_times import exact_time

LINE_LENGTH = 100
REMEDY_LENGTH = 60  # it is a button
MAX_REMEDIES = 6
_WATCH_WORDS = (
    f"Write it as {Watch()}: from {WATCHED_TIMES.start} to {WATCHED_TIMES.stop - 1} times, in "
    f"{WATCHED_DAYS.start} to {WATCHED_DAYS.stop - 1} days."
)
POSTS_A_MINUTE = range(6, 2401)


def _line(
    name: str, label: str, hint: str, now: Callable[[Member], str], *, optional: bool = True
) -> Callable[[Workspace], tuple[Field, ...]]:
    """Return what draws a setting of one line."""
    field = Field(name, label, hint=hint, optional=optional, max_length=LINE_LENGTH)
    return lambda it: (replace(field, value=now(it.member)),)


def _zone(typed: Mapping[str, str], flow: Flow) -> str:
    try:
        zone_named(typed["zone"])
    except ValueError:
        raise Unfit("That is no time zone I know. For example: Europe/Rome") from None
    return typed["zone"]


def channel_words(place: Place | None, here: Place, nothing: str) -> str:
    """Return what to call a channel that was chosen: by its name where that is known."""
    if place is None:
        return nothing
    if place != here:
        return place.called("a channel whose name I don't know")
    return f"{here.called('')}, this channel".removeprefix(", ")


def _zone_shown(member: Member) -> str:
    return member.workspace_zone if member.has_zone else "UTC, as nobody has set it"


def _zone_suggested(member: Member) -> str:
    """Return what the form is filled in with: where nobody has set it, the admin's own."""
    return member.workspace_zone if member.has_zone else member.zone


def _day_ends(member: Member) -> str:
    return f"{member.day_ends:%H:%M}" if member.day_ends else ""


def _day_end(typed: Mapping[str, str], flow: Flow) -> str | None:
    if not typed["day_ends"]:
        return None
    at = exact_time(typed["day_ends"])
    if at is None or at == time():
        raise Unfit("One time of day, before midnight, please. For example: 17:30")
    return f"{at:%H:%M}"


def _offered(it: Workspace) -> tuple[str, ...]:
    return it.member.remedies or tuple(remedy.label for remedy in it.flow.remedies)


def _remedies_field(it: Workspace) -> tuple[Field, ...]:
    field = Field(
        "remedies",
        "What may an agent offer without asking?",
        FieldKind.AREA,
        value="\n".join(_offered(it)),
        hint="One a line, with its limit: refund the trip (up to 40 €). It ends “You will …”.",
        optional=True,
        max_length=600,
    )
    return (field,)


def _remedies(typed: Mapping[str, str], flow: Flow) -> list[str] | None:
    """Return them, each once; None, the pack's own, if there are none or the same ones."""
    lines = (" ".join(redact(line).split()) for line in typed["remedies"].splitlines())
    remedies = [line for line in dict.fromkeys(lines) if line]
    if len(remedies) > MAX_REMEDIES:
        raise Unfit(f"At most {MAX_REMEDIES}: the agent is on the phone.")
    if too_long := next((line for line in remedies if len(line) > REMEDY_LENGTH), ""):
        raise Unfit(f"At most {REMEDY_LENGTH} letters a line: “{cut(too_long, 24)}” is longer.")
    usual = remedies == [remedy.label for remedy in flow.remedies]
    return None if usual or not remedies else remedies


def _number_fields(it: Workspace) -> tuple[Field, ...]:
    """Return a line for each kind of trouble."""
    return tuple(
        Field(
            branch.id,
            branch.label,
            value=it.member.numbers.get(branch.id, ""),
            hint=branch.route,
            optional=True,
            max_length=LINE_LENGTH,
        )
        for branch in it.flow.branches
    )


def _numbers(typed: Mapping[str, str], flow: Flow) -> Mapping[str, str] | None:
    lines = {id_: redact_secrets(" ".join(line.split())) for id_, line in typed.items()}
    return {id_: line[:LINE_LENGTH] for id_, line in lines.items() if line} or None


def _confirmed(it: Workspace) -> str:
    numbers = ((branch.label, it.member.numbers.get(branch.id)) for branch in it.flow.branches)
    lines = [f"{label}: {number}" for label, number in numbers if number]
    return "\n".join(lines) or "none yet: the cards say it in general"


def _pace(member: Member) -> str:
    return str(round(member.rate_per_s * 60))


def _rate(typed: Mapping[str, str], flow: Flow) -> float:
    pace, allowed = typed["pace"], POSTS_A_MINUTE
    if not pace.isdecimal() or int(pace[:6]) not in allowed:
        raise Unfit(f"A number from {allowed.start} to {allowed.stop - 1}. Usual is 300 in Slack.")
    return int(pace) / 60


def _watched(typed: Mapping[str, str], flow: Flow) -> str | None:
    """Return it as it is kept; None, the usual, if it is empty or that."""
    try:
        watch = Watch.read(" ".join(typed["rule_watch"].split()))
    except ValueError:
        raise Unfit(_WATCH_WORDS) from None
    return None if watch == Watch() else str(watch)


def duty_words(duty: Duty, names: Mapping[str, str], here: Place) -> str:
    """Return who is on duty, and where that is another place than the lead's."""
    who = [f"@{duty.group_name}"] if duty.group else []
    people = () if duty.group else duty.people
    who += [spoken_name(each, names.get(each, "")) for each in people]
    who += ["everybody who is here"] if duty.here else []
    where = channel_words(duty.place, here, "")
    return f"{names_in_words(who)}{f', in {where}' if where else ''}"


def _on_duty(it: Workspace) -> str:
    own = (
        (branch.label, duty_words(it.member.duties.get(branch.id, Duty()), it.names, it.here))
        for branch in it.flow.branches
    )
    lines = [f"{label}: {words.removeprefix(', ')}" for label, words in own if words]
    usual = duty_words(it.member.duty, it.names, it.here)
    return "\n".join((usual or "nobody named: the managers", *lines))


def _mentor(it: Workspace) -> str:
    mentor = it.member.mentor
    return spoken_name(mentor, it.names.get(mentor, "")) if mentor else "nobody yet"


SETTINGS = (
    Setting(
        column="zone",
        label="Time zone",
        shown=lambda it: _zone_shown(it.member),
        how=Typed(
            FormName.LINES,
            _line(
                "zone",
                "Time zone",
                "For example: Europe/Rome",
                _zone_suggested,
                optional=False,
            ),
            _zone,
        ),
    ),
    Setting(
        column="lead_place",
        label="Lead's channel",
        shown=lambda it: channel_words(it.member.lead_place, it.here, "none yet"),
        how=FromWithin(
            Button("Lead's channel: here", Action("care.lead-here")),
            lambda member: member.lead_place,
        ),
    ),
    Setting(
        column="lead_line",
        label="If the lead's channel fails",
        shown=lambda it: it.member.lead_line or "what the card says for each kind of trouble",
        how=Typed(
            FormName.LINES,
            _line(
                "lead_line",
                "If the lead's channel can't be reached",
                "For example: Ring the duty lead: 7711",
                lambda member: member.lead_line,
            ),
            lambda typed, flow: redact_secrets(typed["lead_line"])[:LINE_LENGTH],
        ),
    ),
    Setting(
        column="duty",
        label="On duty",
        shown=_on_duty,
        how=Elsewhere(Button("Who is on duty", Action("care.duty"))),
    ),
    Setting(
        column="mentor",
        label="Mentor, for lessons",
        shown=_mentor,
        how=Elsewhere(Button("The mentor", Action("care.mentor"))),
    ),
    Setting(
        column="thanks_place",
        label="Channel for thanks",
        shown=lambda it: channel_words(
            it.member.thanks_place, it.here, "none yet: thanks stay private"
        ),
        how=FromWithin(
            Button("Channel for thanks: here", Action("care.thanks-here")),
            lambda member: member.thanks_place,
        ),
    ),
    Setting(
        column="sign_off",
        label="Sign-off under reminders",
        shown=lambda it: it.member.sign_off or "none",
        how=Typed(
            FormName.LINES,
            _line(
                "sign_off",
                "Sign-off under new reminders",
                "For example: Look after each other. Dana",
                lambda member: member.sign_off,
            ),
            lambda typed, flow: redact(typed["sign_off"])[:LINE_LENGTH],
        ),
    ),
    Setting(
        column="day_ends",
        label="End of the day",
        shown=lambda it: _day_ends(it.member) or "not set: a promise by then is asked about",
        how=Typed(
            FormName.LINES,
            _line(
                "day_ends",
                "End of the day",
                "For example: 17:30. A promise “by end of day” is due then.",
                _day_ends,
            ),
            _day_end,
        ),
    ),
    Setting(
        column="remedies",
        label="Agents may offer",
        shown=lambda it: "; ".join(_offered(it)),
        how=Typed(FormName.REMEDIES, _remedies_field, _remedies),
    ),
    Setting(
        column="numbers",
        label="Local numbers",
        shown=_confirmed,
        how=Typed(FormName.NUMBERS, _number_fields, _numbers),
    ),
    Setting(
        column="rule_watch",
        label="A rule's owner is told",
        shown=lambda it: f"from {Watch.read(it.member.rule_watch)}, by three people at least",
        how=Typed(
            FormName.LINES,
            _line(
                "rule_watch",
                "From how many bends is a rule's owner told?",
                f"Usual is {Watch()}. By fewer than three people they never are.",
                lambda member: member.rule_watch,
            ),
            _watched,
        ),
    ),
    Setting(
        column="rate_per_s",
        label="Posts a minute, at most",
        shown=lambda it: _pace(it.member),
        how=Typed(
            FormName.LINES,
            _line(
                "pace",
                "Posts a minute, at most",
                "For example: 300, which is usual in Slack. Lower it if an alert says so.",
                _pace,
                optional=False,
            ),
            _rate,
        ),
    ),
)
