"""What must not be kept is taken out, and what the agent needs stays."""

import re
from time import process_time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handlers.domain.redaction import Kind, kinds_in, personal_in, redact, redact_secrets
from handlers.domain.redaction.codes import is_article, is_parcel
from tests.handlers.domain.redaction.tables import kept as kept_rows
from tests.handlers.domain.redaction.tables import taken_out as taken_out_rows

TABLE, KEPT = tuple(taken_out_rows()), tuple(kept_rows())

TAKEN_OUT = [
    pytest.param("card 4111 1111 1111 1111 ok", "card [card] ok", id="card in groups of four"),
    pytest.param("4111111111111111", "[card]", id="card in one run"),
    pytest.param("4111-1111-1111-1111", "[card]", id="card with dashes"),
    pytest.param("4111.1111.1111.1111", "[card]", id="card with dots"),
    pytest.param("4111\u20131111\u20131111\u20131111", "[card]", id="card with typeset dashes"),
    pytest.param("3782 822463 10005", "[card]", id="card of fifteen digits"),
    pytest.param("6011000990139424000", "[number]", id="nineteen digits that are no card"),
    pytest.param("4111111111111111 12/27", "[card]", id="card with its date"),
    pytest.param("write rosa.bianchi+x@mail.example.org!", "write [e-mail]!", id="e-mail"),
    pytest.param("rosa@example.museum, or", "[e-mail], or", id="e-mail with a long ending"),
    pytest.param("GB82 WEST 1234 5698 7654 32", "[iban]", id="IBAN in groups"),
    pytest.param("de89370400440532013000", "[iban]", id="IBAN in small letters"),
    pytest.param("NL91ABNA0417164300 now", "[iban] now", id="IBAN of the Netherlands"),
    pytest.param("NO9386011117947", "[iban]", id="IBAN of Norway, the shortest"),
    pytest.param("ring +39 02 1234 5678", "ring [phone]", id="phone with country code"),
    pytest.param("(020) 7946 0958", "[phone]", id="phone with brackets"),
    pytest.param("tel 555-0199-22", "tel [phone]", id="phone with dashes"),
    pytest.param("07700/900123", "[phone]", id="phone with a slash"),
    pytest.param("xoxb-12345678-abcdefgh", "[token]", id="token of a chat"),
    pytest.param("a@b.co and 4111111111111111", "[e-mail] and [card]", id="two kinds in one line"),
    pytest.param("4111111111111111,4111111111111111", "[card],[card]", id="two cards, a comma"),
    pytest.param("4111111111111111 5500005555555559", "[card] [card]", id="two cards, a space"),
    pytest.param("card no.4111111111111111.", "card no.[card].", id="card between full stops"),
    pytest.param("card:4111111111111111x", "card:[card]x", id="card with a letter at its end"),
    pytest.param("x4111111111111111", "x[card]", id="card with a letter before it"),
    pytest.param("4111 1111\n1111 1111", "[card]", id="card over two lines"),
    pytest.param("4111\u00a01111\u00a01111\u00a01111", "[card]", id="card with hard spaces"),
    pytest.param("４１１１１１１１１１１１１１１１", "[card]", id="card in wide digits"),
]

