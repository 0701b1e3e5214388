"""Positions made by hand."""

import pandas as pd

from lib.stats.ranking import TOTAL, add_positions, compute_positions


def make_positions(*scores: float, year: int = 2023) -> pd.DataFrame:
    """Provinces 01, 02 ... with these scores as totals, in dimension 1 and in each of its parts.

    The regions N and S come in turn.
    """
    codes = [f"{i:02}" for i in range(1, len(scores) + 1)]
    table = pd.DataFrame({"year": year, "province": codes, "score": scores})
    table = pd.concat([table.assign(measure=m) for m in (TOTAL, "1", "1.1", "1.2", "1.3")])
    regions = [("N", "S")[i % 2] for i in range(len(codes))]
    return add_positions(table, pd.DataFrame({"code": codes, "region": regions})).assign(
        max_score=80.0
    )


def total_positions(totals: dict[int, dict[str, float]]) -> pd.DataFrame:
    """Positions from {year: {province: total}}; the only sub-dimension makes up the total."""
    rows = [
        (year, province, "1.1", score)
        for year, scores in totals.items()
        for province, score in scores.items()
    ]
    table = pd.DataFrame(rows, columns=["year", "province", "sub_dimension", "score"])
    sub_dimensions = pd.DataFrame(
        {
            "code": ["1.1"],
            "dimension": ["1"],
            "year_from": [2020],
            "year_to": pd.array([None], dtype="Int64"),
        }
    )
    provinces = pd.DataFrame({"code": ["01", "02", "03", "04"], "region": ["N", "N", "S", "S"]})
    return compute_positions(table, sub_dimensions, provinces)


def sub_dimension_scores(positions: pd.DataFrame, province: str, year: int) -> dict[str, float]:
    """A province's scores of one year by sub-dimension."""
    own = positions[(positions["province"] == province) & (positions["year"] == year)]
    scores = dict(zip(own["measure"], own["score"], strict=True))
    return {measure: score for measure, score in scores.items() if "." in measure}
