from pathlib import Path

import pytest

from content import CORE, ContentError, Problem, load, loaded
from content.document import Node
from content.flow import MAX_CAUSES, MIN_CAUSES
from content.models import ReminderKind
from content.overlay import overlaid
from tests.content.packs import FILES, FLOW, REMINDERS, spoilt, written


def problems_of(*packs: Path) -> list[str]:
    """Return what is wrong with the packs, as an editor reads it."""
    with pytest.raises(ContentError) as caught:
        load(*packs)
    return str(caught.value).splitlines()


def test_a_right_pack_loads_and_its_words_stay_as_they_were_written(tmp_path):
    content = load(written(tmp_path, FILES))

    shift = content.reminders[1]
    assert (shift.text, shift.credit, shift.kind) == ("NO", "9:30", ReminderKind.BEFORE_SHIFT)
    assert content.reminders[0].practice == "Count to three before you answer."
    assert [time.at for time in content.flow.times] == [None, "09:30", "10:00"]
    assert [time.minutes for time in content.flow.times] == [60, None, None]
    assert len(content.flow.branches) == 6


@pytest.mark.parametrize(
    "text", ["9:30", "1e3", "0x10", "yes", "2024-01-01", "1_000", ".inf", "=", "0o7", "null and so"]
)
def test_a_text_that_looks_like_something_else_stays_a_text(tmp_path, text):
    content = load(spoilt(tmp_path, "reminders.yaml", "text: NO", f"text: {text}"))

    assert content.reminders[1].text == text


ASIDE = FLOW[FLOW.index("      - id: circles") : FLOW.index("  - id: listen")]

