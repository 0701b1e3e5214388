"""What do the 34 provinces of today inherit: members side by side, ranges, estimated means?

A member is one of the 63 provinces, a successor one of the 34 that they became on 1 July 2025.
Nothing here is a published score of a successor: every mean is an estimate that says which members
it rests on. Scores and gaps are in points; weights have any unit (such as inhabitants).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.stats.ranking import EPSILON, SCORE_DECIMALS, TOTAL, add_changes, add_positions

LASTING_LEAD = 0.5  # part of the best member's lead that is left a year later
MIN_COVERAGE = 0.5  # fraction of the members' weight; below it an estimate is not shown


def members_by_successor(mergers: pd.DataFrame) -> dict[str, list[str]]:
    """The members of every successor, by code.

    Args:
        mergers: province (the member), successor.

    Returns:
        Codes of members, ascending, by code of the successor.
    """
    table = mergers.sort_values("province")
    return {str(code): part["province"].tolist() for code, part in table.groupby("successor")}


def estimate_scores(
    scores: pd.DataFrame,
    mergers: pd.DataFrame,
    weights: pd.DataFrame | None = None,
    imputed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The mean of the members' scores, with their range and what the mean rests on.

    A mean of sums is not the sum of means where a member is published in part, so each measure is
    estimated from the scores published in that measure.

    Args:
        scores: year, province, measure, score (points).
        mergers: province (the member), successor.
        weights: province, weight; None or empty = the simple mean.
        imputed: year, province, measure, score of members that were not published (see
            ``successors.imputation``); None = such members are left out.

    Returns:
        year, province (the successor), measure, score (rounded to six decimals), low, high (of the
        published members), basis (their codes, joined by spaces), coverage (their fraction of the
        members' weight), imputed (codes of those imputed, joined by spaces). Only where the
        published and the imputed have MIN_COVERAGE of the weight and one is published.
    """
    parts = mergers.copy()
    parts["weight"] = 1.0
    if weights is not None and len(weights):
        parts["weight"] = parts["province"].map(weights.set_index("province")["weight"])
    full_weight = parts.groupby("successor")["weight"].sum()
    out = _sums_by_successor(scores, parts)
    out["imputed"], known = "", out["weight"]
    if imputed is not None and len(imputed):
        added = _sums_by_successor(imputed, parts).reindex(out.index)
        known = known + added["weight"].fillna(0.0)
        out["weighted_sum"] += added["weighted_sum"].fillna(0.0)
        out["imputed"] = added["basis"].fillna("")
    out["score"] = (out["weighted_sum"] / known).round(SCORE_DECIMALS)
    whole = out.index.get_level_values("province").map(full_weight)
    out["coverage"] = out["weight"] / whole
    out = out[known / whole >= MIN_COVERAGE - EPSILON].reset_index()
    columns = ["year", "province", "measure", "score", "low", "high", "basis", "coverage"]
    return out[[*columns, "imputed"]]


