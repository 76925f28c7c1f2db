"""A certificate is read from one file or two, and one that can't be used is said in one line."""

import hashlib
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from bot.certificate import MAX_FILE, CertificateError, CertificateFiles
from tests.certificates import (
    DAY,
    PASSWORD,
    certificate,
    elliptic_key,
    key_pem,
    pem,
    rsa_key,
    write,
)
from tests.conftest import MONDAY

YEAR = 365 * DAY
SECOND = timedelta(seconds=1)


def made(name="ours", begins=MONDAY - DAY, ends=MONDAY + YEAR):
    return certificate(rsa_key(name), begins, ends)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "teams.pem"


def digest(one):
    return hashlib.sha256(one.public_bytes(Encoding.DER)).digest()


ORDERS = {
    "key first": lambda key, ours: key + ours,
    "certificate first": lambda key, ours: ours + key,
    "with what openssl writes around them": lambda key, ours: (
        b"Bag Attributes\n    localKeyID: 01\n" + key + b"subject=CN = x\n\n" + ours
    ),
    "with the one that made it": lambda key, ours: key + ours + pem(made("maker")),
    "behind the one that made it": lambda key, ours: pem(made("maker")) + ours + key,
    "lines that end as on Windows": lambda key, ours: (key + ours).replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
def test_one_file_holds_both(order, file):
    ours = made()
    file.write_bytes(order(key_pem(rsa_key("ours")), pem(ours)))
    found = CertificateFiles(file).read(MONDAY)
    assert urlsafe_b64decode(found.thumbprint + "=") == digest(ours)
    assert found.ends == MONDAY + YEAR
    assert found.key.private_numbers() == rsa_key("ours").private_numbers()


def test_two_files_hold_one_each(file, tmp_path):
    file.write_bytes(pem(made()))
    other = tmp_path / "teams.key"
    other.write_bytes(key_pem(rsa_key("ours")))
    assert CertificateFiles(file, other).read(MONDAY).ends == MONDAY + YEAR


def test_of_an_old_and_a_renewed_one_for_the_same_key_the_longer_is_taken(file):
    old, new = made(ends=MONDAY + DAY), made(ends=MONDAY + YEAR)
    for both in ((old, new), (new, old)):
        file.write_bytes(key_pem(rsa_key("ours")) + b"".join(pem(each) for each in both))
        assert CertificateFiles(file).read(MONDAY).ends == MONDAY + YEAR


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (MONDAY - DAY, MONDAY + SECOND, ""),
        (MONDAY - DAY, MONDAY, "ran out on"),
        (MONDAY, MONDAY + DAY, ""),
        (MONDAY + SECOND, MONDAY + DAY, "UTC on"),
    ],
    ids=["its last second", "over", "its first second", "not yet"],
)
def test_it_is_taken_while_it_holds(begins, ends, words, file):
    file.write_bytes(key_pem(rsa_key("ours")) + pem(made(begins=begins, ends=ends)))
    if not words:
        assert CertificateFiles(file).read(MONDAY).ends == ends
        return
    with pytest.raises(CertificateError, match=words):
        CertificateFiles(file).read(MONDAY)


def of_bits(bits):
    key = rsa_key("short", bits)
    return key_pem(key) + pem(certificate(key, MONDAY - DAY, MONDAY + YEAR))


def of_a_curve():
    key = elliptic_key()
    return key_pem(key) + pem(certificate(key, MONDAY - DAY, MONDAY + YEAR))


UNUSABLE = {
    "nothing": (lambda: b"", "holds no key"),
    "a certificate alone": (lambda: pem(made()), "holds no key"),
    "a key alone": (lambda: key_pem(rsa_key("ours")), "holds no certificate"),
    "a key with a password": (
        lambda: key_pem(rsa_key("ours"), password=PASSWORD) + pem(made()),
        "has a password",
    ),
    "a key of another certificate": (
        lambda: key_pem(rsa_key("another")) + pem(made()),
        "is not that of the certificate",
    ),
    "half a key": (
        lambda: key_pem(rsa_key("ours"))[:200] + b"\n-----END PRIVATE KEY-----\n" + pem(made()),
        "is damaged",
    ),
    "half a certificate": (
        lambda: key_pem(rsa_key("ours")) + pem(made())[:200],
        "holds no certificate",
    ),
    "a short key": (lambda: of_bits(2047), "2048 bits or more"),
    "a key of a curve": (of_a_curve, "make one of RSA"),
    "too much": (lambda: b"x" * (MAX_FILE + 1), "longer than 256 kB"),
}


@pytest.mark.parametrize(("content", "words"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_what_cannot_be_used_is_said_in_one_line_without_the_key(content, words, file):
    file.write_bytes(content())
    with pytest.raises(CertificateError) as caught:
        CertificateFiles(file).read(MONDAY)
    said = str(caught.value)
    assert words in said
    assert str(file) in said
    assert "\n" not in said
    assert "PRIVATE" not in said
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_key_of_2048_bits_and_a_file_of_256_kb_are_taken(file):
    content = of_bits(2048)
    file.write_bytes(content + b"#" * (MAX_FILE - len(content)))
    assert CertificateFiles(file).read(MONDAY).ends == MONDAY + YEAR


def test_a_file_that_is_not_there_and_a_folder_are_said(tmp_path):
    for path, words in ((tmp_path / "none.pem", "No such file"), (tmp_path, "(?i)is a directory")):
        with pytest.raises(CertificateError, match=words):
            CertificateFiles(path).read(MONDAY)


def test_a_repr_shows_no_key(file):
    write(file, at=MONDAY)
    shown = repr(CertificateFiles(file).read(MONDAY))
    assert "key" not in shown
    assert "PRIVATE" not in shown


def test_of_two_for_one_key_the_one_that_holds_already_is_taken(file):
    now, later = made(ends=MONDAY + 5 * DAY), made(begins=MONDAY + 2 * DAY)
    file.write_bytes(key_pem(rsa_key("ours")) + pem(now) + pem(later))
    assert CertificateFiles(file).read(MONDAY).ends == MONDAY + 5 * DAY
    assert CertificateFiles(file).read(MONDAY + 2 * DAY).ends == MONDAY + YEAR
