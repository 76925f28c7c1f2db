"""A text as the passes read it: what each sign is read as, and where it stood as it was typed."""

import pytest

from handlers.domain.redaction.view import KEPT, MAYBE, Kind, viewed

READ_AS = [
    pytest.param("ＡＺａｚ０９", "AZaz09", id="wide letters and digits"),
    pytest.param("\uff01\uff5e", "!~", id="the first wide sign and the last"),
    pytest.param("\uff0b\uff1a\uff20", "+:@", id="wide signs"),
    pytest.param("\uff5f", "\uff5f", id="what comes after them"),
    pytest.param("\u0664\u06f4\u096a", "444", id="digits of other scripts"),
    pytest.param("²\u2460", "21", id="raised and ringed digits"),
    pytest.param("\U0001d7d8\U0001fbf9", "09", id="digits of mathematics and of old machines"),
    pytest.param("\u00bd", "\u00bd", id="a fraction is no digit"),
    pytest.param("a\u00a0b\u2003c\u3000d\u202fe", "a b c d e", id="other spaces"),
    pytest.param("a\u2028b\u2029c", "a b c", id="ends of lines and paragraphs"),
    pytest.param("\u0085\u00a1", "\u0085\u00a1", id="what is no space and no sign of ours"),
    pytest.param("\u2010\u2013\u2014\u2212\u30fc", "-----", id="dashes"),
    pytest.param("\u00b7\u2022\u3002", "...", id="dots"),
    pytest.param("\u2044\u2215", "//", id="slashes"),
    pytest.param("\u2018\u2019\u02bc", "'''", id="quotes"),
    pytest.param("\u201c\u201d\u201e\u00ab\u00bb", '"""""', id="double quotes"),
    pytest.param("\u060c\u3001", ",,", id="commas"),
    pytest.param("\u203f", "_", id="a tie"),
    pytest.param("\u0130", "I", id="the letter whose small one is longer"),
    pytest.param(KEPT + MAYBE, "\ufffd\ufffd", id="what stands for something here"),
    pytest.param("è ж 密", "è ж 密", id="letters of any script"),
]


@pytest.mark.parametrize(("typed", "read"), READ_AS)
def test_a_sign_is_read_as_the_plain_one(typed, read):
    assert viewed(typed).text == read


@pytest.mark.parametrize(
    "sign", ["\u00ad", "\u200b", "\u200f", "\u2060", "\ufeff", "\ufe0f", "\u0336", "\U000e0001"]
)
def test_what_nobody_sees_is_not_read(sign):
    assert viewed(f"4{sign}1{sign}").text == "41"


@pytest.mark.parametrize(
    ("typed", "start", "end", "left"),
    [
        pytest.param("a 4111 b", 2, 6, "a [card] b", id="plain"),
        pytest.param("ä 4111 b", 2, 6, "ä [card] b", id="with an accent"),
        pytest.param("a 4\u200b1\u200b11 b", 2, 6, "a [card] b", id="with signs that nobody sees"),
        pytest.param("a\u200b 4111\u200b b", 2, 6, "a\u200b [card]\u200b b", id="around it"),
        pytest.param("\u0664\u0661\u0661\u0661", 0, 4, "[card]", id="all of it"),
    ],
)
def test_what_is_taken_out_is_taken_out_of_what_was_typed(typed, start, end, left):
    view = viewed(typed)
    view.cover([(start, end, Kind.CARD)])
    assert view.taken_out(typed) == left


def test_what_is_found_is_out_of_sight_and_what_is_kept_stands():
    view = viewed("abc def ghi")
    view.cover([(0, 3, Kind.PHONE), (4, 7, KEPT), (8, 11, MAYBE)])
    assert view.text == f"{KEPT * 3} {KEPT * 3} {MAYBE * 3}"
    assert view.found == [(0, 3, Kind.PHONE)]
    assert view.taken_out("abc def ghi") == "[phone] def ghi"


def test_where_nothing_is_found_all_stands():
    view = viewed("abc")
    view.cover([])
    assert (view.text, view.found, view.taken_out("abc")) == ("abc", [], "abc")


def test_what_later_passes_find_stands_in_the_order_of_the_text():
    view = viewed("abc def")
    view.cover([(4, 7, Kind.CARD)])
    view.cover([(0, 3, Kind.EMAIL)])
    assert view.taken_out("abc def") == "[e-mail] [card]"
