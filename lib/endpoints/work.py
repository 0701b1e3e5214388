"""Files for addresses: made one at a time beside the viewers' runs, kept, refused when too many.

Making one takes up to a second. A replica makes one at a time and takes its turn in the run queue,
so that viewers go on; a few requests wait, those beyond are told when to ask again.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

import anyio
import anyio.to_thread

from lib.endpoints.refusals import Refusal
from lib.server import memory
from lib.server.run_queue import RUN_QUEUE

T = TypeVar("T")

MAX_PENDING = 12  # requests whose file is made or waited for
RETRY_AFTER = 5  # s
_KEPT_BYTES = 24_000_000
_READERS = 4  # threads that read parameters; Streamlit's own threads serve its files


@dataclass(frozen=True)
class File:
    """What an address answers with: its content and its media type."""

    content: bytes
    media_type: str
    headers: tuple[tuple[str, str], ...] = ()


class KeptFiles:
    """Files by their key, the least recently used dropped first."""

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        """Keep nothing yet; ``most`` bytes later."""
        self._most, self._size = most, 0
        self._files: OrderedDict[str, File] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> File | None:
        """The file of a key; None where it is not kept."""
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def put(self, key: str, file: File) -> None:
        """Keep a file."""
        with self._lock:
            if key in self._files:
                return
            self._files[key] = file
            self._size += len(file.content)
            while self._size > self._most:
                _, dropped = self._files.popitem(last=False)
                self._size -= len(dropped.content)


class Workshop:
    """Where the files of one replica are made."""

    def __init__(self, max_pending: int = MAX_PENDING) -> None:
        """Nothing is made yet; at most ``max_pending`` requests will wait or be worked on."""
        self._max_pending, self._pending = max_pending, 0
        self._one = anyio.CapacityLimiter(1)
        self._readers = anyio.CapacityLimiter(_READERS)
        self._kept = KeptFiles()

    async def read(self, function: Callable[[], T]) -> T:
        """What a quick function returns, computed beside the server's loop."""
        return await anyio.to_thread.run_sync(function, limiter=self._readers)

    async def file(self, key: str, make: Callable[[], File]) -> File:
        """The file of a key, made where it is not kept.

        Raises:
            Refusal: too many wait already.
        """
        if kept := self._kept.get(key):
            return kept
        if self._pending >= self._max_pending:
            raise Refusal(429, "busy", seconds=RETRY_AFTER)
        self._pending += 1
        try:
            return await anyio.to_thread.run_sync(self._make, key, make, limiter=self._one)
        finally:
            self._pending -= 1

    def _make(self, key: str, make: Callable[[], File]) -> File:
        if kept := self._kept.get(key):  # made for another request meanwhile
            return kept
        with RUN_QUEUE.wait_for_slot():
            file = make()
        self._kept.put(key, file)
        memory.return_freed_memory()
        return file
