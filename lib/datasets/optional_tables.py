"""Tables that the data may lack: a file that is not there is an empty table.

``lib.ingest.storage`` writes them where a file of the producer has more than scores. The schema of
each is its description in ``data/templates/``, which becomes that of the written file.
"""

from pathlib import Path

import pandas as pd

from lib.datasets import descriptions, validation
from lib.datasets.descriptions import DataError, Description

# By name; one that another refers to comes first.
OPTIONAL_TABLES = ("indicator_catalogue", "indicators", "margins")
TEMPLATES = "templates"  # folder below data/


def load_optional_table(folder: Path, name: str, known: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Load one of OPTIONAL_TABLES.

    Args:
        folder: ``data/``.
        name: of the table.
        known: see ``validation.load_table``.

    Returns:
        The described columns with their types, without rows where neither the file nor its
        description is there.

    Raises:
        DataError: The file is not what its description says, or one of the two is missing.
    """
    path = folder / f"{name}.meta.toml"
    if path.exists() or (folder / f"{name}.csv").exists():
        return validation.load_table(path, known)
    return validation.empty_table(descriptions.read_description(template_path(folder, name)))


def read_descriptions_of_content(folder: Path) -> list[Description]:
    """The descriptions of a folder, by file name, without those of optional tables without rows.

    Such a table stands in ``data/`` after a file that brought it is taken back.

    Raises:
        DataError: One of them is broken.
    """
    described = descriptions.read_descriptions(folder)
    optional = {f"{name}.csv" for name in OPTIONAL_TABLES}
    return [found for found in described if found.rows or found.file not in optional]


def template_path(folder: Path, name: str) -> Path:
    """The description of a table that is not there yet, below ``folder`` (``data/``)."""
    return folder / TEMPLATES / f"{name}.meta.toml"


def check_optional_tables(loaded: dict[str, pd.DataFrame]) -> None:
    """Check what the description of a single table cannot say.

    Args:
        loaded: tables by name; OPTIONAL_TABLES among them.

    Raises:
        DataError: One of the tables cannot be used.
    """
    check_indicators(loaded)
    check_margins(loaded)


def check_margins(loaded: dict[str, pd.DataFrame]) -> None:
    """Check that every standard error is above 0 and no interval has its ends turned.

    An error of 0 would make a rank or a change certain that is not. Two ends that are the same once
    rounded may stand in the file; ``lib.model.sampling`` takes such an interval as not known.

    Args:
        loaded: tables by name; ``margins`` among them.

    Raises:
        DataError: An error is not above 0, or a low end is above the high one.
    """
    margins = loaded["margins"]
    faults = {
        "margin_zero": margins["standard_error"] <= 0,
        "margin_ends": margins["low"] > margins["high"],
    }
    for code, bad in faults.items():
        if bad.any():
            row = margins.index[bad][0]
            raise DataError(code, file="margins.csv", row=row + 2, count=int(bad.sum()))


def check_indicators(loaded: dict[str, pd.DataFrame]) -> None:
    """Check each value of an indicator against its row of the catalogue.

    Args:
        loaded: tables by name; ``indicators`` and ``indicator_catalogue`` among them.

    Raises:
        DataError: An indicator is not in the catalogue of its year, or a value is not on its scale.
    """
    values, catalogue = loaded["indicators"], loaded["indicator_catalogue"]
    keys = ["year", "indicator"]
    scales = catalogue.rename(columns={"id": "indicator"})[[*keys, "low", "high"]]
    both = values.merge(scales, on=keys, how="left", indicator="found")
    place = {"file": "indicators.csv"}
    unknown = both["found"].ne("both")
    if unknown.any():
        row = both.index[unknown][0]
        value = f"{both.at[row, 'year']}, {both.at[row, 'indicator']}"
        count = int(unknown.sum())
        raise DataError(
            "unknown", column="indicator", row=row + 2, value=value, count=count, **place
        )
    outside = (both["value"] < both["low"]) | (both["value"] > both["high"])
    if outside.any():
        row = both.index[outside][0]
        raise DataError(
            "range",
            column="value",
            row=row + 2,
            value=f"{both.at[row, 'value']:g}",
            low=f"{both.at[row, 'low']:g}",
            high=f"{both.at[row, 'high']:g}",
            count=int(outside.sum()),
            **place,
        )
