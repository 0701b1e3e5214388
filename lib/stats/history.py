"""How did provinces do over several years: who rose and fell, one province's years, eras?"""

import numpy as np
import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, TOTAL


def rank_movers(
    positions: pd.DataFrame, first: int, last: int, measure: str = TOTAL
) -> pd.DataFrame:
    """All provinces scored in both of any two years, the largest rise of the score first.

    Args:
        positions: see ``ranking.compute_positions``.
        first, last: the years.
        measure: total, dimension or sub-dimension; whether the latter two compare is not checked
            (see ``decomposition.is_comparable``).

    Returns:
        province, before, after, change (points), before_rank, after_rank (as published, among all
        scored that year), change_rank (places, positive = up); empty where the maxima differ.
    """
    table = positions[positions["measure"] == measure]
    columns = ["province", "score", "rank", "max_score"]
    old, new = (table.loc[table["year"] == year, columns] for year in (first, last))
    out = old.merge(new, on="province", suffixes=("_old", "_new"))
    # Sub-dimensions have no maximum.
    out = out[(out["max_score_old"] == out["max_score_new"]) | out["max_score_new"].isna()]
    out = pd.DataFrame(
        {
            "province": out["province"],
            "before": out["score_old"],
            "after": out["score_new"],
            "change": (out["score_new"] - out["score_old"]).round(SCORE_DECIMALS),
            "before_rank": out["rank_old"],
            "after_rank": out["rank_new"],
            "change_rank": out["rank_old"] - out["rank_new"],
        }
    )
    return out.sort_values(["change", "province"], ascending=[False, True], ignore_index=True)


def province_history(positions: pd.DataFrame, province: str, measure: str = TOTAL) -> pd.DataFrame:
    """A province's position in a measure in every year it was published, oldest first.

    Args:
        positions: see ``ranking.compute_positions``.
        province: its code.
        measure: total, dimension or sub-dimension.

    Returns:
        year, score (points), rank, scored (number of provinces), group (1-4), median (points), gap
        (score minus median), percentile (0-1), era (scores of two do not go on one line).
    """
    columns = ["year", "score", "rank", "scored", "group", "q50", "gap_q50", "percentile", "era"]
    is_own = (positions["province"] == province) & (positions["measure"] == measure)
    out = positions[columns][is_own].rename(columns={"q50": "median", "gap_q50": "gap"})
    return out.sort_values("year", ignore_index=True)


def era_starts(
    positions: pd.DataFrame, measure: str = TOTAL, provinces: list[str] | None = None
) -> list[int]:
    """The first year of every era of a measure, oldest first.

    Scores of two eras are not comparable: the maximum of the total changed between them, or the
    sub-dimensions of the dimension did.

    Args:
        positions: see ``ranking.compute_positions``.
        measure: total, dimension or sub-dimension.
        provinces: codes; only eras in which one of them has a score. None for every era.

    Returns:
        Years. Each is the first of its era for any province, also where ``provinces`` have no score
        in it.
    """
    is_measure = (positions["measure"] == measure).to_numpy()
    eras, years = (positions[column].to_numpy()[is_measure] for column in ("era", "year"))
    drawn = eras
    if provinces is not None:
        drawn = eras[positions["province"].isin(provinces).to_numpy()[is_measure]]
    return [int(years[eras == era].min()) for era in np.unique(drawn)]


def median_gap_history(
    positions: pd.DataFrame, provinces: list[str], measure: str = TOTAL
) -> pd.DataFrame:
    """How far provinces were from the national median in every year they were published.

    Args:
        positions: see ``ranking.compute_positions``.
        provinces: their codes.
        measure: total, dimension or sub-dimension.

    Returns:
        year, province, score (points), rank, scored (number of provinces), percentile (0-1), gap
        (score minus median), q25_gap, q75_gap (the thresholds minus the median), era; by year, then
        province.
    """
    columns = ["year", "province", "score", "rank", "scored", "percentile", "gap_q50"]
    is_drawn = (positions["measure"] == measure) & positions["province"].isin(provinces)
    table = positions[[*columns, "q25", "q50", "q75", "era"]][is_drawn]
    order = np.lexsort((table["province"].to_numpy(dtype=str), table["year"]))
    table = table.iloc[order].reset_index(drop=True)
    out = table[columns].rename(columns={"gap_q50": "gap"})
    for name in ("q25", "q75"):
        out[f"{name}_gap"] = (table[name] - table["q50"]).round(SCORE_DECIMALS)
    return out.assign(era=table["era"])
