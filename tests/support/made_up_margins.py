"""Made-up intervals and standard errors for published years; for tests only."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.datasets.tables import Tables
from lib.stats.ranking import TOTAL, compute_positions

YEARS = (2023, 2024)
MULTIPLE = 1.645  # standard errors from a score to the end of its interval


def made_up_margins(tables: Tables, years: tuple[int, ...] = YEARS) -> pd.DataFrame:
    """Margins of every total of some years: errors as different as the few printed ones."""
    totals = compute_positions(tables.scores, tables.sub_dimensions, tables.provinces)
    totals = totals[(totals["measure"] == TOTAL) & totals["year"].isin(years)]
    errors = np.exp(np.random.default_rng(17).normal(np.log(0.35), 0.8, len(totals))).round(6)
    return pd.DataFrame(
        {
            "year": totals["year"].to_numpy(),
            "province": totals["province"].to_numpy(),
            "measure": TOTAL,
            "low": (totals["score"].to_numpy() - MULTIPLE * errors).round(6),
            "high": (totals["score"].to_numpy() + MULTIPLE * errors).round(6),
            "standard_error": errors,
        }
    ).sort_values(["year", "province"], ignore_index=True)


def with_margins(tables: Tables, years: tuple[int, ...] = YEARS) -> Tables:
    """The tables with made-up margins."""
    return replace(tables, margins=made_up_margins(tables, years))
