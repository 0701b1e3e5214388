"""The tables of a chart as they travel to the browser: Arrow, with the smallest types that do.

A chart's spec names its tables (``vega.named_data``) and is the same for many views, so the browser
keeps the chart of the view before and only exchanges the rows.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.charts.vega import VIEW

ChartData = dict[str, bytes]  # Arrow IPC streams by the names that the spec uses

_NUMBERED = pa.dictionary(pa.int8(), pa.string())
_DICTIONARY_BYTES = 400  # what a message of its own for the different texts takes
_INTEGERS = ((pa.int8(), 1 << 7), (pa.int16(), 1 << 15), (pa.int32(), 1 << 31))


def encode_chart_data(
    view_values: Mapping[str, Any] | None = None, **tables: pd.DataFrame
) -> ChartData:
    """The tables of a chart, and the single values that its spec uses, as Streamlit sends them.

    Args:
        view_values: what ``vega.view_value`` names in the spec; None where it names nothing.
        tables: by the names that ``vega.named_data`` gives them in the spec; their index is left
            out, missing values become null.
    """
    data = {
        name: _encode({str(column): _column(table[column]) for column in table.columns})
        for name, table in tables.items()
    }
    if view_values:
        data[VIEW] = _encode({name: pa.array([value]) for name, value in view_values.items()})
    return data


def decode_rows(encoded: bytes) -> list[dict[str, Any]]:
    """The rows of one table of ``encode_chart_data``, as Vega-Lite takes them inline."""
    with pa.ipc.open_stream(encoded) as stream:
        rows: list[dict[str, Any]] = stream.read_all().to_pylist()
    return rows


def _encode(columns: dict[str, pa.Array]) -> bytes:
    batch = pa.RecordBatch.from_pydict(columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    encoded: bytes = sink.getvalue().to_pybytes()
    return encoded


def _column(values: pd.Series) -> pa.Array:
    """One column; integers as narrow as their values allow, seven digits of other numbers."""
    kind = values.dtype.kind if isinstance(values.dtype, np.dtype) else "O"
    if kind == "i" and len(values):
        numbers = values.to_numpy()
        low, high = numbers.min(), numbers.max()
        narrow = (t for t, limit in _INTEGERS if -limit <= low and high < limit)
        return pa.array(numbers, type=next(narrow, pa.int64()))
    if kind == "f" and (values.dropna() % 1 == 0).all() and values.abs().max() < 128:
        # Whole numbers that miss some, such as ranks.
        return pa.array(values.to_numpy(), type=pa.int8(), from_pandas=True)
    if kind == "f":
        return pa.array(values.to_numpy(), type=pa.float32(), from_pandas=True)  # NaN: null
    if kind in "ib":
        return pa.array(values.to_numpy())
    array = pa.array(values.tolist(), from_pandas=True)
    if pa.types.is_null(array.type):
        return array.cast(pa.string())
    return _shorter(array) if pa.types.is_string(array.type) else array


def _shorter(texts: pa.Array) -> pa.Array:
    """Texts as numbers of the different ones, where that takes fewer bytes on their way."""
    numbered = texts.dictionary_encode()
    if len(numbered.dictionary) > _INTEGERS[0][1]:
        return texts
    saved = texts.nbytes - numbered.dictionary.nbytes - len(texts)
    return numbered.cast(_NUMBERED) if saved > _DICTIONARY_BYTES else texts
