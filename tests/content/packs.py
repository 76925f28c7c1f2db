"""A small pack that is right, as text, for tests to spoil."""

from pathlib import Path
from typing import get_args

from content import CORE
from content.flow import StepId, Variant

REMINDERS = """\
- id: let-it-out
  idea: R24
  kind: thought
  text: Nobody hears an answer before they have been heard.
  try: Count to three before you answer.
  credit: A blog on care

- id: no-shift
  idea: R31
  kind: before-shift
  text: NO
  credit: "9:30"
"""

PRINCIPLES = """\
- id: P2
  name: Customers are people
  text: They deal with you, a person.
  try: Use a name.
  credit: A book on people

- id: R24
  name: Hear them first
  text: Nobody listens before they were heard.
  try: Count to three.
  credit: A blog on care

- id: R31
  name: The shift begins before it
  text: It does.
  try: Come in five minutes early.
  credit: A blog on care
"""

_ADVICE = """\
    {variant}:
      hints:
        - Listen first.
      say:
        - What happened?
        - Go on.
"""

_STEP = """\
  - id: {id}
    title: The step
""" + "".join(_ADVICE.format(variant=variant) for variant in Variant)

_VENT = (
    _STEP.format(id="vent")
    + """\
    buttons:
      - label: It goes in circles
        show: circles
    asides:
      - id: circles
        title: Build a bridge
        advice:
          hints:
            - What did I miss?
        buttons:
          - label: That was all
            go: listen
"""
)

FLOW = (
    "steps:\n"
    + _VENT
    + "".join(_STEP.format(id=id) for id in get_args(StepId) if id != "vent")
    + """\
remedies:
  - id: refund
    label: Refund it
    promise: refund it
  - id: ring-back
    label: Ring back
    promise: ring back
times:
  - label: In 1 hour
    minutes: 60
  - label: Today 9:30
    at: 09:30
  - label: Tomorrow
    at: 10:00
    days: 1
by_when:
  id: by-when
  title: By when?
  advice:
    hints:
      - Pick a time you can keep.
  buttons:
    - label: No time yet
      go: close
words:
  variants:
    voice: Phone
    chat: Chat
    counter: Counter
  reached:
    voice: by phone
    chat: by chat
    counter: at the counter
  givens:
    less: Less
    owed: What was owed
    more: More
"""
    + "".join(
        f"  {key}: {key} it is\n"
        for key in (
            *("back", "skip", "pause", "go_on", "refer", "variant", "alarm", "page"),
            *("something_else", "another_time", "leave_out", "second_on", "paused", "closed"),
            *(
                "more",
                "to_step",
                "other_words",
                "first_words",
                "not_to_do",
                "to_do",
                "second",
                "not_second",
            ),
            *("mistake", "reopen", "done_already", "done", "no_time", "thrown_away"),
            "handed_over",
            *("passed_on", "cause", "given", "given_what", "check"),
            *("page_again", "will", "promised", "noted"),
            *("paging", "no_answer", "delivered", "not_delivered"),
            *("late", "late_still_trying"),
        )
    )
    + """\
promises:
  moved:
    hints:
      - Tell them first.
  broken:
    hints:
      - Tell them first.
causes:
  - id: late
    label: Too late
  - id: other
    label: Something else
"""
)

BRANCHES = "".join(
    f"""\
- id: {id}
  label: It is {id}
  title: Stay calm
  do:
    - Ask whether they are safe.
  dont: Argue about the cause.
  route: Your lead.
  page: a case of {id}
  undelivered: Ring your lead.
  safe: All is well
"""
    for id in ("safety", "abuse", "life", "vulnerable", "legal", "fraud")
)

SHOUTOUTS = (
    "behaviours:\n"
    + "".join(
        f"  - id: {id}\n    idea: C{number}\n    label: It was {id}\n"
        for number, id in enumerate(("communicate", "acknowledge", "respond", "enrich"), 1)
    )
    + """\
guidance: What did they do?
example: stayed late to bring the order to the door
"""
)

DANGER = """\
groups:
  they: he|she
denied:
  - no|not
not_now:
  words:
    - last year
  unless:
    - bought .. last year
entries:
  - id: fire
    marks:
      - danger
    branch: safety
    words:
      - on fire
      - "{they} .. burn*"
    unless:
      - on fire today
  - id: grief
    marks:
      - private
    words:
      - died
"""

MOVES = (CORE / "moves.yaml").read_text(encoding="utf-8")  # numbers and all

FILES = {
    "reminders.yaml": REMINDERS,
    "principles.yaml": PRINCIPLES,
    "flow.yaml": FLOW,
    "branches.yaml": BRANCHES,
    "shoutouts.yaml": SHOUTOUTS,
    "danger.yaml": DANGER,
    "moves.yaml": MOVES,
}


def written(folder: Path, files: dict[str, str]) -> Path:
    """Return the folder, with these files in it."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def spoilt(folder: Path, name: str, old: str, new: str) -> Path:
    """Return a folder with the right pack in which one place is wrong."""
    assert old in FILES[name], f"{old!r} is not in {name}"
    return written(folder, {**FILES, name: FILES[name].replace(old, new, 1)})
