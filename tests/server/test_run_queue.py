"""Runs take turns, and neither a long nor a failing one keeps the others from theirs."""

import threading

import pytest

from lib.server.run_queue import RunQueue

SOON, NEVER = 10, 0.2  # s to wait for what must happen, and for what must not


class Run(threading.Thread):
    """A run that asks for its turn and ends when it is told to."""

    def __init__(self, turns):
        super().__init__(daemon=True)
        self.turns = turns
        self.inside, self.told = threading.Event(), threading.Event()
        self.start()

    def run(self):
        with self.turns.turn():
            self.inside.set()
            self.told.wait(SOON)

    def end(self):
        self.told.set()
        self.join(SOON)


def test_the_next_run_begins_when_the_one_before_has_ended():
    turns = RunQueue(patience=60)
    first = Run(turns)
    assert first.inside.wait(SOON)
    second = Run(turns)
    assert not second.inside.wait(NEVER)
    first.end()
    assert second.inside.wait(SOON)
    second.end()


def test_a_long_run_goes_on_beside_the_next_and_ends_no_turn_but_its_own():
    turns = RunQueue(patience=0.01)
    long = Run(turns)
    assert long.inside.wait(SOON)
    second = Run(turns)
    assert second.inside.wait(SOON)
    turns.patience = 60
    long.end()
    third = Run(turns)
    assert not third.inside.wait(NEVER)
    second.end()
    assert third.inside.wait(SOON)
    third.end()


def test_a_run_that_fails_gives_its_turn_back():
    turns = RunQueue(patience=60)
    with pytest.raises(ValueError, match="broken"), turns.turn():
        raise ValueError("broken")
    after = Run(turns)
    assert after.inside.wait(SOON)
    after.end()