STAYS = [
    pytest.param("order 483920", id="order number of six digits"),
    pytest.param("case 1042", id="number of a case"),
    pytest.param("today 17:30", id="time"),
    pytest.param("from 12:30-14:45", id="two times"),
    pytest.param("since 09.30 - 17.00", id="opening hours"),
    pytest.param("on 2026-11-23", id="date"),
    pytest.param("on 23.11.2026", id="date with dots"),
    pytest.param("on 23/11/2026", id="date with slashes"),
    pytest.param("on 3-11-2026 at 9", id="date with dashes"),
    pytest.param("2026-11-23 09:30", id="date and time"),
    pytest.param("23.11.2026 17:30", id="date with dots and time"),
    pytest.param("it cost 1299.90", id="price"),
    pytest.param("it cost 1,299.90 euro", id="price with a comma"),
    pytest.param("12.50, 13.75 and 14.00", id="three prices"),
    pytest.param("size 42, 2 boots", id="small numbers"),
    pytest.param("50 % of 120 kg", id="amounts"),
    pytest.param("AB12 CDEF", id="words in capitals"),
    pytest.param("see you @ the shop", id="a lonely sign"),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize(("typed", "kept"), TAKEN_OUT)
def test_personal_numbers_and_addresses_are_taken_out(typed, kept):
    assert redact(typed) == kept


@pytest.mark.parametrize("typed", STAYS)
def test_what_the_agent_needs_stays(typed):
    assert redact(typed) == typed


LENGTHS = [
    pytest.param("739260", "739260", id="six digits"),
    pytest.param("7392610", "[phone]", id="seven digits"),
    pytest.param("ring 73926 or 7392610", "ring 73926 or [phone]", id="five digits to ring"),
    pytest.param("ring 739260", "ring [phone]", id="six digits to ring"),
    pytest.param("739261584027390", "[phone]", id="fifteen digits"),
    pytest.param("7392615840273950", "[number]", id="sixteen digits"),
    # Those below have the check of a card.
    pytest.param("739261584026", "[phone]", id="twelve digits"),
    pytest.param("7392615840273", "[card]", id="thirteen digits"),
    pytest.param("7392615840273951848", "[card]", id="nineteen digits"),
    pytest.param("73926158402739518468", "[number]", id="twenty digits"),
    pytest.param("q739261584026", "q739261584026", id="a letter and twelve digits"),
    pytest.param("q7392615840273", "q[card]", id="a letter and thirteen digits"),
    pytest.param("q7392615840273951848", "q[card]", id="a letter and nineteen digits"),
    pytest.param("q73926158402739518468", "q73926158402739518468", id="a letter and twenty digits"),
    # An address of six, and what stands beside it.
    pytest.param("1ab::1234 5678", "1ab::[phone]", id="an address of five digits hides no phone"),
    pytest.param("12ab::1234 5678", "12ab::1234 5678", id="an address of six digits stays"),
]


@pytest.mark.parametrize(("typed", "kept"), LENGTHS)
def test_by_its_length_a_number_stays_or_is_a_telephone_a_card_or_neither(typed, kept):
    assert redact(f"it is {typed} here") == f"it is {kept} here"


@pytest.mark.parametrize(("typed", "left", "secret"), TABLE)
def test_each_row_of_the_first_table_is_taken_out_and_nothing_else(typed, left, secret):
    assert redact(typed) == left
    assert secret not in left


@pytest.mark.parametrize("typed", KEPT)
def test_each_row_of_the_second_table_stays(typed):
    assert redact(typed) == typed


@pytest.mark.parametrize(("typed", "left", "secret"), TABLE)
def test_a_row_between_other_words_is_taken_out_too(typed, left, secret):
    around = "she waited for {} and got nothing"
    assert secret not in redact(around.format(typed))
    assert redact(left) == left


def test_tables_are_long_enough_to_mean_something():
    assert len(TABLE) >= 120
    assert len(KEPT) >= 120


ISSUED = ("4{:015d}", "51{:014d}", "2223{:012d}", "37{:013d}", "36{:012d}", "6011{:012d}")
odd = st.sampled_from(["", " ", "-", ".", ",", "_", "\n", "\u200b", "\u00ad", "\u00a0", " | ", "·"])


@settings(max_examples=200)
@given(
    st.sampled_from(ISSUED), st.integers(0, 10**11), odd, st.sampled_from(["order ", "no. ", ""])
)
def test_no_name_and_no_sign_saves_a_card_number(issued, number, separator, name):
    plain = issued.format(number)[:-1]
    card = plain + _check_digit(plain)
    written = separator.join(card[i : i + 4] for i in range(0, len(card), 4))
    assert redact(f"{name}{written} she said") == f"{name}[card] she said"


def test_what_was_found_is_told_once_each_in_the_order_of_the_text():
    typed = "ring +39 02 1234 5678 or 07700 900123, card 4111 1111 1111 1111"
    assert kinds_in(typed) == (Kind.PHONE, Kind.CARD)
    assert kinds_in("order 12345678, 23.11.2026") == ()


digits = st.text("0123456789", min_size=12, max_size=18)
separators = st.sampled_from(["", " ", "-", ".", "\u00a0", "/"])
around = st.text(st.sampled_from("abc .,:;()\n"), max_size=6)


@settings(max_examples=150)
@given(digits, separators, st.integers(2, 6), around, around)
@example("411111111111111", "", 4, "", "")
def test_no_card_number_is_kept(number, separator, group, before, after):
    card = number + _check_digit(number)
    assume(not is_article(card) and not is_parcel(card))
    written = separator.join(card[i : i + group] for i in range(0, len(card), group))
    kept = redact(f"{before}{written}{after}")
    assert card not in re.sub(r"\D", "", kept)


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_redacting_twice_is_redacting_once(text):
    once = redact(text)
    assert redact(once) == once


# Each is repeated to a hundred thousand signs.
HOSTILE = (
    *(
        "4",
        "1 ",
        "4,",
        "1.",
        "1-",
        "a",
        "A ",
        " ",
        "\n",
        "-",
        "_",
        "(",
        "+",
        "+1",
        ":",
        "12:",
        "a:",
    ),
    *("a1B2", "Aa0_", "a@", "a@b.c ", "a.", "@", "://", "https://a:b@c ", "hooks/", "eyJ", "eyJ."),
    *("-----BEGIN RSA PRIVATE KEY-----\n", "DE89", "kw12aaaa ", "GB82 WEST ", "password ", "pin "),
    *("password: ", "api_key is ", 'password "', "token=", "bearer ", "sk-", "order 1234567 "),
    *("a1234567 ", "1234567, ", "12.34.", "12.50, ", "EUR 12 ", "23.11.2026 ", "1.1.1.1 ", "1Z "),
    *(
        "parcel 123456789012 ",
        "0171 2345678 ",
        "4\u200b",
        "\u0664",
        "\u043f\u0430\u0440",
        "ж",
        "密码",
    ),
)
SIGNS = 100_000
PATIENCE = 5.0  # s of CPU; it takes a hundredth of that, and what isn't linear takes far more


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_makes_it_slow(piece):
    hostile = (piece * SIGNS)[:SIGNS]
    started = process_time()
    redact(hostile)
    redact_secrets(hostile)
    assert process_time() - started < PATIENCE


def test_more_numbers_than_anybody_types_go_as_a_whole():
    many = "order 12345678, 0171 2345678; " * 1000
    assert not re.search(r"\d{5}", redact(many))


def _check_digit(number: str) -> str:
    total = sum(
        sum(divmod(int(sign) * (2 - place % 2), 10)) for place, sign in enumerate(reversed(number))
    )
    return str(-total % 10)


LINES = [
    pytest.param("Ring the lead: +39 02 1234 5678", "Ring the lead: +39 02 1234 5678", id="phone"),
    pytest.param("+49 1512 3456789", "+49 1512 3456789", id="phone as long as a card"),
    pytest.param("leads@example.org", "leads@example.org", id="e-mail"),
    pytest.param("4111 1111 1111 1111", "[card]", id="card"),
    pytest.param("DE89 3704 0044 0532 0130 00", "[iban]", id="IBAN"),
    pytest.param("xoxb-12345678-abcdefgh", "[token]", id="token"),
]


@pytest.mark.parametrize(("typed", "kept"), LINES)
def test_a_line_that_says_whom_to_call_keeps_the_number_and_no_secret(typed, kept):
    assert redact_secrets(typed) == kept


@pytest.mark.parametrize("digits", ["41111111111111", "4222222222222", "378282246310005"])
def test_a_number_with_a_plus_is_called_whatever_its_checksum(digits):
    assert redact_secrets(f"ring +{digits} now") == f"ring +{digits} now"


def test_one_look_at_a_text_tells_what_is_taken_out_and_takes_it_out():
    text = "Ana, ana@example.com, or 0170 1234567"
    found = personal_in(text)
    assert found.kinds == kinds_in(text) == (Kind.EMAIL, Kind.PHONE)
    assert found.taken_out(text) == redact(text) == found.taken_out(text)
