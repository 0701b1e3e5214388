"""Stores a result: the new files are checked before the first is replaced, the old backed up."""

import os
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pandas as pd

from lib.common import paths
from lib.datasets import descriptions, validation
from lib.datasets.tables import Tables
from lib.ingest.result import IngestResult, apply_result

BACKUP = "backup"  # folder below data/


def store_result(result: IngestResult, tables: Tables, root: Path = paths.ROOT) -> Path:
    """Replace the score file and its description; the sub-dimensions too where one goes on.

    The new files are written beside the old ones and loaded as the app would load them; only then
    does each take the old one's place. If that fails midway the old ones come back.

    Args:
        result: what to store.
        tables: the present data.
        root: the project's folder.

    Returns:
        the folder with the files as they were.

    Raises:
        DataError: the new files would not load; nothing has changed.
        OSError: a file cannot be written; nothing has changed.
    """
    folder = root / "data"
    after = apply_result(result, tables)
    # Beside the old files, so that they can take their place at once; without a dot in its name,
    # so that the running app does not look at it.
    stage = Path(tempfile.mkdtemp(prefix="ingest-", dir=folder))
    try:
        names = _write_staged(result, after, folder, stage)
        _check_staged(after, folder, stage)
        backup = folder / BACKUP / f"{datetime.now():%Y%m%d-%H%M%S-%f}"
        backup.mkdir(parents=True)
        for name in names:
            shutil.copy2(folder / name, backup / name)
        try:
            for name in names:
                os.replace(stage / name, folder / name)
        except BaseException:
            for name in names:
                shutil.copy2(backup / name, folder / name)
            raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return backup


def _write_staged(result: IngestResult, after: Tables, folder: Path, stage: Path) -> list[str]:
    """Write the new files with their descriptions into ``stage``; their names, data first."""
    names = ["scores.csv", "scores.meta.toml"]
    _write_csv(after.scores, stage / "scores.csv")
    years = sorted(int(y) for y in after.scores["year"].unique())
    description = (folder / "scores.meta.toml").read_text(encoding="utf-8")
    (stage / "scores.meta.toml").write_text(_with_coverage(description, years), encoding="utf-8")
    descriptions.stamp_description(stage / "scores.meta.toml")
    if result.extended:
        names += ["sub_dimensions.csv", "sub_dimensions.meta.toml"]
        _write_csv(after.sub_dimensions, stage / "sub_dimensions.csv")
        shutil.copy2(folder / "sub_dimensions.meta.toml", stage)
        descriptions.stamp_description(stage / "sub_dimensions.meta.toml")
    return names


def _check_staged(after: Tables, folder: Path, stage: Path) -> None:
    """Load the new files as the app would; DataError where that fails."""
    loaded = {"provinces": after.provinces, "dimensions": after.dimensions}
    for name in ("sub_dimensions", "scores"):
        staged = stage / f"{name}.meta.toml"
        path = staged if staged.exists() else folder / staged.name
        loaded[name] = validation.load_table(path, loaded)


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as the data files are: UTF-8, one line feed a row."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _with_coverage(description: str, years: list[int]) -> str:
    """A description (TOML) with ``years`` in its coverage and its titles."""
    span = f"{years[0]}–{years[-1]}"
    match = re.search(r'^coverage = "([^"]*)"', description, flags=re.M)
    old = match.group(1) if match else span
    lines = [
        line.replace(old, span) if line.startswith(("coverage", "title_")) else line
        for line in description.split("\n")
    ]
    return "\n".join(lines)
