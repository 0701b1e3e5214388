"""Runs wait for each other: of many viewers' runs, each ends soon instead of all at the end.

Python computes one thing at a time. A hundred runs side by side would all end together, and their
threads would starve the one that talks to the browsers.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

MAX_WAIT = 0.25  # s that the next run waits for a long one, before it goes on beside it


class RunQueue:
    """One slot, given in the order in which runs ask for it."""

    def __init__(self, max_wait: float = MAX_WAIT) -> None:
        """Create a queue whose slot is free; ``max_wait`` in s."""
        self.max_wait = max_wait
        self._next_in_line = threading.Lock()  # all others wait for this lock, in order
        self._slot_changed = threading.Condition()
        self._holder: object | None = None

    @contextmanager
    def wait_for_slot(self) -> Iterator[None]:
        """Wait until the slot is free or its holder has had it too long, then hold it.

        The slot is free again when the block ends, however it ends. A run that has lost the slot to
        the next one changes nothing when it ends.
        """
        run = object()
        with self._next_in_line, self._slot_changed:
            self._slot_changed.wait_for(lambda: self._holder is None, self.max_wait)
            self._holder = run
        try:
            yield
        finally:
            with self._slot_changed:
                if self._holder is run:
                    self._holder = None
                    self._slot_changed.notify()


RUN_QUEUE = RunQueue()


MAX_FILES_WAITING = 3
MAX_FILE_WAIT = 20.0  # s


class TooManyFiles(Exception):
    """Other viewers' files are being read; this one is not, and the viewer may try again."""


class FileQueue:
    """One uploaded file is read at a time, a few wait, and those beyond are turned away.

    Reading takes memory and seconds; what a replica needs for it must not grow with the number of
    files that arrive together.
    """

    def __init__(
        self, max_waiting: int = MAX_FILES_WAITING, max_wait: float = MAX_FILE_WAIT
    ) -> None:
        """Create a queue in which no file is read; ``max_wait`` in s."""
        self._max_wait = max_wait
        self._places = threading.BoundedSemaphore(max_waiting + 1)
        self._reading = threading.Lock()

    @contextmanager
    def wait_for_turn(self) -> Iterator[None]:
        """Wait until no other file is read; the next may begin when the block ends.

        Raises:
            TooManyFiles: too many wait, or the turn did not come in time.
        """
        if not self._places.acquire(blocking=False):
            raise TooManyFiles
        try:
            if not self._reading.acquire(timeout=self._max_wait):
                raise TooManyFiles
            try:
                yield
            finally:
                self._reading.release()
        finally:
            self._places.release()


FILE_QUEUE = FileQueue()
