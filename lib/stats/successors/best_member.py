"""What is left, a year later, of the lead of the best member? The winner's curse.

Which member is best in a dimension is partly luck, so that its lead over the mean shrinks.
"""

import numpy as np
import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, is_dimension


def backtest_best_member(
    positions: pd.DataFrame, mergers: pd.DataFrame, weights: pd.DataFrame, first: int
) -> pd.DataFrame:
    """The gain at the best member's level, and what the same members still lead by a year later.

    Args:
        positions: year, province, measure, score, era of the 63.
        mergers: province (the member), successor.
        weights: province, weight.
        first: earlier years are not used.

    Returns:
        year (of the lead), successor, lead, left (points, sums over the dimensions); where all
        members have every dimension in both years, of the same maximum.
    """
    table = positions[is_dimension(positions["measure"]) & (positions["year"] >= first)]
    wide = table.pivot(index="province", columns=["year", "measure"], values="score")
    by_year = {int(year): wide[year] for year in sorted(set(table["year"].tolist()))}
    share = weights.set_index("province")["weight"]
    rows = []
    for successor, codes in mergers.groupby("successor")["province"]:
        members = sorted(codes)
        if len(members) < 2 or wide.index.isin(members).sum() != len(members):
            continue
        weight = share[members].to_numpy(float)
        weight = weight / weight.sum()
        places = wide.index.get_indexer(members)
        for year in [y for y in by_year if y + 1 in by_year]:
            scores, next_scores = (by_year[y].to_numpy(float)[places] for y in (year, year + 1))
            both = np.isnan(scores).any() or np.isnan(next_scores).any()
            if scores.shape != next_scores.shape or both:
                continue
            best, columns = scores.argmax(axis=0), np.arange(scores.shape[1])
            lead = float((scores[best, columns] - weight @ scores).sum())
            left = float((next_scores[best, columns] - weight @ next_scores).sum())
            rows.append(
                (int(year), successor, round(lead, SCORE_DECIMALS), round(left, SCORE_DECIMALS))
            )
    return pd.DataFrame(rows, columns=["year", "successor", "lead", "left"])
