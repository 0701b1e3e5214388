"""Data with made-up years published for the 34 provinces, lifelike: for tests only.

Each made-up score keeps a part of the distance to the median of the year before, as published
scores of the 63 do, and adds a deviation drawn with a fixed seed.
"""

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from lib.common import paths
from lib.datasets import descriptions, tables
from lib.model.dataset import Dataset
from lib.stats.ranking import is_sub_dimension

KEPT, SPREAD = 0.6, 0.55  # of the distance to the median; of the standard deviation of a year
UNPUBLISHED = "96"  # Cà Mau has no score in any made-up year


@cache
def base_dataset() -> Dataset:
    """The project's own data."""
    return Dataset.build(tables.load_tables())


@cache
def made_up_scores(years: tuple[int, ...]) -> pd.DataFrame:
    """The made-up scores: year, province, sub_dimension, score."""
    estimated = base_dataset().estimated_34.positions
    newest = estimated[is_sub_dimension(estimated["measure"]) & estimated["year"].ge(2021)]
    measured = estimated.loc[estimated["year"] == estimated["year"].max(), "measure"]
    newest = newest[newest["measure"].isin(measured)].sort_values("year")
    table = newest.groupby(["province", "measure"])["score"].last().unstack()
    counts = pd.Series(table.columns).str.partition(".")[0].value_counts()
    highest = np.array([10 / counts[measure.split(".")[0]] for measure in table.columns])
    parts = []
    for year in years:
        random = np.random.default_rng(year)
        drawn = random.standard_normal(table.shape) * (SPREAD * table.std().to_numpy())
        away = KEPT * (table - table.median()) + drawn
        table = (table.median() + away).clip(lower=highest / 10, upper=highest, axis=1).round(4)
        parts.append(table.stack().rename("score").reset_index().assign(year=year))
    out = pd.concat(parts).rename(columns={"measure": "sub_dimension"})
    out = out[out["province"] != UNPUBLISHED]
    return out[["year", "province", "sub_dimension", "score"]].reset_index(drop=True)


@cache
def build_dataset(years: tuple[int, ...]) -> Dataset:
    """The project's data and the made-up years, as the app builds them."""
    loaded = base_dataset().tables
    scores = loaded.scores
    added = made_up_scores(years).astype(scores[["year", "province", "sub_dimension"]].dtypes)
    return Dataset.build(replace(loaded, scores=pd.concat([scores, added], ignore_index=True)))


def copy_data(root: Path, years: tuple[int, ...] = (2025,)) -> Path:
    """Put a copy of the project's data files with the made-up years below a folder.

    Returns:
        The same folder, as ``tables.load_tables`` takes it.
    """
    for folder in ("data", "geo", "static"):
        shutil.copytree(paths.ROOT / folder, root / folder, dirs_exist_ok=True)
    path = root / "data" / "scores.csv"
    with path.open("a", encoding="utf-8") as file:
        made_up_scores(years).to_csv(file, header=False, index=False, lineterminator="\n")
    descriptions.stamp_description(root / "data" / "scores.meta.toml")
    return root
