"""What keeps the server's memory small; on systems without glibc some of it does nothing."""

import ctypes
import gc
import os

import pyarrow

_LIBC = ctypes.CDLL(None) if os.name == "posix" else None


def reduce_baseline() -> None:
    """Call once after the imports, so that memory needed for a moment is not kept."""
    # pyarrow's own pool keeps what it once allocated; the system's gives it back.
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    # Objects of the imports live as long as the process, so searching them for garbage is wasted.
    gc.freeze()


def collect_garbage() -> None:
    """Call after building something large that stays: free what only building it needed."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return_freed_memory()


def return_freed_memory() -> None:
    """Return freed memory to the system, which glibc would keep; takes about 0.1 ms."""
    if trim := getattr(_LIBC, "malloc_trim", None):
        trim(0)
