"""Load all of the project's tables and check what spans several of them.

Scores are points; years are survey years; provinces are two-digit codes.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from lib.common import paths
from lib.common.text import LANGUAGES, t
from lib.datasets import descriptions
from lib.datasets.descriptions import DataError
from lib.datasets.optional_tables import OPTIONAL_TABLES, check_optional_tables, load_optional_table
from lib.datasets.validation import check_bytes, load_json, load_table, read_bytes

Units = Literal["63", "34"]  # the list of provinces: those until the mergers of 2025, those since
_TABLES = (
    "regions",
    "provinces",
    "successor_regions",
    "successors",
    "mergers",
    "status_changes",
    "vintages",
    "population",
    "dimensions",
    "sub_dimensions",
    "headers",
    "spellings",
    "glossary",
    "breaks",
    "group_counts",
    "terms",
    "producers",
    "scores",
    "printed_scores",
    "plans",
    "plan_measures",
    "changes",
)
_GEO_TABLES = ("islands", "labels", "neighbours", "successor_labels", "successor_neighbours")
# Below data/ingest-…: exists while ``lib.ingest.storing`` replaces files, and after a crash in it.
SWITCH = "switch.json"
POPULATION_YEAR = 2020  # whose average population weighs the estimates of the 34
_WEIGHTS = "weights"  # the name of a file that a team may add


@dataclass(frozen=True)
class Tables:
    """All tables as loaded; columns are the fields of the descriptions beside the files.

    Attributes:
        geojson: the simplified boundaries, for maps that can be moved and for pictures.
        printed_scores: dimensions and totals that are not the sum of their parts.
        topojson: the name, below ``static/``, of the boundaries that browsers load.
        successors_geojson, successors_topojson: the same of the 34.
        indicator_catalogue, indicators: empty until a file with indicators has been stored.
        margins: intervals and standard errors; empty until a file with such has been stored.
        weights: province, weight, by which estimates of the 34 are made: a team's own file, or the
            average population of POPULATION_YEAR (thousands).
        weights_title: what they are, in (vi, en).
    """

    regions: pd.DataFrame
    provinces: pd.DataFrame
    successor_regions: pd.DataFrame
    successors: pd.DataFrame
    mergers: pd.DataFrame
    status_changes: pd.DataFrame
    vintages: pd.DataFrame
    population: pd.DataFrame
    dimensions: pd.DataFrame
    sub_dimensions: pd.DataFrame
    headers: pd.DataFrame
    spellings: pd.DataFrame
    glossary: pd.DataFrame
    breaks: pd.DataFrame
    group_counts: pd.DataFrame
    terms: pd.DataFrame
    producers: pd.DataFrame
    scores: pd.DataFrame
    printed_scores: pd.DataFrame
    plans: pd.DataFrame
    plan_measures: pd.DataFrame
    changes: pd.DataFrame
    islands: pd.DataFrame
    labels: pd.DataFrame
    neighbours: pd.DataFrame
    successor_labels: pd.DataFrame
    successor_neighbours: pd.DataFrame
    geojson: dict[str, Any]
    topojson: str
    successors_geojson: dict[str, Any]
    successors_topojson: str
    indicator_catalogue: pd.DataFrame
    indicators: pd.DataFrame
    margins: pd.DataFrame
    weights: pd.DataFrame
    weights_title: tuple[str, str]

    @property
    def years_of_34(self) -> set[int]:
        """The survey years whose scores are published by the 34 (see ``find_years_of_34``)."""
        return find_years_of_34(self.scores, self.vintages, self.successors)


def load_tables(root: Path = paths.ROOT) -> Tables:
    """Load and check all files of ``data/`` and ``geo/`` below ``root``.

    Raises:
        DataError: A file is missing or is not what its description says, which may be because a
            command that replaces files was stopped on its way.
    """
    try:
        tables = _load_tables(root)
    except DataError as error:
        for switch in _unfinished_switches(root):
            raise _interrupted(switch) from error
        raise
    for switch in _unfinished_switches(root):
        are_new = {_sha256(root / "data" / name) == new for name, new in switch["new"].items()}
        if len(are_new) > 1:  # some files are new and some old, though each is as described
            raise _interrupted(switch)
    return tables


def _unfinished_switches(root: Path) -> Iterator[dict[str, Any]]:
    """What commands that replace files, or were stopped as they did, have noted of it."""
    for path in (root / "data").glob(f"ingest-*/{SWITCH}"):
        try:
            switch = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # ended meanwhile
            continue
        yield switch


def _interrupted(switch: dict[str, Any]) -> DataError:
    """The error that names the backup of the files."""
    return DataError("interrupted", folder=f"data/backup/{switch['backup']}")


def _sha256(path: Path) -> str:
    """The hash of a file; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _load_tables(root: Path) -> Tables:
    """``load_tables``, with the first fault that shows."""
    loaded: dict[str, pd.DataFrame] = {}
    for folder, names in (("data", _TABLES), ("geo", _GEO_TABLES)):
        for name in names:
            loaded[name] = load_table(root / folder / f"{name}.meta.toml", loaded)
    for name in OPTIONAL_TABLES:
        loaded[name] = load_optional_table(root / "data", name, loaded)
    check_vintages(loaded)
    check_optional_tables(loaded)
    weights, weights_title = _load_weights(root, loaded)
    return Tables(
        **loaded,
        geojson=load_json(root / "geo" / "provinces_light.meta.toml"),
        topojson=_static_boundaries(root, "provinces"),
        successors_geojson=load_json(root / "geo" / "successors_light.meta.toml"),
        successors_topojson=_static_boundaries(root, "successors"),
        weights=weights,
        weights_title=weights_title,
    )


