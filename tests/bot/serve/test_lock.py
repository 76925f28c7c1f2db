"""One engine a file, and the lock goes with its holder."""

import multiprocessing

import pytest

from bot.serve.lock import AlreadyRunning, only_engine


def hold(path, held, done):
    with only_engine(path):
        held.set()
        done.wait(10)


@pytest.fixture
def holder(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    process = spawn.Process(target=hold, args=(tmp_path / "careloop.db", held, done))
    process.start()
    assert held.wait(10)
    yield process
    if process.is_alive():  # to notify a killed process is to wait for it for ever
        done.set()
    process.join()


def test_a_second_engine_is_refused_in_one_plain_line(holder, tmp_path):
    with (
        pytest.raises(AlreadyRunning, match=r"^Another careloop serve is running on .*$"),
        only_engine(tmp_path / "careloop.db"),
    ):
        pass


def test_the_lock_of_a_killed_engine_is_free(holder, tmp_path):
    holder.kill()
    holder.join()
    with only_engine(tmp_path / "careloop.db"):
        pass


def test_two_files_have_two_engines(tmp_path):
    with only_engine(tmp_path / "a.db"), only_engine(tmp_path / "b.db"):
        pass
