"""What the 34 provinces of today inherit: members side by side, their range, an estimated mean.

A member is one of the 63 provinces, a successor one of the 34 that they became on 1 July 2025.
Nothing here is a published score of a successor: every mean is an estimate that says which members
it rests on. Scores and gaps are in points; a weight has any unit, shares run from 0 to 1.
"""

from collections.abc import Mapping

import pandas as pd

from lib.stats.ranking import TOTAL, add_changes, add_positions

MIN_COVERAGE = 0.5  # share of the members' weight; below it an estimate is not shown
_EPS = 1e-9


def members_by_successor(mergers: pd.DataFrame) -> dict[str, list[str]]:
    """The members of every successor, by code.

    Args:
        mergers: province, successor.
    """
    table = mergers.sort_values("province")
    return {str(code): part["province"].tolist() for code, part in table.groupby("successor")}


def estimate_scores(
    scores: pd.DataFrame, mergers: pd.DataFrame, weights: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The mean of the members' published scores, with their range and what the mean rests on.

    A mean of sums is not the sum of means where a member is published in part, so each measure is
    estimated from the scores published in that measure.

    Args:
        scores: year, province, measure, score.
        mergers: province, successor.
        weights: province, weight; None or empty = the simple mean.

    Returns:
        year, province (the successor), measure, score (rounded to six decimals), low, high (of the
        published members), basis (their codes, joined by spaces), coverage (their share of the
        members' weight, FEWEST or more).
    """
    parts = mergers.copy()
    parts["weight"] = 1.0
    if weights is not None and len(weights):
        parts["weight"] = parts["province"].map(weights.set_index("province")["weight"])
    whole = parts.groupby("successor")["weight"].sum()
    table = scores[["year", "province", "measure", "score"]].merge(parts, on="province")
    table = table.sort_values("province")
    table["weighed"] = table["score"] * table["weight"]
    out = (
        table.groupby(["year", "successor", "measure"])
        .agg(
            weighed=("weighed", "sum"),
            weight=("weight", "sum"),
            low=("score", "min"),
            high=("score", "max"),
            basis=("province", " ".join),
        )
        .reset_index()
    )
    out["score"] = (out["weighed"] / out["weight"]).round(6)
    out["coverage"] = out["weight"] / out["successor"].map(whole)
    out = out[out["coverage"] >= MIN_COVERAGE - _EPS].rename(columns={"successor": "province"})
    columns = ["year", "province", "measure", "score", "low", "high", "basis", "coverage"]
    return out[columns].reset_index(drop=True)


def estimate_positions(
    scores: pd.DataFrame,
    mergers: pd.DataFrame,
    successors: pd.DataFrame,
    measured: pd.DataFrame,
    weights: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Where each successor would stand among the 34 by its estimate.

    A change is given only between years whose estimates rest on the same members.

    Args:
        scores, mergers, weights: as for ``estimate``.
        successors: code, region.
        measured: see ``positions.structure``.

    Returns:
        The columns of ``positions.positions`` and low, high, basis, coverage of ``estimate``.
    """
    found = estimate_scores(scores, mergers, weights)
    keys = ["year", "province", "measure"]
    out = add_positions(found[[*keys, "score"]], successors).pipe(add_changes, measured)
    out = out.merge(found.drop(columns="score"), on=keys)
    out = out.sort_values(["province", "measure", "year"])
    before = out.groupby(["province", "measure"])["basis"].shift()
    other = before.ne(out["basis"])
    for column in ("prev_year", "prev_score", "prev_rank", "prev_scored", "change", "change_rank"):
        out[column] = out[column].mask(other)
    out["redefined"] &= ~other
    return out.sort_values(["year", "measure", "rank", "province"]).reset_index(drop=True)


def member_gaps(
    positions_63: pd.DataFrame, mergers: pd.DataFrame, year: int, measure: str = TOTAL
) -> pd.DataFrame:
    """How far apart the members of every merged province are, the widest gap first.

    Args:
        positions_63: positions of the 63 (see ``positions.positions``).
        mergers: province, successor.

    Returns:
        successor, members, published (how many), best, worst (codes, "" where none is published),
        high, low, gap (points; NaN with fewer than two published), rank (1 = the widest gap; NA
        without one), compared (successors with a gap).
    """
    table = positions_63[(positions_63["year"] == year) & (positions_63["measure"] == measure)]
    score = table.set_index("province")["score"]
    rows = []
    for successor, codes in members_by_successor(mergers).items():
        if len(codes) < 2:
            continue
        own = score.reindex(codes).dropna().sort_values(ascending=False, kind="stable")
        rows.append(
            {
                "successor": successor,
                "members": len(codes),
                "published": len(own),
                "best": own.index[0] if len(own) else "",
                "worst": own.index[-1] if len(own) else "",
                "high": own.iloc[0] if len(own) else None,
                "low": own.iloc[-1] if len(own) else None,
                "gap": round(own.iloc[0] - own.iloc[-1], 6) if len(own) > 1 else None,
            }
        )
    out = pd.DataFrame(rows).astype({"high": float, "low": float, "gap": float})
    out["rank"] = out["gap"].rank(method="min", ascending=False).astype("Int64")
    out["compared"] = int(out["gap"].notna().sum())
    return out.sort_values(["gap", "successor"], ascending=[False, True]).reset_index(drop=True)


def compare_members(positions_63: pd.DataFrame, codes: list[str], year: int) -> pd.DataFrame:
    """The members' positions in every measure of a year, each with its distance to the best.

    Args:
        positions_63: positions of the 63.
        codes: the members.

    Returns:
        measure, province, score, rank, scored, share, group, best (the member with the highest
        score; ties go to the lower code), behind (points to that score, 0 for the best), spread
        (points between the best and the lowest of the published members), published (how many).
    """
    table = positions_63[(positions_63["year"] == year) & positions_63["province"].isin(codes)]
    columns = ["measure", "province", "score", "rank", "scored", "percentile", "group"]
    out = table[columns].sort_values(["measure", "province"]).reset_index(drop=True)
    by = out.groupby("measure")["score"]
    top = out.loc[by.idxmax(), ["measure", "province"]].rename(columns={"province": "best"})
    out["behind"] = (by.transform("max") - out["score"]).round(6)
    out["spread"] = (by.transform("max") - by.transform("min")).round(6)
    out["published"] = by.transform("count")
    return out.merge(top, on="measure")


def gain_at_best_member(
    side: pd.DataFrame,
    dimensions: list[str],
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """What the estimate would gain if every member reached the best member's dimension score.

    Arithmetic on published scores, not a forecast.

    Args:
        side: the result of ``side_by_side``.
        dimensions: those of the year.
        weights: of each member; None = the simple mean.

    Returns:
        measure (dimensions with two or more published members), best (code), mean (the estimate),
        high (the best member's score), gain (points, high minus mean).
    """
    table = side[side["measure"].isin(dimensions) & (side["published"] > 1)].copy()
    table["weight"] = table["province"].map(weights) if weights else 1.0
    table["weighed"] = table["score"] * table["weight"]
    out = (
        table.groupby("measure")
        .agg(
            best=("best", "first"),
            weighed=("weighed", "sum"),
            weight=("weight", "sum"),
            high=("score", "max"),
        )
        .reset_index()
    )
    out["mean"] = out["weighed"] / out["weight"]
    out["gain"] = (out["high"] - out["mean"]).round(6)
    return out[["measure", "best", "mean", "high", "gain"]]
