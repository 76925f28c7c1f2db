"""Numbers that show what they are: which check each kind has, and where it stands in a text."""

import pytest

from handlers.domain.redaction.codes import (
    find_codes,
    find_long_codes,
    is_article,
    is_parcel,
    is_shipped,
)
from handlers.domain.redaction.patterns import digit_zones
from handlers.domain.redaction.view import KEPT


def found(text, find=find_codes):
    spans = list(find(text, digit_zones(text)))
    assert all(what == KEPT for _, _, what in spans)
    return [text[start:end] for start, end, _ in spans]


ARTICLES = [
    pytest.param("isbn", "0306406152", "0306406153", id="ISBN of ten"),
    pytest.param("isbn", "080442957X", "080442975X", id="ISBN that ends with X"),
    pytest.param("isbn", "0-8044-2957-X", "0-8044-2959-X", id="ISBN in groups"),
    pytest.param("isbn", "043942089x", "043942098x", id="ISBN with a small x"),
    pytest.param("isbn", "978-3-16-148410-0", "978-3-16-148410-1", id="ISBN of thirteen"),
    pytest.param("issn", "2434-561X", "2434-651X", id="ISSN that ends with X"),
    pytest.param("issn", "1050-124X", "1050-142X", id="another ISSN that ends with X"),
    pytest.param("ean", "4006381333931", "4006381333932", id="EAN of thirteen"),
    pytest.param("upc", "036000291452", "036000291453", id="UPC of twelve"),
    pytest.param("gtin", "10012345600019", "10012345600018", id="GTIN of fourteen"),
    pytest.param("imei", "490154203237518", "490154203237517", id="IMEI of fifteen"),
]


@pytest.mark.parametrize(("name", "right", "wrong"), ARTICLES)
def test_a_named_number_is_one_of_an_article_if_its_check_is_right(name, right, wrong):
    assert found(f"{name} {right}") == [right]
    assert found(f"{name} {wrong}") == []


@pytest.mark.parametrize("number", ["0317-8471", "03178472", "96385074", "96385075"])
def test_eight_digits_that_are_named_need_no_check(number):
    assert found(f"issn {number}") == [number]


@pytest.mark.parametrize("number", ["1234567", "123456789", "12345678901", "1234567890123X"])
def test_a_named_number_of_another_length_is_none_of_an_article(number):
    assert found(f"ean {number}") == []


@pytest.mark.parametrize(
    "text",
    [
        "ISBN-10: 0306406152",
        "isbn13 9780306406157",
        "EAN-Code 4006381333931",
        "Barcode is 4006381333931",
        "código de barras: 4006381333931",
        "gtin-14 10012345600019",
    ],
)
def test_a_number_is_named_as_people_write_it(text):
    assert len(found(text)) == 1


def test_each_number_of_a_text_is_found_once_in_order():
    text = "isbn 0306406152, then imei 490154203237518 and ean 4006381333931"
    assert found(text) == ["0306406152", "490154203237518", "4006381333931"]
    assert found("gtin 4006381333931 4006381333931") == ["4006381333931"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("0-306-40615-2", True, id="ISBN of ten in groups"),
        pytest.param("0 306 40615 2", True, id="with spaces"),
        pytest.param("0-306-40615-3", False, id="whose check is wrong"),
        pytest.param("0306406152", False, id="that could be a telephone"),
        pytest.param("0-306406152", False, id="in two groups"),
        pytest.param("0-306-4061-52", False, id="whose last group has two digits"),
        pytest.param("978-3-16-148410-0", True, id="ISBN of thirteen in groups"),
        pytest.param("979-10-90636-07-1", True, id="of the later ones"),
        pytest.param("4006381333931", True, id="EAN of thirteen"),
        pytest.param("400-6381333931", False, id="EAN in groups"),
        pytest.param("4006381333932", False, id="EAN whose check is wrong"),
        pytest.param("0012345678905", False, id="thirteen digits that begin with 00"),
        pytest.param("036000291452", True, id="UPC"),
        pytest.param("036000291453", False, id="UPC whose check is wrong"),
        pytest.param("0 36000 29145 2", False, id="UPC in groups"),
        pytest.param("10012345600019", True, id="GTIN of fourteen"),
        pytest.param("00012345600012", False, id="GTIN that begins with 00"),
        pytest.param("96385074", False, id="eight digits"),
        pytest.param("4222222222222", False, id="a card"),
    ],
)
def test_a_number_on_its_own_is_one_of_an_article_by_check_and_shape(written, expected):
    assert is_article(written) is expected


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("100123456000192", "100123456000193", id="fifteen digits"),
        pytest.param("006141411234567890", "006141411234567891", id="a pallet of eighteen"),
        pytest.param("9611020987654312345672", "9611020987654312345674", id="96, by the last 15"),
        pytest.param("9611020987654312345673", "9611020987654312345676", id="96, by all digits"),
        pytest.param("9611020987654312345675", "9611020987654312345677", id="96, by 91 before it"),
        pytest.param("9400111899223100001014", "9400111899223100001013", id="USPS of 22"),
        pytest.param(
            "420100019400111899223100001014",
            "420100019400111899223100001015",
            id="USPS with its postcode",
        ),
        pytest.param(
            "0000000000000000000012345678901230",
            "0000000000000000000012345678901231",
            id="FedEx of 34",
        ),
        pytest.param(
            "30000000000000009865787888550000",
            "30000000000000009865787888560000",
            id="FedEx of 32",
        ),
    ],
)
def test_a_long_number_is_one_of_a_parcel_if_its_check_is_right(right, wrong):
    assert is_parcel(right)
    assert not is_parcel(wrong)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("0000000000", True),
        ("1234567891", True),
        ("1234567890", False),
        ("1234567898", False),
        ("12345678903", True),
        ("12345678904", False),
        ("986578788855", True),
        ("986578788856", False),
        ("10000000000000", True),
        ("01000000000000", False),
        ("123456789", False),
    ],
)
def test_a_shorter_number_may_be_one_of_a_parcel(digits, expected):
    assert is_shipped(digits) is expected


@pytest.mark.parametrize(
    "code",
    [
        "1Z999AA10123456784",
        "RR123456785DE",
        "JD014600003828392837",
        "TBA123456789012",
        "123e4567-e89b-12d3-a456-426614174000",
        "00:1b:44:11:3a:b7",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
    ],
)
def test_a_code_with_letters_stays_whatever_its_check(code):
    assert found(f"see {code} please", find_long_codes) == [code]


@pytest.mark.parametrize(
    "text", ["41:11:11:11:11:11:11:11", "12:30:45", "x1Z999AA10123456784", "AB12"]
)
def test_what_only_has_the_shape_of_a_code_is_none(text):
    assert found(text, find_long_codes) == []
