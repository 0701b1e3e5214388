"""How did each province's scores and ranks change from one year to the very next?

Only years that compare are paired. These changes are what badges, rank ranges, forecasts and
attainable gains are learnt from.
"""

import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, TOTAL, is_sub_dimension

JUMP_SIZE = 1.6  # interquartile ranges (mean of both years); a larger step of the median is a break


def median_jumps(positions: pd.DataFrame) -> pd.DataFrame:
    """Years in which a sub-dimension's national median jumped.

    Args:
        positions: see ``ranking.compute_positions``.

    Returns:
        sub_dimension, year, step (points), ranges (the step in interquartile ranges, the mean of
        both years'); only where |ranges| > JUMP_SIZE.
    """
    subs = positions[is_sub_dimension(positions["measure"])]
    table = subs.drop_duplicates(["measure", "year"]).sort_values(["measure", "year"])
    measure = table["measure"]
    width = table["q75"] - table["q25"]
    follows = table["year"] - table.groupby(measure)["year"].shift() == 1
    step = table["q50"] - table.groupby(measure)["q50"].shift()
    ranges = step / ((width + width.groupby(measure).shift()) / 2)
    out = pd.DataFrame(
        {"sub_dimension": measure, "year": table["year"], "step": step, "ranges": ranges}
    )
    return out[follows & (ranges.abs() > JUMP_SIZE)].reset_index(drop=True)


def compute_yearly_changes(positions: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Every change of a province from one year to the very next that compares with it.

    A sub-dimension compares unless a break falls on the later year, a dimension where it is made
    of the same sub-dimensions and none of them breaks, a total where its maximum is the same.

    Args:
        positions: see ``ranking.compute_positions``.
        breaks: sub_dimension, year (the first that does not compare with the year before).

    Returns:
        year (the later of the two), province, measure, start, end (scores), gain (points), national
        (the median gain of that year and measure, points), relative (gain minus national, points),
        start_gap (distance to the national median at the start, points, negative = below),
        gap_change (by how much that distance changed, points: the gain minus the change of the
        median, which is not the median gain), start_rank, end_rank, start_scored (number
        of provinces), start_group, end_group (1-4), start_percentile (0-1, the fraction of scored
        provinces at or below).
    """
    keys = ["province", "measure"]
    before = positions[[*keys, "year", "score", "rank", "scored", "group", "percentile", "gap_q50"]]
    before = before.assign(year=before["year"] + 1)
    out = positions.merge(before, on=[*keys, "year"], suffixes=("", "_before"))
    out = out[out["prev_year"] == out["year"] - 1]

    broken = set(zip(breaks["sub_dimension"], breaks["year"], strict=True))
    broken |= {(code.split(".")[0], year) for code, year in broken}
    pairs = zip(out["measure"].to_numpy(dtype=object), out["year"].to_numpy(), strict=True)
    unbroken = [pair not in broken for pair in pairs]
    out = out[(pd.Series(unbroken, out.index) & ~out["redefined"]) | (out["measure"] == TOTAL)]

    gain = out["score"] - out["score_before"]
    national = gain.groupby([out["year"], out["measure"]]).transform("median")
    return pd.DataFrame(
        {
            "year": out["year"],
            "province": out["province"],
            "measure": out["measure"],
            "start": out["score_before"],
            "end": out["score"],
            "gain": gain,
            "national": national,
            "relative": gain - national,
            "start_gap": out["gap_q50_before"],
            "gap_change": (out["gap_q50"] - out["gap_q50_before"]).round(SCORE_DECIMALS),
            "start_rank": out["rank_before"],
            "end_rank": out["rank"],
            "start_scored": out["scored_before"],
            "start_group": out["group_before"],
            "end_group": out["group"],
            "start_percentile": out["percentile_before"],
        }
    ).reset_index(drop=True)
