"""What keeps the server's memory small; on systems without glibc some of it does nothing."""

import ctypes
import gc
import itertools
import os
import threading

import pyarrow
from pandas._libs.internals import BlockValuesRefs

RUNS_BETWEEN = 500  # from one collection of garbage to the next: minutes, with many viewers
IDLE = 15  # s without a run, after which nobody waits for one
_RUNS = itertools.count(1)
_RUN_ENDED = threading.Event()
_LIBC = ctypes.CDLL(None) if os.name == "posix" else None


def reduce_baseline() -> None:
    """Call once after the imports, so that memory needed for a moment is not kept."""
    # pyarrow's own pool keeps what it once allocated; the system's gives it back.
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    # Objects of the imports live as long as the process, so searching them for garbage is wasted.
    gc.freeze()
    threading.Thread(target=collect_when_idle, args=(_RUN_ENDED,), daemon=True).start()


def collect_when_idle(run_ended: threading.Event) -> None:
    """Collect garbage whenever no run has ended for ``IDLE`` seconds after the last; never returns.

    What the last viewers have left would otherwise stay until others have run ``RUNS_BETWEEN``
    times. A collection keeps a run waiting for about 0.1 s, so it is not done while there are any.
    """
    while run_ended.wait():
        run_ended.clear()
        if not run_ended.wait(IDLE):
            collect_garbage()


def collect_garbage() -> None:
    """Call after building something large that stays: free what only building it needed.

    Also drops what pandas remembers of columns that are gone: a table notes every column that is
    taken from it, and drops the notes on those that are gone only when there are 500. That is 40 kB
    for each of the thousands of arrays in the tables that stay.
    """
    gc.unfreeze()
    gc.collect()
    for found in gc.get_objects():
        if type(found) is BlockValuesRefs:
            found.has_reference()  # looks which columns are alive, and drops the other notes
    gc.freeze()
    return_freed_memory()


def return_freed_memory() -> None:
    """Return freed memory to the system, which glibc would keep; takes about 0.1 ms."""
    if trim := getattr(_LIBC, "malloc_trim", None):
        trim(0)


def after_run() -> None:
    """Call after each run: returns freed memory, and after many runs collects garbage."""
    _RUN_ENDED.set()
    if next(_RUNS) % RUNS_BETWEEN:
        return_freed_memory()
    else:
        collect_garbage()
