"""Load one data file and check it against its description; nothing is repaired silently."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from lib.datasets import descriptions
from lib.datasets.descriptions import DataError, Description, Field

_BOOLEANS = {"0": False, "1": True}


def load_table(path: Path, known: dict[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Load the CSV file that a description describes.

    Args:
        path: the description.
        known: tables, by name, that the file's columns may refer to.

    Returns:
        The described columns with their types.

    Raises:
        DataError: The file is missing or is not what the description says.
    """
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


def empty_table(description: Description) -> pd.DataFrame:
    """The described columns with their types and no row."""
    no_rows = pd.Series([], dtype="str")
    return pd.DataFrame(
        {f.name: _convert_column(description, f, no_rows, {}) for f in description.fields}
    )


def load_json(path: Path) -> dict[str, Any]:
    """Load the JSON file that the description ``path`` describes.

    Raises:
        DataError: The file is missing or not the one that was described.
    """
    description = descriptions.read_description(path)
    content = read_bytes(description)
    check_bytes(description, content)
    return json.loads(content)


def read_bytes(description: Description) -> bytes:
    """Read the described file.

    Raises:
        DataError: It is missing, unreadable or empty.
    """
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
    """Check that the content has the SHA-256 that stands in the description.

    Raises:
        DataError: It has another.
    """
    if hashlib.sha256(content).hexdigest() != description.sha256:
        raise DataError("hash", file=description.file)


def _parse_csv(description: Description, content: bytes) -> pd.DataFrame:
    """Parse CSV into a table of text with exactly the described columns."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        row = content[: err.start].count(b"\n") + 1
        raise DataError("encoding", file=description.file, row=row) from err
    described = [f.name for f in description.fields]
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader)
        for name in described:
            if name not in header:
                raise DataError("missing_column", file=description.file, column=name)
        for number, name in enumerate(header):
            if name not in described or name in header[:number]:
                raise DataError("extra_column", file=description.file, column=name)
        columns = _read_columns(description, reader, len(header))
    except csv.Error as err:
        raise DataError("csv", file=description.file, why=err) from err
    return pd.DataFrame(dict(zip(header, columns, strict=True)), dtype="str")


def _read_columns(
    description: Description, rows: Iterable[list[str]], n_columns: int
) -> list[list[str]]:
    """The cells of each column; all rows at once would take ten times their memory."""
    columns: list[list[str]] = [[] for _ in range(n_columns)]
    # One string for all equal cells: codes and measures repeat in thousands of rows.
    known: dict[str, str] = {}
    for number, cells in enumerate(rows, start=2):
        if len(cells) != n_columns:
            code = "cut" if len(cells) < n_columns else "surplus"
            raise DataError(code, file=description.file, row=number)
        for column, cell in zip(columns, cells, strict=True):
            column.append(known.setdefault(cell, cell))
    return columns


def _convert_column(
    description: Description, field: Field, text: pd.Series, known: dict[str, pd.DataFrame]
) -> pd.Series:
    """Check one column of text and convert it to the field's type."""
    empty = text == ""
    if field.required:
        _raise_if_any(description, field.name, text, empty, "required")
    values: pd.Series
    if field.type == "boolean":
        _raise_if_any(description, field.name, text, ~text.isin(_BOOLEANS) & ~empty, "boolean")
        return text.map(_BOOLEANS).astype(bool)
    if field.type in ("integer", "number"):
        values = pd.to_numeric(text, errors="coerce")
        bad = values.isna() & ~empty
        if field.type == "integer":
            bad |= values.notna() & (values % 1 != 0)
        _raise_if_any(description, field.name, text, bad, field.type)
        limits = {"low": field.min, "high": field.max}
        outside = pd.Series(False, index=text.index)
        if field.min is not None:
            outside |= values < field.min
        if field.max is not None:
            outside |= values > field.max
        _raise_if_any(description, field.name, text, outside, "range", **limits)
        if field.type == "integer":
            return values.astype("Int64" if empty.any() else "int64")
        return values.astype(float)
    filled = ~empty
    if field.pattern:
        _raise_if_any(
            description,
            field.name,
            text,
            filled & ~text.str.fullmatch(field.pattern, flags=re.ASCII),
            "form",
        )
    if field.enum:
        _raise_if_any(description, field.name, text, filled & ~text.isin(field.enum), "unknown")
    if field.references:
        table, column = field.references.split(".")
        if table in known:
            parts = text.str.split(field.separator).explode() if field.separator else text
            is_known = parts.isin(known[table][column]).groupby(level=0).all()
            _raise_if_any(description, field.name, text, filled & ~is_known, "unknown")
    return text


def _check_key(description: Description, table: pd.DataFrame) -> None:
    """Raise DataError if two rows share the key."""
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


def _raise_if_any(
    description: Description,
    column: str,
    text: pd.Series,
    bad: pd.Series,
    code: str,
    **more: object,
) -> None:
    """Raise DataError with the first bad row (the header is row 1) and the number of bad rows."""
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
