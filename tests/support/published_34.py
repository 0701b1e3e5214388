"""A copy of the project's data with a year of made-up scores published for the 34 provinces."""

import csv
import shutil
from pathlib import Path

from lib.common import paths
from lib.datasets import descriptions

YEAR = 2025
FIRST, STEP = 1.0, 0.01  # points of each sub-dimension: of the first code, and more for each next


def score_by_code() -> dict[str, float]:
    """Return the made-up score of every sub-dimension, by the code of the new province."""
    path = paths.ROOT / "data" / "successors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    return {code: round(FIRST + STEP * i, 2) for i, code in enumerate(codes)}


def copy_data(root: Path, without: str = "") -> Path:
    """Put that copy below a folder.

    Args:
        root: The folder; it gets ``data``, ``geo`` and ``static``.
        without: A code whose scores are not published; "" for none.

    Returns:
        The same folder, as ``tables.load_tables`` takes it.
    """
    for folder in ("data", "geo", "static"):
        shutil.copytree(paths.ROOT / folder, root / folder)
    with (paths.ROOT / "data" / "scores.csv").open(encoding="utf-8", newline="") as file:
        subs = sorted({r["sub_dimension"] for r in csv.DictReader(file) if r["year"] == "2024"})
    rows = [
        f"{YEAR},{code},{sub},{score}\n"
        for code, score in score_by_code().items()
        for sub in subs
        if code != without
    ]
    with (root / "data" / "scores.csv").open("a", encoding="utf-8") as file:
        file.writelines(rows)
    descriptions.stamp_description(root / "data" / "scores.meta.toml")
    return root
