"""What would a member that was not published have scored? Its distance to the median, shrunk.

A province far from the national median comes closer to it within a year (see
``forecasts.expected_change``), so a member that is missing from a year is put at KEPT_GAP of its
distance to the median in the year before. Points throughout.
"""

import numpy as np
import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS, TOTAL

KEPT_GAP = 0.6  # part of the distance to the median that is left a year later


def impute_members(
    positions: pd.DataFrame, mergers: pd.DataFrame, breaks: pd.DataFrame
) -> pd.DataFrame:
    """Scores of members that were not published in a year, where another member was.

    Only from the year before, and only where the measure is the same in both years (era, and no
    break of the sub-dimension or in the dimension).

    Args:
        positions: of the 63; see ``ranking.compute_positions``.
        mergers: province (the member), successor.
        breaks: sub_dimension, year (the first that does not compare with the year before).

    Returns:
        year, province, measure, score (points).
    """
    keys = ["year", "measure"]
    successors = mergers.set_index("province")["successor"]
    table = positions[["year", "province", "measure", "q50", "gap_q50", "era"]]
    table = table.assign(successor=table["province"].map(successors))
    national = table.drop_duplicates(keys)[[*keys, "q50", "era"]]
    before = table[["year", "province", "successor", "measure", "gap_q50", "era"]]
    before = before.assign(year=before["year"] + 1)
    out = before.merge(national, on=[*keys, "era"])
    published = pd.MultiIndex.from_frame(table[["province", *keys]])
    with_member = pd.MultiIndex.from_frame(table[["successor", *keys]])
    is_absent = ~pd.MultiIndex.from_frame(out[["province", *keys]]).isin(published)
    has_member = pd.MultiIndex.from_frame(out[["successor", *keys]]).isin(with_member)
    broken = set(zip(breaks["sub_dimension"], breaks["year"], strict=True))
    broken |= {(code.split(".")[0], year) for code, year in broken}
    same = [pair not in broken for pair in zip(out["measure"], out["year"], strict=True)]
    out = out[is_absent & has_member & np.array(same, dtype=bool)]
    out = out.assign(score=(out["q50"] + KEPT_GAP * out["gap_q50"]).round(SCORE_DECIMALS))
    columns = ["year", "province", "measure", "score"]
    return out[columns].sort_values(columns[:3]).reset_index(drop=True)


def backtest_imputation(
    positions: pd.DataFrame, mergers: pd.DataFrame, weights: pd.DataFrame | None, first: int
) -> pd.DataFrame:
    """How far estimates are off where one published member of a total is treated as missing.

    Every member of every merged province is left out once a year in which all of them, and this
    one in the year before, were published.

    Args:
        positions: year, province, measure, score, q50, gap_q50, era of the 63.
        mergers, weights: as for ``mergers.estimate_scores``.
        first: earlier years are not used.

    Returns:
        year, province (left out), successor, members (how many), imputed (error of the estimate
        with KEPT_GAP of the member's last gap), left_out (that of the mean of the others alone).
    """
    totals = positions[(positions["measure"] == TOTAL) & (positions["year"] >= first)]
    before = totals[["year", "province", "era", "gap_q50"]]
    before = before.assign(year=before["year"] + 1).rename(columns={"gap_q50": "gap_before"})
    table = totals[["year", "province", "score", "q50", "era"]].merge(mergers, on="province")
    table["weight"] = 1.0
    if weights is not None and len(weights):
        table["weight"] = table["province"].map(weights.set_index("province")["weight"])
    sizes = mergers.groupby("successor").size()
    table["members"] = table["successor"].map(sizes)
    groups = table.groupby(["year", "successor"])
    whole = groups["score"].transform("size") == table["members"]
    table["sum"] = (
        (table["score"] * table["weight"])
        .groupby([table["year"], table["successor"]])
        .transform("sum")
    )
    table["of_all"] = groups["weight"].transform("sum")
    table = table[whole & (table["members"] > 1)].merge(before, on=["year", "province", "era"])
    imputed = table["q50"] + KEPT_GAP * table["gap_before"]
    own = table["score"] * table["weight"]
    truth = table["sum"] / table["of_all"]
    others = (table["sum"] - own) / (table["of_all"] - table["weight"])
    out = table[["year", "province", "successor", "members"]].assign(
        imputed=((imputed - table["score"]) * table["weight"] / table["of_all"]).round(
            SCORE_DECIMALS
        ),
        left_out=(others - truth).round(SCORE_DECIMALS),
    )
    return out.reset_index(drop=True)
