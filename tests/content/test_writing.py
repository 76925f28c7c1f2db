"""What is written as YAML is read back as it was, whatever people typed."""

from hypothesis import given
from hypothesis import strategies as st

from content.document import read
from content.source import unseen_in
from content.writing import written

LINES = st.text(min_size=1, max_size=60).filter(
    lambda text: text == " ".join(text.split()) and not unseen_in(text) and text.isprintable()
)
KEYS = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True)
VALUES = st.recursive(
    LINES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(KEYS, inner, min_size=1, max_size=4)
    ),
)


@given(value=st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_values_come_back_as_they_were(value, tmp_path_factory):
    file = tmp_path_factory.mktemp("written") / "template.yaml"
    file.write_text(written(value), encoding="utf-8")
    assert read(file, file.name).plain() == value


def test_what_yaml_would_take_for_something_else_stays_a_text(tmp_path):
    value = {"a": "9:30", "b": "NO", "c": "1e3", "d": "null", "e": "# no remark", "f": "- x"}
    file = tmp_path / "template.yaml"
    file.write_text(written(value), encoding="utf-8")
    assert read(file, file.name).plain() == value
