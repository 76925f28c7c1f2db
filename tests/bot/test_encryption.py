"""Secrets at rest: what can't be read says why in a line, and nothing shows a secret or a key."""

import logging
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from itertools import count
from pathlib import Path

import pytest

from bot.encryption import (
    KEY_BYTES,
    BadKey,
    Binding,
    Keyring,
    Keys,
    Misplaced,
    SecretError,
    UnknownKey,
    new_key,
)

TOKEN = "xoxb-17653672481-19874698323"
OLD, NEW = (bytes([number]) * KEY_BYTES for number in (1, 2))
OF_ACME = Binding("slack", "TACME", "access_token")

_numbers = count(1)


def nonces(length: int) -> bytes:
    return next(_numbers).to_bytes(length, "big")


def text(*keys: bytes) -> str:
    return ",".join(b64encode(each).decode() for each in keys)


def encrypted(key: bytes = OLD, binding: Binding = OF_ACME) -> str:
    return Keys([key]).encrypt(TOKEN, binding, nonces(12))


def test_a_secret_comes_back_as_it_was():
    assert Keys([OLD]).decrypt(encrypted(), OF_ACME) == TOKEN


def test_a_ciphertext_holds_no_secret_and_is_another_one_each_time():
    first, second = encrypted(), encrypted()
    assert first != second
    assert TOKEN not in first
    assert TOKEN.encode() not in urlsafe_b64decode(first.rpartition(".")[2])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Binding("slack", "TOTHER", "access_token"), id="another workspace"),
        pytest.param(Binding("teams", "TACME", "access_token"), id="another platform"),
        pytest.param(Binding("slack", "TACME", "refresh_token"), id="another kind"),
    ],
)
def test_a_swapped_row_is_a_clear_error(other):
    with pytest.raises(Misplaced) as caught:
        Keys([OLD]).decrypt(encrypted(), other)
    assert "swapped" in str(caught.value)
    assert other.tenant in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_two_bindings_run_into_each_other():
    one, other = Binding("slack", "T1", "a"), Binding("slack", "T", "1a")
    assert one.associated_data != other.associated_data


@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
def test_a_ciphertext_of_which_a_bit_was_changed_is_refused(place):
    head, _, body = encrypted().rpartition(".")
    raw = bytearray(urlsafe_b64decode(body))
    raw[place] ^= 1
    with pytest.raises(Misplaced):
        Keys([OLD]).decrypt(f"{head}.{urlsafe_b64encode(raw).decode()}", OF_ACME)


@pytest.mark.parametrize("broken", ["", "x", "v2.aa.bb", "xoxb-plain", "v1", "v1..", "v1.x"])
def test_what_is_no_ciphertext_is_a_clear_error(broken):
    with pytest.raises(SecretError):
        Keys([OLD]).decrypt(broken, OF_ACME)


def test_a_wrong_key_says_which_one_is_missing_and_where_to_put_it():
    ciphertext = encrypted(OLD)
    with pytest.raises(UnknownKey) as caught:
        Keys([NEW]).decrypt(ciphertext, OF_ACME)
    assert Keys([OLD]).current in str(caught.value)
    assert "CARELOOP_SECRET_KEY" in str(caught.value)


def test_the_first_of_several_keys_encrypts_and_each_decrypts():
    both = Keys([NEW, OLD])
    assert both.decrypt(encrypted(OLD), OF_ACME) == TOKEN
    assert both.is_current(both.encrypt(TOKEN, OF_ACME, nonces(12)))
    assert not both.is_current(encrypted(OLD))


def test_keys_may_stand_in_a_line_with_commas_or_one_a_line_with_remarks():
    lines = f"# of this year\n{text(NEW)}\n{text(OLD)}  # of last year\n"
    assert repr(Keys.parse(lines, "f")) == repr(Keys.parse(text(NEW, OLD), "f"))


def test_a_new_key_can_be_used_as_it_is_printed():
    assert Keys.parse(new_key(nonces), "f").current


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("", "careloop keys new", id="none"),
        pytest.param("# nothing\n", "careloop keys new", id="remarks alone"),
        pytest.param(b64encode(bytes(31)).decode(), "number 1", id="31 bytes"),
        pytest.param(b64encode(bytes(33)).decode(), "number 1", id="33 bytes"),
        pytest.param(f"{text(OLD)},correct horse", "number 2", id="a password"),
    ],
)
def test_what_is_no_key_is_refused_without_being_repeated(written, words):
    with pytest.raises(BadKey) as caught:
        Keys.parse(written, "CARELOOP_SECRET_KEY")
    assert words in str(caught.value)
    assert "horse" not in str(caught.value)


def test_no_key_is_seen_in_a_repr():
    keys = Keys([OLD])
    shown = f"{keys!r} {vars(keys)!r}"
    assert OLD.hex() not in shown
    assert repr(OLD)[2:-1] not in shown


async def test_a_running_process_finds_a_key_that_was_put_into_the_file(tmp_path: Path):
    file = tmp_path / "keys"
    file.write_text(text(OLD))
    keyring = Keyring(lambda: Keys.parse(file.read_text(), "f"), nonces)
    file.write_text(text(NEW, OLD))
    assert await keyring.decrypt(encrypted(NEW), OF_ACME) == TOKEN
    assert Keys([NEW]).is_current(await keyring.encrypt(TOKEN, OF_ACME))


async def test_a_file_that_is_gone_or_half_written_ends_nothing(tmp_path: Path, caplog):
    file = tmp_path / "keys"
    file.write_text(text(OLD))
    keyring = Keyring(lambda: Keys.parse(file.read_text(), "f"), nonces)
    file.write_text("half a k")
    with caplog.at_level(logging.ERROR):
        ciphertext = await keyring.encrypt(TOKEN, OF_ACME)
    assert await keyring.decrypt(ciphertext, OF_ACME) == TOKEN
    assert "keys.unreadable" in caplog.text
    assert "half a k" not in caplog.text
