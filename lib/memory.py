"""What keeps the server's memory small; where the system has other ways, nothing happens."""

import ctypes
import gc
import os

import pandas as pd
import pyarrow

_LIBC = ctypes.CDLL(None) if os.name == "posix" else None


def spare() -> None:
    """Once, after the imports: what computing needs for a moment must not be kept."""
    # pyarrow's own pool keeps what it once had; the system's gives it back.
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    # What the imports made lives for good and need not be searched for garbage.
    gc.freeze()


def settle() -> None:
    """After something large was made that lives for long: free what only making it needed."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    give_back()


def give_back() -> None:
    """Return freed memory to the system, where glibc would keep it; takes about 0.1 ms."""
    if trim := getattr(_LIBC, "malloc_trim", None):
        trim(0)


def compact(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with whole numbers in four bytes: years, places and counts need no more."""
    small = {"int64": "int32", "Int64": "Int32"}
    return table.astype(
        {name: small[str(dtype)] for name, dtype in table.dtypes.items() if str(dtype) in small}
    )
