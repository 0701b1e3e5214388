"""Where does every province stand in every measure of every year?

A measure is ``total``, a dimension (``1``-``8``) or a sub-dimension (``1.1`` ...). All functions
work on all provinces and years at once. Scores and gaps are in points, ranks in places (1 = best),
groups run from 1 (highest) to 4 (lowest).
"""

import numpy as np
import pandas as pd

TOTAL = "total"
THRESHOLDS = {"q25": 0.25, "q50": 0.50, "q75": 0.75}  # quantiles of the scores, by column
GROUPS = (1, 2, 3, 4)
THRESHOLD_OF_GROUP = {1: "q75", 2: "q50", 3: "q25"}  # the threshold at which a group begins
NEXT_THRESHOLD = {group + 1: name for group, name in THRESHOLD_OF_GROUP.items()}  # next group up
NEAR_THRESHOLD = 0.05  # points; a province this close to a threshold is flagged
DIMENSION_MAX = 10  # points; every dimension runs from 1 to 10
ROUNDED_DECIMALS = 3  # a score with no more is rounded; full ones have six
SCORE_DECIMALS = 6  # of a score as it is stored, and of what is computed of scores
EPSILON = 1e-9  # points; a smaller difference is floating-point noise


def is_sub_dimension(measures: pd.Series) -> pd.Series:
    """Which measures are sub-dimensions.

    Args:
        measures: codes.

    Returns:
        Booleans on the same index.
    """
    return measures.str.contains(".", regex=False)


def is_dimension(measures: pd.Series) -> pd.Series:
    """Which measures are dimensions.

    Args:
        measures: codes.

    Returns:
        Booleans on the same index.
    """
    return measures.str.fullmatch(r"\d")


