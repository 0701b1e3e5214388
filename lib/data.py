"""Load the project's data files and check each against its description.

A file that does not hold what its description says raises ``DataError`` with one sentence; nothing
is repaired silently. Scores are points; years are survey years; provinces are two-digit codes.
"""

import csv
import hashlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib import catalog
from lib.catalog import DataError, Description, Field

if TYPE_CHECKING:
    import geopandas

ROOT = Path(__file__).resolve().parent.parent
_TABLES = (
    "regions",
    "provinces",
    "successor_regions",
    "successors",
    "mergers",
    "vintages",
    "dimensions",
    "sub_dimensions",
    "headers",
    "spellings",
    "glossary",
    "breaks",
    "scores",
    "plans",
    "plan_measures",
)
_GEO_TABLES = ("islands", "labels", "neighbours", "successor_labels", "successor_neighbours")
_WEIGHTS = "weights"  # a file that a team may add
_BOOLEANS = {"0": False, "1": True}


@dataclass(frozen=True)
class Tables:
    """All tables as loaded: columns are the fields of the descriptions beside the files.

    ``light`` is the GeoJSON of the interactive map; ``topojson`` the file name below ``static/``;
    the same of the 34 begin with ``successors``. ``weights`` (province, weight) is empty unless a
    team has added its file; ``weighted_by`` is then that file's title in (vi, en).
    """

    regions: pd.DataFrame
    provinces: pd.DataFrame
    successor_regions: pd.DataFrame
    successors: pd.DataFrame
    mergers: pd.DataFrame
    vintages: pd.DataFrame
    dimensions: pd.DataFrame
    sub_dimensions: pd.DataFrame
    headers: pd.DataFrame
    spellings: pd.DataFrame
    glossary: pd.DataFrame
    breaks: pd.DataFrame
    scores: pd.DataFrame
    plans: pd.DataFrame
    plan_measures: pd.DataFrame
    islands: pd.DataFrame
    labels: pd.DataFrame
    neighbours: pd.DataFrame
    successor_labels: pd.DataFrame
    successor_neighbours: pd.DataFrame
    light: dict[str, Any]
    topojson: str
    successors_light: dict[str, Any]
    successors_topojson: str
    weights: pd.DataFrame
    weighted_by: tuple[str, str] | None = None


def load(root: Path = ROOT) -> Tables:
    """Load and check all files of ``root``'s ``data/`` and ``geo/``; DataError if one is bad."""
    loaded: dict[str, pd.DataFrame] = {}
    for folder, names in (("data", _TABLES), ("geo", _GEO_TABLES)):
        for name in names:
            loaded[name] = load_table(root / folder / f"{name}.meta.toml", loaded)
    _check_vintages(loaded)
    weights, weighted_by = _load_weights(root, loaded)
    return Tables(
        **loaded,
        light=load_json(root / "geo" / "provinces_light.meta.toml"),
        topojson=_static(root, "provinces"),
        successors_light=load_json(root / "geo" / "successors_light.meta.toml"),
        successors_topojson=_static(root, "successors"),
        weights=weights,
        weighted_by=weighted_by,
    )


def _static(root: Path, name: str) -> str:
    """The browser's copy of a boundary file: its name below ``static/``."""
    boundaries = catalog.read(root / "geo" / f"{name}.meta.toml")
    check_bytes(boundaries, read_bytes(boundaries))
    static = f"{name}-{boundaries.sha256[:8]}.json"
    if not (root / "static" / static).exists():
        raise DataError("no_file", file=static)
    return static


def years_of(vintages: pd.DataFrame, units: str) -> tuple[int, int]:
    """The first and the last survey year whose scores follow the list ``units`` ("63", "34")."""
    row = vintages.set_index("units").loc[units]
    return int(row["year_from"]), 9999 if pd.isna(row["year_to"]) else int(row["year_to"])


