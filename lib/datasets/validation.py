"""Load one data file and check it against its description.

A file that does not hold what its description says raises ``DataError`` with one sentence; nothing
is repaired silently.
"""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd

from lib.datasets import descriptions
from lib.datasets.descriptions import DataError, Description, Field

_BOOLEANS = {"0": False, "1": True}


def load_table(path: Path, known: dict[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Load the CSV that ``path`` describes, typed; ``known`` holds the tables it may refer to."""
    description = descriptions.read_description(path)
    content = read_bytes(description)
    raw = _parse_csv(description, content)
    columns = {
        f.name: _convert_column(description, f, raw[f.name], known or {})
        for f in description.fields
    }
    table = pd.DataFrame(columns)
    _check_key(description, table)
    if len(table) != description.rows:
        raise DataError("rows", file=description.file, found=len(table), expected=description.rows)
    check_bytes(description, content)
    return table


def load_json(path: Path) -> dict[str, Any]:
    """Load the JSON file that ``path`` describes."""
    description = descriptions.read_description(path)
    content = read_bytes(description)
    check_bytes(description, content)
    return json.loads(content)


def read_bytes(description: Description) -> bytes:
    """The described file's content; DataError if it is missing or empty."""
    try:
        content = description.data_path.read_bytes()
    except FileNotFoundError as err:
        raise DataError("no_file", file=description.file) from err
    except OSError as err:
        raise DataError("unreadable", file=description.file) from err
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise DataError("empty", file=description.file)
    return content


def check_bytes(description: Description, content: bytes) -> None:
    """DataError unless the content is byte for byte what the description was stamped with."""
    if hashlib.sha256(content).hexdigest() != description.sha256:
        raise DataError("hash", file=description.file)


def _parse_csv(description: Description, content: bytes) -> pd.DataFrame:
    """CSV bytes to a frame of text with just the described columns."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        row = content[: err.start].count(b"\n") + 1
        raise DataError("encoding", file=description.file, row=row) from err
    try:
        header, *rows = csv.reader(io.StringIO(text), strict=True)
    except csv.Error as err:
        raise DataError("csv", file=description.file, why=err) from err
    wanted = [f.name for f in description.fields]
    for name in wanted:
        if name not in header:
            raise DataError("missing_column", file=description.file, column=name)
    for number, name in enumerate(header):
        if name not in wanted or name in header[:number]:
            raise DataError("extra_column", file=description.file, column=name)
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            code = "cut" if len(cells) < len(header) else "surplus"
            raise DataError(code, file=description.file, row=number)
    return pd.DataFrame(rows, columns=header, dtype="str")


def _convert_column(
    description: Description, field: Field, text: pd.Series, known: dict[str, pd.DataFrame]
) -> pd.Series:
    """One column of text checked and converted to the field's type."""
    empty = text == ""
    if field.required:
        _refuse(description, field.name, text, empty, "required")
    values: pd.Series
    if field.type == "boolean":
        _refuse(description, field.name, text, ~text.isin(_BOOLEANS) & ~empty, "boolean")
        return text.map(_BOOLEANS).astype(bool)
    if field.type in ("integer", "number"):
        values = pd.to_numeric(text, errors="coerce")
        bad = values.isna() & ~empty
        if field.type == "integer":
            bad |= values.notna() & (values % 1 != 0)
        _refuse(description, field.name, text, bad, field.type)
        limits = {"low": field.min, "high": field.max}
        outside = pd.Series(False, index=text.index)
        if field.min is not None:
            outside |= values < field.min
        if field.max is not None:
            outside |= values > field.max
        _refuse(description, field.name, text, outside, "range", **limits)
        if field.type == "integer":
            return values.astype("Int64" if empty.any() else "int64")
        return values.astype(float)
    filled = ~empty
    if field.pattern:
        _refuse(description, field.name, text, filled & ~text.str.fullmatch(field.pattern), "form")
    if field.enum:
        _refuse(description, field.name, text, filled & ~text.isin(field.enum), "unknown")
    if field.references:
        table, column = field.references.split(".")
        if table in known:
            parts = text.str.split(field.separator).explode() if field.separator else text
            known_part = parts.isin(known[table][column])
            strange = filled & ~known_part.groupby(level=0).all()
            _refuse(description, field.name, text, strange, "unknown")
    return text


def _check_key(description: Description, table: pd.DataFrame) -> None:
    """DataError if two rows share the key."""
    repeated = table.duplicated(list(description.key))
    if repeated.any():
        row = table.index[repeated][0]
        values = ", ".join(str(table.loc[row, k]) for k in description.key)
        raise DataError(
            "duplicate",
            file=description.file,
            column=", ".join(description.key),
            row=row + 2,
            value=values,
        )


def _refuse(
    description: Description,
    column: str,
    text: pd.Series,
    bad: pd.Series,
    code: str,
    **more: object,
) -> None:
    """DataError naming the first bad row (the header is line 1) and how many there are."""
    if not bad.any():
        return
    row = text.index[bad][0]
    raise DataError(
        code,
        file=description.file,
        column=column,
        row=row + 2,
        value=str(text.loc[row])[:40],
        count=int(bad.sum()),
        **more,
    )
