"""Runs take turns: when many viewers ask at once, each waits a little instead of all for the last.

Python computes one thing at a time, so a hundred runs side by side would all end together, and so
many threads would keep the one that talks to the browsers from getting its share.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.25  # s; a run that has its turn for longer goes on beside the next one


class RunQueue:
    """One turn at a time, in the order of asking; ``patience`` in s."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Nobody has the turn yet."""
        self.patience = patience
        self._line = threading.Lock()  # held by who is next
        self._passed = threading.Condition()
        self._owner: object | None = None

    @contextmanager
    def wait_for_slot(self) -> Iterator[None]:
        """Wait for the turn, then keep it until the block ends."""
        me = object()
        with self._line, self._passed:
            self._passed.wait_for(lambda: self._owner is None, self.patience)
            self._owner = me
        try:
            yield
        finally:
            with self._passed:
                if self._owner is me:
                    self._owner = None
                    self._passed.notify()


RUN_QUEUE = RunQueue()