def _check_vintages(loaded: dict[str, pd.DataFrame]) -> None:
    """DataError unless every score's year has a list of provinces and its code stands in it.

    A year of the 34 with more provinces than that was still published by the 63.
    """
    scores = loaded["scores"]
    many = scores.groupby("year")["province"].transform("nunique") > len(loaded["successors"])
    bad = pd.Series(True, index=scores.index)
    for units, table in (("63", "provinces"), ("34", "successors")):
        first, last = years_of(loaded["vintages"], units)
        here = scores["year"].between(first, last)
        if units == "63":
            here |= many & (scores["year"] >= first)
        bad &= ~(here & scores["province"].isin(loaded[table]["code"]))
    if bad.any():
        row = scores.index[bad][0]
        raise DataError(
            "vintage",
            file="scores.csv",
            row=row + 2,
            value=scores.at[row, "province"],
            year=scores.at[row, "year"],
        )


def _load_weights(
    root: Path, loaded: dict[str, pd.DataFrame]
) -> tuple[pd.DataFrame, tuple[str, str] | None]:
    """A team's own weights with their title in (vi, en), or an empty table and None."""
    path = root / "data" / f"{_WEIGHTS}.meta.toml"
    if not path.exists() and not (root / "data" / f"{_WEIGHTS}.csv").exists():
        return pd.DataFrame(
            {"province": pd.Series(dtype=str), "weight": pd.Series(dtype=float)}
        ), None
    table = load_table(path, loaded)
    description = catalog.read(path)
    types = {field.name: field.type for field in description.fields}
    for column, allowed in (("province", ("string",)), ("weight", ("number", "integer"))):
        if column not in types:
            raise DataError("missing_column", file=description.file, column=column)
        if types[column] not in allowed:
            raise DataError("bad_description", file=path.name, why=f"{column}: {allowed[0]}")
    if description.key != ("province",):
        raise DataError("bad_description", file=path.name, why='key: ["province"]')
    low = ~(table["weight"] > 0)
    if low.any():
        row = table.index[low][0]
        raise DataError(
            "weight", file=description.file, row=row + 2, value=f"{table.at[row, 'weight']:g}"
        )
    absent = sorted(set(loaded["provinces"]["code"]) - set(table["province"]))
    if absent:
        raise DataError("weights", file=description.file, count=len(absent), value=absent[0])
    return table, (description.say("title", "vi"), description.say("title", "en"))


def version(root: Path = ROOT) -> str:
    """Which data files and descriptions there are and when each was last written, as a short name.

    It changes as soon as one is replaced.
    """
    files = [entry for folder in ("data", "geo") for entry in _entries(root / folder)]
    written = sorted((entry.path, _written(entry)) for entry in files)
    return hashlib.blake2b(repr(written).encode(), digest_size=16).hexdigest()


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """The files of a folder; none where it is missing, which loading will tell."""
    try:
        with os.scandir(folder) as found:
            return [entry for entry in found if "." in entry.name]
    except OSError:
        return []


def _written(entry: os.DirEntry[str]) -> int:
    """When a file was last written; 0 for one that goes away at this moment."""
    try:
        return entry.stat().st_mtime_ns
    except OSError:
        return 0


def load_boundaries(root: Path = ROOT) -> "geopandas.GeoDataFrame":
    """The 63 provinces as a GeoDataFrame (code, geometry; EPSG:4326); geopandas loads slowly."""
    import geopandas

    return geopandas.read_file(root / "geo" / "provinces.topojson").set_crs(
        "EPSG:4326", allow_override=True
    )


def load_table(path: Path, known: dict[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Load the CSV that ``path`` describes, typed; ``known`` holds the tables it may refer to."""
    description = catalog.read(path)
    content = read_bytes(description)
    raw = _parse(description, content)
    columns = {f.name: _typed(description, f, raw[f.name], known or {}) for f in description.fields}
    table = pd.DataFrame(columns)
    _check_key(description, table)
    if len(table) != description.rows:
        raise DataError("rows", file=description.file, found=len(table), expected=description.rows)
    check_bytes(description, content)
    return table


def load_json(path: Path) -> dict[str, Any]:
    """Load the JSON file that ``path`` describes."""
    description = catalog.read(path)
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


def _parse(description: Description, content: bytes) -> pd.DataFrame:
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


def _typed(
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