MISTAKES = {
    "a misspelt kind": (
        *("reminders.yaml", "kind: thought", "kind: thouht"),
        "reminders.yaml:3:kind: is «thouht»; "
        "use one of thought, before-shift, what-if, question, try",
    ),
    "a missing key": (
        *("reminders.yaml", "  text: NO\n", ""),
        "reminders.yaml:8:text: is missing, add text: …",
    ),
    "a misspelt key": (
        *("reminders.yaml", "text: NO", "txt: NO"),
        "reminders.yaml:11:txt: is not a key we know; did you mean text?",
    ),
    "an unlikely key": (
        *("reminders.yaml", "text: NO", "text: NO\n  wibble: x"),
        "reminders.yaml:12:wibble: is not a key we know; "
        "use one of id, idea, kind, text, try, what_if, scenes, because, trade, contact, credit",
    ),
    "a misspelt key deep inside": (
        *("flow.yaml", "      say:\n", "      sya:\n"),
        "flow.yaml:7:voice.sya: is not a key we know; did you mean say?",
    ),
    "a misspelt key of the flow": (
        *("flow.yaml", "by_when:", "by_wen:"),
        "flow.yaml:169:by_wen: is not a key we know; did you mean by_when?",
    ),
    "a text too long": (
        *("reminders.yaml", "text: NO", f"text: {'a' * 512}"),
        "reminders.yaml:11:text: is 512 characters long; keep it within 420",
    ),
    "nothing after a key": (
        *("reminders.yaml", "text: NO", "text:"),
        "reminders.yaml:11:text: is empty; write something or remove the line",
    ),
    "a null": (
        *("reminders.yaml", "text: NO", "text: ~"),
        "reminders.yaml:11:text: is empty; write something or remove the line",
    ),
    "blanks in quotes": (
        *("reminders.yaml", "text: NO", "text: '  '"),
        "reminders.yaml:11:text: is empty; write something or remove the line",
    ),
    "an empty sample": (
        *("flow.yaml", "        - Go on.\n", "        -\n"),
        "flow.yaml:9:voice.say.2: is empty; write something or remove the line",
    ),
    "a list for a text": (
        *("reminders.yaml", "text: NO", "text: [a, b]"),
        "reminders.yaml:11:text: should be one text, not a list or keys below it",
    ),
    "a text for a list": (
        *("flow.yaml", "hints:\n        - Listen first.", "hints: Listen first."),
        "flow.yaml:5:voice.hints: should be a list; begin each entry with a hyphen",
    ),
    "a text for an entry": (
        *("reminders.yaml", "- id: no-shift", "- just this\n- id: no-shift"),
        "reminders.yaml:8: is a text alone, «just this»; write keys, such as id: …",
    ),
    "too many samples": (
        *("flow.yaml", "        - Go on.\n", "        - a\n        - b\n        - c\n"),
        "flow.yaml:7:voice.say: has 4 entries; keep at most 3",
    ),
    "too few remedies": (
        *("flow.yaml", "  - id: ring-back\n    label: Ring back\n    promise: ring back\n", ""),
        "flow.yaml:154:remedies: has too few entries (1); it needs 2",
    ),
    "a wrong entry among the fewest allowed": (
        *("flow.yaml", "promise: ring back", "promis: ring back"),
        "flow.yaml:160:promis: is not a key we know; did you mean promise?",
    ),
    "an id with a blank": (
        *("reminders.yaml", "no-shift", "No Shift"),
        "reminders.yaml:8:id: is «No Shift»; "
        "use small letters, digits and single hyphens only, like ask-first",
    ),
    "an idea with three digits": (
        *("reminders.yaml", "R31", "R310"),
        "reminders.yaml:9:idea: is «R310»; use a capital letter and a number, like R12: "
        "the ids stand in content/packs/core/principles.yaml",
    ),
    "an idea that has no card": (
        *("reminders.yaml", "R31", "Z9"),
        "reminders.yaml:9:idea: is «Z9», which is not in principles.yaml; "
        "the ids stand in content/packs/core/principles.yaml, or add a card for it",
    ),
    "an idea with a digit left out": (
        *("reminders.yaml", "R31", "R3"),
        "reminders.yaml:9:idea: is «R3», which is not in principles.yaml; did you mean R31?",
    ),
    "an id used twice": (
        *("reminders.yaml", "no-shift", "let-it-out"),
        "reminders.yaml:8:id: is «let-it-out», as on line 1; give it an id of its own",
    ),
    "a time without a leading zero": (
        *("flow.yaml", "at: 09:30", "at: 9:30"),
        'flow.yaml:165:at: is «9:30»; use a time of day in quotes, like "09:30"',
    ),
    "a number in words": (
        *("flow.yaml", "minutes: 60", "minutes: sixty"),
        "flow.yaml:163:minutes: should be a whole number, like 30",
    ),
    "a number of another notation": (
        *("flow.yaml", "minutes: 60", "minutes: 0x10"),
        "flow.yaml:163:minutes: should be a whole number, like 30",
    ),
    "too short a time": (
        *("flow.yaml", "minutes: 60", "minutes: 3"),
        "flow.yaml:163:minutes: is 3; use 5 or more",
    ),
    "too many days": (
        *("flow.yaml", "days: 1", "days: 99"),
        "flow.yaml:168:days: is 99; use 14 or less",
    ),
    "a time that is two": (
        *("flow.yaml", "minutes: 60", "minutes: 60\n    at: 10:00"),
        'flow.yaml:162:times: needs either minutes, or at: "17:00" (with days: 1 for tomorrow)',
    ),
    "a button that does two things": (
        *("flow.yaml", "show: circles", "show: circles\n        go: own"),
        "flow.yaml:23:buttons.1: has more than one of go, show and form; keep one",
    ),
    "a button to a step that is not there": (
        *("flow.yaml", "go: listen", "go: listn"),
        "flow.yaml:33:asides.1.buttons.1.go: is «listn»; "
        "use one of listen, close, own, end, act, vent, after, refer",
    ),
    "a button to an aside that is not there": (
        *("flow.yaml", "show: circles", "show: circus"),
        "flow.yaml:24:buttons.1.show: is «circus», which is no aside of this step; "
        "use one of circles",
    ),
    "a button of an aside to an aside that is not there": (
        *("flow.yaml", "go: listen", "show: lost"),
        "flow.yaml:33:asides.1.buttons.1.show: is «lost», which is no aside of this step; "
        "use one of circles",
    ),
    "a button of by_when to an aside of another step": (
        *("flow.yaml", "go: close", "show: circles"),
        "flow.yaml:177:by_when.buttons.1.show: is «circles», which is no aside of this step; "
        "the step has none",
    ),
    "a step of an unknown name": (
        *("flow.yaml", "id: vent", "id: vnt"),
        "flow.yaml:2:id: is «vnt»; use one of vent, own, act, after, listen, refer, close",
    ),
    "a step that is there twice": (
        *("flow.yaml", "id: own", "id: act"),
        "flow.yaml:74:id: is «act», as on line 54; give it an id of its own",
    ),
    "an aside that is there twice": (
        *("flow.yaml", "    asides:\n", f"    asides:\n{ASIDE}"),
        "flow.yaml:34:id: is «circles», as on line 26; give it an id of its own",
    ),
    "a way of contact without a label": (
        *("flow.yaml", "    voice: Phone\n", ""),
        "flow.yaml:179:words.variants.voice: is missing, add voice: …",
    ),
    "a misspelt way of contact": (
        *("flow.yaml", "    voice: Phone\n", "    voic: Phone\n"),
        "flow.yaml:180:words.variants.voic: is not a key we know; did you mean voice?",
    ),
    "a missing word": (
        *("flow.yaml", "  back: back it is\n", ""),
        "flow.yaml:178:words.back: is missing, add back: …",
    ),
    "branches inside the flow": (
        *("flow.yaml", "remedies:", "branches: []\nremedies:"),
        "flow.yaml:154:branches: has a file of its own; move it to branches.yaml",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_once_with_its_place_and_what_would_be_right(
    tmp_path, name, old, new, expected
):
    assert problems_of(spoilt(tmp_path, name, old, new)) == [expected]


def test_a_step_that_is_missing_is_named(tmp_path):
    flow = FLOW[: FLOW.index("  - id: refer")] + FLOW[FLOW.index("remedies:") :]

    assert problems_of(written(tmp_path, {**FILES, "flow.yaml": flow})) == [
        "flow.yaml:1:steps: has no refer; "
        "the steps are vent, listen, own, act, close, after, refer, in this order"
    ]


def test_steps_in_another_order_are_told(tmp_path):
    flow = (
        FLOW.replace("id: own", "id: x").replace("id: act", "id: own").replace("id: x", "id: act")
    )

    assert problems_of(written(tmp_path, {**FILES, "flow.yaml": flow})) == [
        "flow.yaml:1:steps: has the order vent, listen, act, own, close, after, refer; "
        "the steps are vent, listen, own, act, close, after, refer, in this order"
    ]


def test_no_steps_at_all_are_told(tmp_path):
    flow = "steps: []\n" + FLOW[FLOW.index("remedies:") :]

    [problem] = problems_of(written(tmp_path, {**FILES, "flow.yaml": flow}))
    assert problem.startswith("flow.yaml:1:steps: has no vent, listen, own, act, close, after")


def test_a_branch_that_is_missing_is_told(tmp_path):
    branches = FILES["branches.yaml"]
    branches = branches[: branches.index("- id: fraud")]

    assert problems_of(written(tmp_path, {**FILES, "branches.yaml": branches})) == [
        "branches.yaml:1: has too few entries (5); it needs 6"
    ]


def test_the_problems_of_all_files_come_at_once_and_in_order(tmp_path):
    folder = written(
        tmp_path,
        {
            "reminders.yaml": REMINDERS.replace("R24", "r24").replace("no-shift", "No"),
            "principles.yaml": "- id: [",
            "flow.yaml": FLOW.replace("go: listen", "go: there"),
            "reminder.yml": "",
        },
    )

    found = [problem.partition(": ")[0] for problem in problems_of(folder)]
    assert found == [
        "branches.yaml:1",
        "danger.yaml:1",
        "flow.yaml:33:asides.1.buttons.1.go",
        "moves.yaml:1",
        "principles.yaml:1",
        "reminder.yml:1",
        "reminders.yaml:2:idea",
        "reminders.yaml:8:id",
        "shoutouts.yaml:1",
    ]


def test_a_problem_knows_its_place(tmp_path):
    with pytest.raises(ContentError) as caught:
        load(spoilt(tmp_path, "reminders.yaml", "  text: NO\n", ""))

    assert caught.value.problems == (
        Problem("reminders.yaml", 8, "text", "is missing, add text: …"),
    )


def test_a_very_long_report_is_cut(tmp_path):
    lines = problems_of(written(tmp_path, {**FILES, "reminders.yaml": "- {}\n" * 100}))

    assert len(lines) == 201
    assert lines[-1] == "… and 300 more"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("reminders.yml", "did you mean reminders.yaml?", id="another ending"),
        pytest.param("Reminders.YAML", "did you mean reminders.yaml?", id="capitals"),
        pytest.param("branch.yaml", "did you mean branches.yaml?", id="a shorter name"),
        pytest.param(
            "zzz.yaml",
            "use one of reminders.yaml, principles.yaml, synonyms.yaml, flow.yaml, branches.yaml,"
            " shoutouts.yaml, danger.yaml, danger_points.yaml, moves.yaml",
            id="quite another name",
        ),
    ],
)
def test_a_file_that_nothing_would_read_is_told(tmp_path, name, hint):
    folder = written(tmp_path, {**FILES, name: "x"})

    assert problems_of(folder) == [f"{name}:1: is not a file of a pack; {hint}"]


