"""The wall clock is set, and we notice; how clocks are kept right is no step."""

from datetime import timedelta

import pytest

from scheduler.steps import StepWatch


class Clocks:
    """A wall clock that can be set, and one that can't."""

    def __init__(self) -> None:
        self.wall, self.monotonic = 1_000_000.0, 50.0
        self.watch = StepWatch(lambda: self.wall, lambda: self.monotonic)

    def go(self, seconds: float, step: float = 0.0) -> timedelta:
        self.monotonic += seconds
        self.wall += seconds + step
        return self.watch.look()


@pytest.fixture
def clocks():
    return Clocks()


@pytest.mark.parametrize("step", [-86_400.0, -74.0, -1.5, -1.0, 1.0, 1.5, 74.0, 86_400.0])
def test_a_step_is_noticed_once_and_told_for_a_minute(clocks, step):
    assert clocks.go(5) == timedelta()
    assert clocks.go(5, step) == timedelta(seconds=step)
    assert clocks.go(5) == timedelta()
    assert clocks.watch.recent == timedelta(seconds=step)
    clocks.go(56)
    assert clocks.watch.recent == timedelta()


def test_a_clock_that_is_kept_right_little_by_little_is_not_set(clocks):
    assert {clocks.go(5, 0.4) for _ in range(100)} == {timedelta()}


@pytest.mark.parametrize("step", [-0.75, 0.75])
def test_less_than_a_second_is_no_step(clocks, step):
    assert clocks.go(5, step) == timedelta()


@pytest.mark.parametrize(
    ("step", "leeway"),
    [(7200.0, 7200.0), (-7200.0, 0.0), (86_400.0, 86_400.0), (86_401.0, 0.0), (31_536_000.0, 0.0)],
)
def test_what_lay_within_a_step_forward_is_not_too_late(clocks, step, leeway):
    clocks.go(5, step)
    assert clocks.watch.leeway == timedelta(seconds=leeway)
