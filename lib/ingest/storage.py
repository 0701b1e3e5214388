"""Keep what was read: all files checked before the first is replaced, the old ones set aside."""

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
from lib.ingest.checks import IngestResult, apply_result

BACKUP = "backup"  # below data/


def store_result(read: IngestResult, tables: Tables, root: Path = paths.ROOT) -> Path:
    """Replace the score file and its description, and the sub-dimensions where one goes on.

    The new files are written beside the old ones and loaded as the app would load them; only then
    does each take the old one's place. If that fails midway the old ones come back.

    Returns:
        the folder with the files as they were.

    Raises:
        DataError: the new files would not load; nothing has changed.
    """
    folder = root / "data"
    after = apply_result(read, tables)
    # Beside the old files, so that they can take their place at once; without a dot in its name,
    # so that the running app does not look at it.
    stage = Path(tempfile.mkdtemp(prefix="ingest-", dir=folder))
    try:
        names = _write_staged(read, after, folder, stage)
        known = {"provinces": after.provinces, "dimensions": after.dimensions}
        for name in ("sub_dimensions", "scores"):
            path = stage / f"{name}.meta.toml"
            known[name] = validation.load_table(
                path if path.exists() else folder / path.name, known
            )
        kept = folder / BACKUP / f"{datetime.now():%Y%m%d-%H%M%S-%f}"
        kept.mkdir(parents=True)
        for name in names:
            shutil.copy2(folder / name, kept / name)
        try:
            for name in names:
                os.replace(stage / name, folder / name)
        except BaseException:
            for name in names:
                shutil.copy2(kept / name, folder / name)
            raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return kept


def _write_staged(read: IngestResult, after: Tables, folder: Path, stage: Path) -> list[str]:
    """Write the new files with their descriptions into ``stage``; their names, data first."""
    names = ["scores.csv", "scores.meta.toml"]
    _write_csv(after.scores, stage / "scores.csv")
    years = sorted(int(y) for y in after.scores["year"].unique())
    described = (folder / "scores.meta.toml").read_text(encoding="utf-8")
    (stage / "scores.meta.toml").write_text(_with_coverage(described, years), encoding="utf-8")
    descriptions.stamp_description(stage / "scores.meta.toml")
    if read.extended:
        names += ["sub_dimensions.csv", "sub_dimensions.meta.toml"]
        _write_csv(after.sub_dimensions, stage / "sub_dimensions.csv")
        shutil.copy2(folder / "sub_dimensions.meta.toml", stage)
        descriptions.stamp_description(stage / "sub_dimensions.meta.toml")
    return names


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _with_coverage(described: str, years: list[int]) -> str:
    """A description with its years moved on, in its coverage and its titles."""
    span = f"{years[0]}–{years[-1]}"
    found = re.search(r'^coverage = "([^"]*)"', described, flags=re.M)
    old = found.group(1) if found else span
    lines = [
        line.replace(old, span) if line.startswith(("coverage", "title_")) else line
        for line in described.split("\n")
    ]
    return "\n".join(lines)