def test_other_files_may_lie_beside(tmp_path):
    load(written(tmp_path, {**FILES, "README.md": "x", ".#flow.yaml": "x", "notes.txt": "x"}))


def test_a_first_pack_needs_every_file(tmp_path):
    assert problems_of(written(tmp_path, {})) == [
        f"{name}:1: is missing; a complete pack needs it" for name in sorted(FILES)
    ]


def test_a_folder_that_is_not_there_is_one_problem(tmp_path):
    assert problems_of(tmp_path / "lost") == [
        "lost:1: cannot be opened as a folder: No such file or directory"
    ]


def test_without_a_pack_it_is_the_core():
    assert load() == load(CORE)


def _node(value):
    """Return a value as a file has it."""
    match value:
        case dict():
            inside = {key: _node(each) for key, each in value.items()}
            return Node(inside, "flow.yaml", 1)
        case list():
            return Node([_node(each) for each in value], "flow.yaml", 1)
    return Node(str(value), "flow.yaml", 1)


class TestLaidOver:
    """A pack over another."""

    @pytest.fixture
    def below(self, tmp_path):
        return written(tmp_path / "below", FILES)

    @pytest.fixture
    def above(self, tmp_path):
        return lambda **files: written(
            tmp_path / "desk", {f"{name}.yaml": text for name, text in files.items()}
        )

    def test_an_empty_folder_changes_nothing(self, below, above):
        assert load(below, above()) == load(below)

    def test_a_known_id_replaces_the_entry_in_its_place(self, below, above):
        new = REMINDERS[: REMINDERS.index("- id: no")].replace("R24", "P2")

        reminders = load(below, above(reminders=new)).reminders

        assert [(it.id, it.idea) for it in reminders] == [("let-it-out", "P2"), ("no-shift", "R31")]

    def test_a_new_id_is_added_at_the_end(self, below, above):
        new = REMINDERS[: REMINDERS.index("- id: no")].replace("let-it-out", "new")

        reminders = load(below, above(reminders=new)).reminders

        assert [it.id for it in reminders] == ["let-it-out", "no-shift", "new"]

    def test_a_third_pack_lies_over_the_second(self, below, above, tmp_path):
        words = "words:\n  back: {}\n  skip: {}\n"
        second = above(flow=words.format("Return", "Not now"))
        third = written(tmp_path / "team", {"flow.yaml": "words:\n  back: Go back\n"})

        flow = load(below, second, third).flow

        assert (flow.words.back, flow.words.skip) == ("Go back", "Not now")

    def test_words_change_one_by_one_even_those_inside(self, below, above):
        words = load(below, above(flow="words:\n  variants:\n    chat: Mail\n")).flow.words

        assert list(words.variants.values()) == ["Phone", "Mail", "Counter"]
        assert words.back == "back it is"

    def test_times_change_as_a_whole(self, below, above):
        times = "times:\n" + "".join(f"  - label: {n}\n    minutes: {n}\n" for n in (10, 20, 30))

        assert [it.minutes for it in load(below, above(flow=times)).flow.times] == [10, 20, 30]

    def test_a_remedy_is_replaced_by_its_id(self, below, above):
        remedy = "remedies:\n  - id: refund\n    label: Up to 40 €\n    promise: refund it\n"

        flow = load(below, above(flow=remedy)).flow

        assert [it.label for it in flow.remedies] == ["Up to 40 €", "Ring back"]

    @pytest.mark.parametrize(
        ("causes", "labels"),
        [
            pytest.param(
                "  - id: late\n    label: Hours late\n",
                ["Hours late", "Something else"],
                id="ours in their words",
            ),
            pytest.param("  - id: late\n", ["Too late"], id="one of ours alone"),
            pytest.param(
                "  - id: queue\n    label: The queue\n  - id: other\n",
                ["The queue", "Something else"],
                id="a list of their own",
            ),
        ],
    )
    def test_causes_are_ours_in_their_words_or_their_own(self, causes, labels, below, above):
        if len(labels) < MIN_CAUSES:
            with pytest.raises(ContentError, match=f"it needs {MIN_CAUSES}"):
                load(below, above(flow=f"causes:\n{causes}"))
            return
        flow = load(below, above(flow=f"causes:\n{causes}")).flow
        assert [each.label for each in flow.causes] == labels

    @pytest.mark.parametrize("number", [MAX_CAUSES, MAX_CAUSES + 1])
    def test_there_are_at_most_so_many_causes(self, number, below, above):
        rows = (f"  - id: cause-{each}\n    label: Cause {each}\n" for each in range(number))
        pack = above(flow=f"causes:\n{''.join(rows)}")
        if number > MAX_CAUSES:
            with pytest.raises(ContentError, match=f"keep at most {MAX_CAUSES}"):
                load(below, pack)
        else:
            assert len(load(below, pack).flow.causes) == number

    def test_a_step_is_replaced_by_its_id(self, below, above):
        own = FLOW[FLOW.index("  - id: own") : FLOW.index("  - id: act")]

        flow = load(below, above(flow="steps:\n" + own.replace("The step", "Own it"))).flow

        assert [it.title for it in flow.steps].index("Own it") == 2
        assert len(flow.steps) == 7

    def test_one_line_of_a_step_is_one_line(self, below, above):
        line = "steps:\n  - id: vent\n    voice:\n      say:\n        - I'm here.\n"
        before, flow = load(below).flow, load(below, above(flow=line)).flow

        assert flow.steps[0].voice.say == ("I'm here.",)
        assert flow.steps[0].voice.hints == before.steps[0].voice.hints
        assert flow.steps[0].chat == before.steps[0].chat
        assert flow.steps[1:] == before.steps[1:]

    def test_one_line_of_an_aside_is_one_line_and_a_new_one_is_added(self):
        flow = load().flow
        step = next(each for each in flow.steps if each.asides)
        aside = step.aside(step.asides[0].id)
        new = aside.model_dump(mode="json", exclude_none=True) | {"id": "our-own"}
        steps = [each.model_dump(mode="json", exclude_none=True) for each in flow.steps]
        changed = overlaid(
            "flow.yaml",
            _node({"steps": steps}),
            _node({"steps": [{"id": step.id, "asides": [{"id": aside.id, "title": "Ours"}, new]}]}),
        )
        entry = next(each for each in changed.items("steps") if each.text("id") == step.id)
        asides = [each.plain() for each in entry.items("asides")]
        assert asides[0]["title"] == "Ours"
        assert asides[0]["advice"] == new["advice"]
        assert asides[-1]["id"] == "our-own"
        assert len(asides) == len(step.asides) + 1

    def test_one_line_of_a_branch_is_one_line(self, below, above):
        line = "- id: safety\n  route: Ring 7711.\n"
        before, branches = (
            load(below).flow.branches,
            load(below, above(branches=line)).flow.branches,
        )

        assert branches[0] == before[0].model_copy(update={"route": "Ring 7711."})
        assert branches[1:] == before[1:]

    def test_an_entry_that_lacks_a_key_that_is_new_in_ours_falls_back_and_says_so(
        self, below, above
    ):
        old = "- id: let-it-out\n  idea: P2\n  kind: thought\n  text: Ours.\n"
        found = loaded(below, above(reminders=old))

        first = found.content.reminders[0]
        assert (first.text, first.credit, first.practice) == ("Ours.", "A blog on care", None)
        assert list(map(str, found.fallbacks)) == [
            "desk/reminders.yaml:1:credit: is missing in let-it-out; ours is used"
        ]

    def test_an_entry_of_ones_own_needs_every_key(self, below, above):
        new = "- id: mine\n  idea: P2\n  kind: thought\n  text: Mine.\n"
        assert problems_of(below, above(reminders=new)) == [
            "desk/reminders.yaml:1:credit: is missing, add credit: …"
        ]

    def test_what_a_pack_says_itself_is_told(self, below, above):
        found = loaded(
            below,
            above(
                flow="steps:\n  - id: vent\n    title: Ours\nwords:\n  back: Return\n",
                branches="- id: safety\n  route: Ring 7711.\n",
            ),
        )
        assert found.changes == {
            "branches.yaml": ("safety",),
            "flow.yaml": ("steps: vent", "words"),
        }
        assert not found.fallbacks

    def test_a_number_in_a_branch_points_to_the_settings(self, below, above):
        wrong = "- id: safety\n  number: 112\n"
        (problem,) = problems_of(below, above(branches=wrong))
        assert problem.startswith("desk/branches.yaml:2:number: is not a key we know; ")
        assert problem.endswith(
            "For a number to ring no file is needed: /care settings, Local numbers"
        )

    def test_synonyms_are_added_and_name_ideas_that_there_are(self, below, above):
        more = "- words: [parking]\n  ideas: [P2]\n"
        assert load(CORE, above(synonyms=more)).synonyms[0].words == ("parking",)
        lost = "- words: [parking]\n  ideas: [P99]\n"
        (problem,) = problems_of(CORE, above(synonyms=lost))
        assert "synonyms.yaml:2:ideas: is «P99», which is not in principles.yaml" in problem

    @pytest.mark.parametrize(
        ("name", "text", "expected"),
        [
            pytest.param(
                "flow",
                "steps:\n  - id: smile\n",
                "desk/flow.yaml:2:id: is «smile», which replaces nothing; "
                "use one of vent, listen, own, act, close, after, refer",
                id="a step",
            ),
            pytest.param(
                "flow",
                "remedies:\n  - id: flowers\n",
                "desk/flow.yaml:2:id: is «flowers», which replaces nothing; "
                "use one of refund, ring-back",
                id="a remedy",
            ),
            pytest.param(
                "branches",
                "- label: Ghosts\n",
                "desk/branches.yaml:1:id: is missing; "
                "use one of safety, abuse, life, vulnerable, legal, fraud",
                id="a branch without an id",
            ),
        ],
    )
    def test_a_fixed_set_takes_no_newcomers(self, below, above, name, text, expected):
        assert problems_of(below, above(**{name: text})) == [expected]

    @pytest.mark.parametrize(
        ("name", "text", "expected"),
        [
            pytest.param(
                "reminders",
                "- id: let-it-out\n  idea: P2\n  kind: try\n  txt: x\n  credit: us\n",
                "desk/reminders.yaml:4:txt: is not a key we know; did you mean text?",
                id="in an entry that replaces another",
            ),
            pytest.param(
                "flow",
                "\nwords:\n  bakc: Return\n",
                "desk/flow.yaml:3:words.bakc: is not a key we know; did you mean back?",
                id="in a word",
            ),
            pytest.param(
                "flow",
                "steps: []\n",
                "desk/flow.yaml:1:steps: has no vent, listen, own, act, close, after, refer; "
                "the steps are vent, listen, own, act, close, after, refer, in this order",
                id="in steps that are none",
            ),
            pytest.param(
                "flow",
                "words: hello\n",
                "desk/flow.yaml:1:words: is a text alone, «hello»; write keys, such as back: …",
                id="in words that are one",
            ),
            pytest.param(
                "reminders",
                "# nothing yet\n",
                "desk/reminders.yaml:1: is empty; write something or remove the file",
                id="in a file without entries",
            ),
            pytest.param(
                "flow",
                "- words\n",
                "desk/flow.yaml:1: should have keys, each as key: text",
                id="in the shape of the flow",
            ),
            pytest.param(
                "reminders",
                "reminders:\n  - id: x\n",
                "desk/reminders.yaml:1: should be a list; begin each entry with a hyphen",
                id="in the shape of a list",
            ),
        ],
    )
    def test_a_mistake_is_found_in_the_file_that_has_it(self, below, above, name, text, expected):
        assert problems_of(below, above(**{name: text})) == [expected]

    def test_an_unreadable_file_below_brings_no_other_problem(self, below, above):
        (below / "reminders.yaml").write_text("- [")
        new = REMINDERS[: REMINDERS.index("- id: no")]

        [problem] = problems_of(below, above(reminders=new))

        assert problem.startswith("reminders.yaml:1: has [, ], { or }")


def test_what_a_pack_holds_no_more_costs_nobody_theirs(tmp_path):
    """It stood in our own pack once, so it may stand in a copy of it."""
    file = tmp_path / "shoutouts.yaml"
    file.write_text("closed_well: Put it right\nguidance: What did they do?\n", encoding="utf-8")
    assert load(CORE, tmp_path).shoutouts.guidance == "What did they do?"