def _static_boundaries(root: Path, name: str) -> str:
    """The name, below ``static/``, of the browser's copy of a boundary file.

    Raises:
        DataError: There is no copy of the boundary file as it is now.
    """
    boundaries = descriptions.read_description(root / "geo" / f"{name}.meta.toml")
    check_bytes(boundaries, read_bytes(boundaries))
    static = f"{name}-{boundaries.sha256[:8]}.json"
    if not (root / "static" / static).exists():
        raise DataError("no_file", file=static)
    return static


def years_of_units(vintages: pd.DataFrame, units: Units) -> tuple[int, int]:
    """The first and the last survey year whose scores follow the list ``units`` ("63", "34")."""
    row = vintages.set_index("units").loc[units]
    return int(row["year_from"]), 9999 if pd.isna(row["year_to"]) else int(row["year_to"])


def find_years_of_34(
    scores: pd.DataFrame, vintages: pd.DataFrame, successors: pd.DataFrame
) -> set[int]:
    """The survey years whose scores are published by the 34.

    They are the years of that list with no more provinces than it has: one with more was still
    published by the 63.

    Args:
        scores: year, province.
        vintages, successors: the tables.
    """
    first, last = years_of_units(vintages, "34")
    n_provinces = scores.groupby("year")["province"].nunique()
    few = n_provinces.index[n_provinces <= len(successors)]
    return {int(year) for year in few if first <= year <= last}


def check_vintages(loaded: dict[str, pd.DataFrame]) -> None:
    """Check that the year of every published figure has a list of provinces with its code.

    Args:
        loaded: tables by name.

    Raises:
        DataError: A score, or a row of another published table, has no such list or code.
    """
    of_34 = find_years_of_34(loaded["scores"], loaded["vintages"], loaded["successors"])
    scored = set(loaded["scores"]["year"])
    lists: tuple[tuple[Units, str], ...] = (("63", "provinces"), ("34", "successors"))
    for name in ("scores", "printed_scores", *OPTIONAL_TABLES):
        table = loaded[name]
        if not {"year", "province"} <= set(table.columns):
            continue
        still_of_63 = table["year"].isin(scored - of_34)
        bad = pd.Series(True, index=table.index)
        for units, provinces in lists:
            first, last = years_of_units(loaded["vintages"], units)
            in_years = table["year"].between(first, last)
            if units == "63":
                in_years |= still_of_63 & (table["year"] >= first)
            bad &= ~(in_years & table["province"].isin(loaded[provinces]["code"]))
        if bad.any():
            row = table.index[bad][0]
            place = {"file": f"{name}.csv", "row": row + 2}
            code, year = table.at[row, "province"], table.at[row, "year"]
            raise DataError("vintage", value=code, year=year, **place)


def _load_weights(
    root: Path, loaded: dict[str, pd.DataFrame]
) -> tuple[pd.DataFrame, tuple[str, str]]:
    """A team's own weights, or the population, and what they are in (vi, en).

    Raises:
        DataError: The file lacks a column, a province or a positive weight.
    """
    path = root / "data" / f"{_WEIGHTS}.meta.toml"
    if not path.exists() and not (root / "data" / f"{_WEIGHTS}.csv").exists():
        column = f"population_{POPULATION_YEAR}"
        population = loaded["population"].rename(columns={column: "weight"})
        titles = [t("estimate.population", lang, year=POPULATION_YEAR) for lang in LANGUAGES]
        return population[["province", "weight"]], (titles[0], titles[1])
    table = load_table(path, loaded)
    description = descriptions.read_description(path)
    types = {field.name: field.type for field in description.fields}
    for column, allowed in (("province", ("string",)), ("weight", ("number", "integer"))):
        if column not in types:
            raise DataError("missing_column", file=description.file, column=column)
        if types[column] not in allowed:
            raise DataError("bad_description", file=path.name, why=f"{column}: {allowed[0]}")
    if description.key != ("province",):
        raise DataError("bad_description", file=path.name, why='key: ["province"]')
    not_positive = ~(table["weight"] > 0)
    if not_positive.any():
        row = table.index[not_positive][0]
        raise DataError(
            "weight", file=description.file, row=row + 2, value=f"{table.at[row, 'weight']:g}"
        )
    absent = sorted(set(loaded["provinces"]["code"]) - set(table["province"]))
    if absent:
        raise DataError("weights", file=description.file, count=len(absent), value=absent[0])
    return table, (description.localized("title", "vi"), description.localized("title", "en"))


def data_version(root: Path = paths.ROOT) -> str:
    """A hash of which data files and descriptions there are and when each was last written.

    It changes as soon as a file is replaced or written to. Where the system keeps it, the time of
    the last change counts as well, which no program can set back.
    """
    files = [entry for folder in ("data", "geo") for entry in _files_in(root / folder)]
    written = sorted((entry.path, *_last_written(entry)) for entry in files)
    return hashlib.blake2b(repr(written).encode(), digest_size=16).hexdigest()


def _files_in(folder: Path) -> list[os.DirEntry[str]]:
    """The files of a folder; none where it is missing, which ``load_tables`` reports."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if "." in entry.name]
    except OSError:
        return []


def _last_written(entry: os.DirEntry[str]) -> tuple[int, int, int]:
    """When a file was last written and changed (ns), and its size; 0 where it has been deleted."""
    try:
        stat = entry.stat()
        return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size
    except OSError:
        return 0, 0, 0
