"""Runs wait for the slot; neither a long nor a failing run keeps the others from it."""

import threading

import pytest

from lib.server.run_queue import FileQueue, RunQueue, TooManyFiles

LONG, SHORT = 10, 0.2  # s to wait for what must happen, and for what must not


class Run(threading.Thread):
    """A run that waits for the slot and holds it until ``end`` is called."""

    def __init__(self, queue):
        super().__init__(daemon=True)
        self.queue = queue
        self.has_slot, self.may_end = threading.Event(), threading.Event()
        self.start()

    def run(self):
        with self.queue.wait_for_slot():
            self.has_slot.set()
            self.may_end.wait(LONG)

    def end(self):
        self.may_end.set()
        self.join(LONG)


def test_the_next_run_begins_when_the_one_before_has_ended():
    queue = RunQueue(max_wait=60)
    first = Run(queue)
    assert first.has_slot.wait(LONG)
    second = Run(queue)
    assert not second.has_slot.wait(SHORT)
    first.end()
    assert second.has_slot.wait(LONG)
    second.end()


def test_a_long_run_goes_on_beside_the_next_and_does_not_free_its_slot():
    queue = RunQueue(max_wait=0.01)
    long = Run(queue)
    assert long.has_slot.wait(LONG)
    second = Run(queue)
    assert second.has_slot.wait(LONG)
    queue.max_wait = 60
    long.end()
    third = Run(queue)
    assert not third.has_slot.wait(SHORT)
    second.end()
    assert third.has_slot.wait(LONG)
    third.end()


def test_a_run_that_fails_frees_the_slot():
    queue = RunQueue(max_wait=60)
    with pytest.raises(ValueError, match="broken"), queue.wait_for_slot():
        raise ValueError("broken")
    after = Run(queue)
    assert after.has_slot.wait(LONG)
    after.end()


class Reading(Run):
    """A file that waits for its turn and is read until ``end`` is called."""

    def run(self):
        with self.queue.wait_for_turn():
            self.has_slot.set()
            self.may_end.wait(LONG)


def test_one_file_is_read_at_a_time_and_a_failing_one_makes_room():
    queue = FileQueue(max_waiting=1, max_wait=60)
    with pytest.raises(ValueError, match="bad"), queue.wait_for_turn():
        raise ValueError("bad")
    first = Reading(queue)
    assert first.has_slot.wait(LONG)
    second = Reading(queue)
    assert not second.has_slot.wait(SHORT)
    first.end()
    assert second.has_slot.wait(LONG)
    second.end()


def test_files_beyond_those_that_may_wait_are_turned_away_at_once():
    queue = FileQueue(max_waiting=0, max_wait=60)
    first = Reading(queue)
    assert first.has_slot.wait(LONG)
    with pytest.raises(TooManyFiles), queue.wait_for_turn():
        raise AssertionError("two files at once")
    first.end()
    with queue.wait_for_turn():
        pass


def test_a_file_whose_turn_does_not_come_is_turned_away():
    queue = FileQueue(max_waiting=1, max_wait=0)
    first = Reading(queue)
    assert first.has_slot.wait(LONG)
    for _ in range(3):  # the place of one that gave up is free again
        with pytest.raises(TooManyFiles), queue.wait_for_turn():
            raise AssertionError("two files at once")
    first.end()