def measured_sub_dimensions(sub_dimensions: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Which sub-dimensions were measured in which year.

    Args:
        sub_dimensions: code, dimension, year_from, year_to (empty = still measured).
        years: the years to list.

    Returns:
        year, sub_dimension, dimension; one row per sub-dimension and year.
    """
    grid = sub_dimensions.merge(pd.DataFrame({"year": years}), how="cross")
    measured = (grid.year >= grid.year_from) & (grid.year <= grid.year_to.fillna(9999))
    return (
        grid.loc[measured, ["year", "code", "dimension"]]
        .rename(columns={"code": "sub_dimension"})
        .reset_index(drop=True)
    )


def scores_by_measure(
    scores: pd.DataFrame, measured: pd.DataFrame, printed: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Sub-dimension scores with the dimension scores and totals that they add up to.

    A dimension is given only where each of its sub-dimensions of that year is published, a total
    only where each dimension is: a partial sum is not a score. Where parts are known to fewer
    decimals than their sum, the printed one stands in its place.

    Args:
        scores: year, province, sub_dimension, score (points).
        measured: the result of ``measured_sub_dimensions``.
        printed: year, province, measure, score (points) of dimensions and totals that are not the
            sum of their parts; one of which a part is not published is not used.

    Returns:
        year, province, measure, score (points, rounded to six decimals).
    """
    subs = scores.merge(measured, on=["year", "sub_dimension"], how="inner")
    size = measured.groupby(["year", "dimension"]).size().rename("size").reset_index()

    dims = (
        subs.groupby(["year", "province", "dimension"])["score"].agg(["sum", "count"]).reset_index()
    ).merge(size, on=["year", "dimension"])
    dims = dims[dims["count"] == dims["size"]].rename(columns={"dimension": "measure"})
    dims = _as_printed(dims, printed)

    n_dims = size.groupby("year").size().rename("n_dims").reset_index()
    totals = (dims.groupby(["year", "province"])["sum"].agg(["sum", "count"]).reset_index()).merge(
        n_dims, on="year"
    )
    totals = totals[totals["count"] == totals["n_dims"]].assign(measure=TOTAL)
    totals = _as_printed(totals, printed)

    parts = [
        totals.rename(columns={"sum": "score"}),
        dims.rename(columns={"sum": "score"}),
        subs.rename(columns={"sub_dimension": "measure"}),
    ]
    columns = ["year", "province", "measure", "score"]
    out = pd.concat([part[columns] for part in parts], ignore_index=True)
    return out.assign(score=out["score"].round(SCORE_DECIMALS))


def _as_printed(sums: pd.DataFrame, printed: pd.DataFrame | None) -> pd.DataFrame:
    """Sums (year, province, measure, sum) with the printed scores in the places of theirs."""
    if printed is None or printed.empty:
        return sums
    keys = ["year", "province", "measure"]
    beside = sums.merge(printed[[*keys, "score"]], on=keys, how="left")
    return beside.assign(sum=beside["score"].fillna(beside["sum"])).drop(columns="score")


def rounded_parts(
    scores: pd.DataFrame, measured: pd.DataFrame, printed: pd.DataFrame
) -> pd.DataFrame:
    """The sub-dimension scores that are known to fewer decimals than the printed sums above them.

    Args:
        scores, measured, printed: see ``scores_by_measure``.

    Returns:
        year, province, measure of the sub-dimensions with at most ROUNDED_DECIMALS decimals in a
        printed dimension; in a printed total, of those in any dimension.
    """
    subs = scores.merge(measured, on=["year", "sub_dimension"])
    subs = subs[(subs["score"] - subs["score"].round(ROUNDED_DECIMALS)).abs() < EPSILON]
    above = printed.rename(columns={"measure": "dimension"})[["year", "province", "dimension"]]
    of_total = above.loc[above["dimension"] == TOTAL, ["year", "province"]]
    of_dimensions = above[above["dimension"] != TOTAL]
    # A printed dimension says where its total differs; without one it may be any.
    anywhere = of_total.merge(of_dimensions[["year", "province"]], how="left", indicator="told")
    anywhere = anywhere.loc[anywhere["told"] == "left_only", ["year", "province"]]
    rounded = pd.concat([subs.merge(of_dimensions), subs.merge(anywhere)], ignore_index=True)
    return rounded.rename(columns={"sub_dimension": "measure"})[["year", "province", "measure"]]


def compute_thresholds(scores: pd.DataFrame) -> pd.DataFrame:
    """Quartiles, mean, best and lowest score by year and measure.

    Quartiles are interpolated linearly between the scores (type 7 of Hyndman and Fan 1996, the
    default of NumPy, pandas and spreadsheets).

    Args:
        scores: year, province, measure, score (points).

    Returns:
        year, measure, scored (number of provinces), q25, q50, q75, mean, best, lowest (points).
    """
    by_measure = scores.groupby(["year", "measure"])["score"]
    out = by_measure.agg(scored="count", mean="mean", best="max", lowest="min")
    for name, fraction in THRESHOLDS.items():
        out[name] = by_measure.quantile(fraction)
    return out.reset_index()


def group_sizes(n: int) -> np.ndarray:
    """How many of ``n`` provinces with different totals each group holds, highest first.

    The rule of ``add_positions``: quartiles by linear interpolation, on a threshold belongs
    to the group above. 63 provinces make 16, 16, 15 and 16, as the producer prints them.

    Args:
        n: provinces.

    Returns:
        Four numbers that add up to ``n``.
    """
    at_least = [n - int(np.ceil((n - 1) * q - EPSILON)) for q in sorted(THRESHOLDS.values())[::-1]]
    return np.diff([0, *at_least, n])


def add_positions(scores: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Rank, group and gaps of each score among the provinces scored in that year.

    Ties share the best rank. A province exactly on a threshold belongs to the group above.

    Args:
        scores: year, province, measure, score (points).
        regions: code (of every province), region.

    Returns:
        ``scores`` plus the columns of ``compute_thresholds`` and:
        rank, percentile (0-1, the fraction of scored provinces at or below), region, region_rank,
        region_scored (number of provinces), group (1-4), gap_q25, gap_q50, gap_q75, gap_best
        (points, the score minus that level), to_next (points up to the threshold of the next group;
        NaN in group 1), near (name of the threshold at most NEAR_THRESHOLD away, else ""),
        on_threshold (whether exactly on it).
    """
    out = scores.merge(compute_thresholds(scores), on=["year", "measure"])
    out = out.merge(regions.rename(columns={"code": "province"})[["province", "region"]])

    national = out.groupby(["year", "measure"])["score"]
    out["rank"] = national.rank(method="min", ascending=False).astype(int)
    out["percentile"] = national.rank(method="max") / out["scored"]
    regional = out.groupby(["year", "measure", "region"])["score"]
    out["region_rank"] = regional.rank(method="min", ascending=False).astype(int)
    out["region_scored"] = regional.transform("count")

    for name in THRESHOLDS:
        out[f"gap_{name}"] = (out["score"] - out[name]).round(SCORE_DECIMALS)
    gaps = out[[f"gap_{name}" for name in THRESHOLDS]].to_numpy()
    out["group"] = 1 + (gaps < -EPSILON).sum(axis=1)
    next_gap = np.select(
        [out["group"] == group for group in NEXT_THRESHOLD],
        [out[f"gap_{name}"] for name in NEXT_THRESHOLD.values()],
        default=np.nan,
    )
    out["to_next"] = -next_gap
    nearest = np.abs(gaps).argmin(axis=1)
    distance = np.abs(gaps).min(axis=1)
    # Objects: an array of text would make a string of its own for every row.
    names = np.array(list(THRESHOLDS), dtype=object)[nearest]
    out["near"] = pd.Series(
        np.where(distance <= NEAR_THRESHOLD + EPSILON, names, ""), index=out.index, dtype="str"
    )
    out["on_threshold"] = distance <= EPSILON
    return out


def add_changes(positions: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """Change in score and rank since the previous year in which the province was published.

    Totals out of a different maximum are not compared (60 points to 2017, 80 from 2018). Where the
    set of sub-dimensions under a measure differs between the two years, ``redefined`` says so.

    Args:
        positions: the result of ``add_positions``.
        measured: the result of ``measured_sub_dimensions``.

    Returns:
        ``positions`` plus max_score (points; NaN for sub-dimensions, whose maxima differ),
        prev_year, prev_score, prev_rank, change (points), change_rank (places, positive = up),
        redefined, era (0, 1, ...; scores of two eras do not go on one line).
    """
    out = positions.sort_values(["province", "measure", "year"]).reset_index(drop=True)
    out = out.merge(_content_by_year(measured), on=["year", "measure"], how="left")

    before = out.groupby(["province", "measure"])[
        ["year", "score", "rank", "max_score", "content"]
    ].shift(1)
    comparable = before["year"].notna() & (
        (before["max_score"] == out["max_score"]) | out["max_score"].isna()
    )
    out["prev_year"] = before["year"].where(comparable).astype("Int64")
    out["prev_score"] = before["score"].where(comparable)
    out["prev_rank"] = before["rank"].where(comparable).astype("Int64")
    out["change"] = (out["score"] - out["prev_score"]).round(SCORE_DECIMALS)
    out["change_rank"] = out["prev_rank"] - out["rank"]
    out["redefined"] = comparable & (before["content"] != out["content"])
    return out.drop(columns="content")


def compute_positions(
    scores: pd.DataFrame,
    sub_dimensions: pd.DataFrame,
    provinces: pd.DataFrame,
    printed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The whole chain: from published sub-dimension scores to every province's position.

    Args:
        scores: year, province, sub_dimension, score (points).
        sub_dimensions: code, dimension, year_from, year_to (empty = still measured).
        provinces: code, region.
        printed: see ``scores_by_measure``.

    Returns:
        One row per year, province and measure; columns as in ``add_positions`` and ``add_changes``,
        sorted by year, measure, rank, province.
    """
    measured = measured_sub_dimensions(sub_dimensions, sorted(scores["year"].unique().tolist()))
    return (
        add_positions(scores_by_measure(scores, measured, printed), provinces)
        .pipe(add_changes, measured)
        .sort_values(["year", "measure", "rank", "province"])
        .reset_index(drop=True)
    )


def measure_eras(measured: pd.DataFrame) -> pd.DataFrame:
    """In which era each measure is in each year: scores of two eras do not go on one line.

    Args:
        measured: the result of ``measured_sub_dimensions``.

    Returns:
        year, measure, era (0, 1, ...).
    """
    return _content_by_year(measured)[["year", "measure", "era"]]


def _content_by_year(measured: pd.DataFrame) -> pd.DataFrame:
    """year, measure, content (the sub-dimensions under it, as text), max_score (points), era."""
    ordered = measured.sort_values("sub_dimension")
    by_dimension = ordered.groupby(["year", "dimension"])["sub_dimension"].agg(" ".join)
    dims = by_dimension.rename("content").reset_index().rename(columns={"dimension": "measure"})
    dims["max_score"] = float(DIMENSION_MAX)
    totals = ordered.groupby("year").agg(
        content=("sub_dimension", " ".join), n=("dimension", "nunique")
    )
    totals = totals.reset_index().assign(measure=TOTAL)
    totals["max_score"] = totals["n"] * float(DIMENSION_MAX)
    subs = ordered.rename(columns={"sub_dimension": "measure"}).assign(
        content=lambda d: d["measure"], max_score=np.nan
    )
    columns = ["year", "measure", "content", "max_score"]
    out = pd.concat([part[columns] for part in (totals, dims, subs)], ignore_index=True)
    # A total starts a new era when its maximum changes, a dimension when its content does.
    out = out.sort_values(["measure", "year"]).reset_index(drop=True)
    definition = out["content"].where(out["measure"] != TOTAL, out["max_score"].astype(str))
    changed = definition.ne(definition.groupby(out["measure"]).shift(1))
    out["era"] = changed.groupby(out["measure"]).cumsum().astype(int) - 1
    return out