def _sums_by_successor(scores: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Sums over the members by year, province (the successor) and measure.

    Args:
        scores: year, province, measure, score.
        parts: province, successor, weight.

    Returns:
        weighted_sum, weight, low, high, basis (codes).
    """
    table = scores[["year", "province", "measure", "score"]].merge(parts, on="province")
    table = table.sort_values("province")
    table["weighted_score"] = table["score"] * table["weight"]
    out = table.groupby(["year", "successor", "measure"]).agg(
        weighted_sum=("weighted_score", "sum"),
        weight=("weight", "sum"),
        low=("score", "min"),
        high=("score", "max"),
        basis=("province", " ".join),
    )
    return out.rename_axis(["year", "province", "measure"])


def estimate_positions(
    scores: pd.DataFrame,
    mergers: pd.DataFrame,
    successors: pd.DataFrame,
    measured: pd.DataFrame,
    weights: pd.DataFrame | None = None,
    imputed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The position of each successor among the 34 by its estimate.

    A change is given only between years whose estimates rest on the same published members.

    Args:
        scores, mergers, weights, imputed: as for ``estimate_scores``.
        successors: code, region.
        measured: see ``ranking.measured_sub_dimensions``.

    Returns:
        The columns of ``ranking.compute_positions`` and low, high, basis, coverage, imputed of
        ``estimate_scores``.
    """
    estimates = estimate_scores(scores, mergers, weights, imputed)
    keys = ["year", "province", "measure"]
    out = add_positions(estimates[[*keys, "score"]], successors).pipe(add_changes, measured)
    out = out.merge(estimates.drop(columns="score"), on=keys)
    out = out.sort_values(["province", "measure", "year"])
    before = out.groupby(["province", "measure"])["basis"].shift()
    other_basis = before.ne(out["basis"])
    for column in ("prev_year", "prev_score", "prev_rank", "change", "change_rank"):
        out[column] = out[column].mask(other_basis)
    out["redefined"] &= ~other_basis
    return out.sort_values(["year", "measure", "rank", "province"]).reset_index(drop=True)


def member_gaps(
    positions_63: pd.DataFrame, mergers: pd.DataFrame, year: int, measure: str = TOTAL
) -> pd.DataFrame:
    """How far apart the members of every merged province are, the widest gap first.

    Args:
        positions_63: year, province, measure, score (points) of the 63.
        mergers: province (the member), successor.
        year, measure: the scores to compare.

    Returns:
        successor, members, published (how many), best, worst (codes, "" where none is published),
        high, low, gap (points; NaN with fewer than two published), rank (1 = the widest gap; NA
        without one), compared (successors with a gap).
    """
    table = positions_63[(positions_63["year"] == year) & (positions_63["measure"] == measure)]
    scores = dict(zip(table["province"], table["score"].tolist(), strict=True))
    rows = []
    for successor, codes in members_by_successor(mergers).items():
        if len(codes) < 2:
            continue
        ordered = sorted((c for c in codes if c in scores), key=lambda code: -scores[code])
        best, worst = (ordered[0], ordered[-1]) if ordered else ("", "")
        high, low = scores.get(best), scores.get(worst)
        rows.append(
            {
                "successor": successor,
                "members": len(codes),
                "published": len(ordered),
                "best": best,
                "worst": worst,
                "high": high,
                "low": low,
                "gap": np.round(scores[best] - scores[worst], SCORE_DECIMALS)
                if len(ordered) > 1
                else None,
            }
        )
    out = pd.DataFrame(rows).astype({"high": float, "low": float, "gap": float})
    out["rank"] = out["gap"].rank(method="min", ascending=False).astype("Int64")
    out["compared"] = int(out["gap"].notna().sum())
    return out.sort_values(["gap", "successor"], ascending=[False, True]).reset_index(drop=True)


def compare_members(positions_63: pd.DataFrame, codes: list[str], year: int) -> pd.DataFrame:
    """The members' positions in every measure of a year, each with its distance to the best.

    Args:
        positions_63: positions of the 63 (see ``ranking.compute_positions``).
        codes: the members.
        year: the year to compare.

    Returns:
        measure, province, score, rank, scored, percentile, group, best (the member with the highest
        score; ties go to the lower code), behind (points to that score, 0 for the best), spread
        (points between the best and the lowest of the published members), published (how many).
    """
    columns = ["measure", "province", "score", "rank", "scored", "percentile", "group"]
    is_member = (positions_63["year"] == year) & positions_63["province"].isin(codes)
    rows = np.flatnonzero(is_member.to_numpy())
    measures, provinces = (positions_63[c].array[rows].tolist() for c in ("measure", "province"))
    order = sorted(range(len(rows)), key=lambda row: (measures[row], provinces[row]))
    out = positions_63[columns].take(rows[order]).reset_index(drop=True)
    scores: dict[str, dict[str, float]] = {}
    for row, score in zip(order, out["score"].tolist(), strict=True):
        scores.setdefault(measures[row], {})[provinces[row]] = score
    of_members = [scores[measures[row]] for row in order]
    highest = np.array([max(by_code.values()) for by_code in of_members], dtype=float)
    lowest = np.array([min(by_code.values()) for by_code in of_members], dtype=float)
    out["behind"] = (highest - out["score"]).round(SCORE_DECIMALS)
    out["spread"] = (highest - lowest).round(SCORE_DECIMALS)
    out["published"] = np.array([len(by_code) for by_code in of_members], dtype=int)
    out["best"] = pd.Series(
        [max(by_code, key=lambda code: by_code[code]) for by_code in of_members],
        index=out.index,
        dtype=out["province"].dtype,
    )
    return out


def gain_at_best_member(
    members: pd.DataFrame,
    dimensions: list[str],
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """What the estimate would gain if every member reached the best member's dimension score.

    Arithmetic on published scores, not a forecast.

    Args:
        members: the result of ``compare_members``.
        dimensions: their codes, those of the year.
        weights: of each member; None = the simple mean.

    Returns:
        measure (dimensions with two or more published members), best (code), mean (the estimate),
        high (the best member's score), gain (points, high minus mean), lasting (LASTING_LEAD of it:
        which member is best is partly luck, see ``successors.best_member``).
    """
    table = members[members["measure"].isin(dimensions) & (members["published"] > 1)]
    scores: dict[tuple[str, str], dict[str, float]] = {}
    columns = (table[column] for column in ("measure", "best", "province", "score"))
    for measure, best, province, score in zip(*columns, strict=True):
        scores.setdefault((measure, best), {})[province] = score
    rows = []
    for (measure, best), by_code in sorted(scores.items()):
        weight = {code: weights[code] if weights else 1.0 for code in by_code}
        weighted_sum = sum(score * weight[code] for code, score in by_code.items())
        mean = weighted_sum / sum(weight.values())
        rows.append((measure, best, mean, by_code[best]))
    out = pd.DataFrame(rows, columns=["measure", "best", "mean", "high"])
    out["gain"] = (out["high"] - out["mean"]).round(SCORE_DECIMALS)
    out["lasting"] = (LASTING_LEAD * out["gain"]).round(SCORE_DECIMALS)
    return out
