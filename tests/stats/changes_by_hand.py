"""Yearly changes made by hand, and real ones with a different future."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.stats.ranking import TOTAL


def make_changes(
    relative: Sequence[float] | np.ndarray,
    year: int = 2020,
    measure: str = TOTAL,
    start: float = 0.5,
    end: float | np.ndarray = 0.5,
    scored: int = 100,
) -> pd.DataFrame:
    """One yearly change per entry of ``relative`` (points); start and end are percentiles."""
    relative = np.asarray(relative, dtype=float)
    table = pd.DataFrame({"relative": relative, "gain": relative})
    table = table.assign(year=year, measure=measure, start_percentile=start, start_scored=scored)
    table["province"] = [f"{i:02}" for i in range(len(table))]
    table["end_rank"] = np.round(scored + 1 - scored * np.asarray(end)).astype(int)
    return table


def with_other_future(yearly_changes: pd.DataFrame, year: int) -> pd.DataFrame:
    """The same changes, but every one after ``year`` upside down and twice."""
    later = yearly_changes[yearly_changes["year"] > year]
    upside_down = later.assign(
        relative=later["relative"] * 9 + 5,
        start_percentile=1 - later["start_percentile"],
        end_rank=later["start_scored"] + 1 - later["end_rank"],
    )
    known = yearly_changes[yearly_changes["year"] <= year]
    return pd.concat([upside_down, known, upside_down], ignore_index=True)
