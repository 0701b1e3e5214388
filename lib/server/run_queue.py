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
