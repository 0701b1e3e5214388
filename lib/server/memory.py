"""What keeps the server's memory small; where the system has other ways, nothing happens."""

import ctypes
import gc
import os

import pyarrow

_LIBC = ctypes.CDLL(None) if os.name == "posix" else None


def reduce_baseline() -> None:
    """Once, after the imports: what computing needs for a moment must not be kept."""
    # pyarrow's own pool keeps what it once had; the system's gives it back.
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    # What the imports made lives for good and need not be searched for garbage.
    gc.freeze()


def collect_garbage() -> None:
    """After something large was made that lives for long: free what only making it needed."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return_freed_memory()


def return_freed_memory() -> None:
    """Return freed memory to the system, where glibc would keep it; takes about 0.1 ms."""
    if trim := getattr(_LIBC, "malloc_trim", None):
        trim(0)
