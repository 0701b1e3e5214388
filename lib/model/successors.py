"""What one of the 34 inherits from its members: history, first year, weights, whom to learn from.

Every function takes a data set of any list and works on that of the 63 behind it; ``successor`` is
a code of the 34. Scores and differences are in points; frames are shared and must not be changed.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.model import sampling
from lib.model.dataset import Dataset
from lib.model.learning import forecasts
from lib.model.memoized import VIEWS, memoized, memoized_up_to
from lib.stats import mergers
from lib.stats.changes.lasting_gains import choose_gains, judge_gains
from lib.stats.compact_tables import compact_integers
from lib.stats.forecasts.expected_change import fit_expected_change
from lib.stats.ranking import SCORE_DECIMALS, TOTAL, measure_eras, measured_sub_dimensions
from lib.stats.sampling.process import Process, passing_beyond_sampling
from lib.stats.successors import first_year
from lib.stats.successors.history import successor_history

MAX_CASES = 10  # gains to learn from
CLEAR_DIFFERENCE = 0.3  # points; from here on the simple mean is shown beside the weighted one


class OtherMean(NamedTuple):
    """The estimate by the simple mean of the members: score (points), rank and group of the 34."""

    score: float
    rank: int
    group: int


class EstimatedChange(NamedTuple):
    """From the estimate of the last year of the 63 to the first published score (points).

    Attributes:
        year, before: the two years, the later first.
        score, rank, group: published, among the 34.
        estimate, before_rank, before_group: estimated, among the 34.
        low, high: the published members' range in ``before``.
        change: score minus estimate.
        change_low, change_high: score minus the highest and minus the lowest member.
        expected: what comes anyhow from the estimate's standing.
        control: what the unmerged provinces gained (mean).
        beyond: change minus expected minus control.
        bound: 80 % of such differences lie within plus or minus this.
        deviations: ``beyond`` in standard deviations.
        verdict: "consistent" or "different"; "" where it is not judged.
        imputed: codes of members that were imputed in ``before``, joined by spaces.
    """

    year: int
    before: int
    score: float
    rank: int
    group: int
    estimate: float
    before_rank: int
    before_group: int
    low: float
    high: float
    change: float
    change_low: float
    change_high: float
    expected: float
    control: float
    beyond: float
    bound: float
    deviations: float
    verdict: str
    imputed: str


class LaterChange(NamedTuple):
    """A change between two published years of the 34, against the spread of the 63's (points).

    Attributes:
        gap_change: change of the distance to the median.
        expected: what comes anyhow from such a standing.
        beyond: gap_change minus expected.
        bound: 80 % of such differences lie within plus or minus this.
        deviations: ``beyond`` in standard deviations.
        is_within: whether it lies within the bound; this is no badge.
    """

    gap_change: float
    expected: float
    beyond: float
    bound: float
    deviations: float
    is_within: bool


def of_63(dataset: Dataset) -> Dataset:
    """The data set of the 63 behind a data set."""
    return dataset.dataset_of_63 or dataset


def member_shares(dataset: Dataset, successor: str) -> dict[str, float]:
    """Each member's fraction of the weight (0-1), by code."""
    return forecasts.member_shares(of_63(dataset), successor)


def simple_mean_beside(
    dataset: Dataset, successor: str, year: int, measure: str = TOTAL
) -> OtherMean | None:
    """The simple mean where it differs from the weighted one by CLEAR_DIFFERENCE or a group."""
    weighted = of_63(dataset).estimated_34.position(year, measure, successor)
    table = _simple_means(of_63(dataset), measure)
    rows = table[(table["year"] == year) & (table["province"] == successor)]
    if weighted is None or rows.empty:
        return None
    own = rows.iloc[0]
    difference = abs(own["score"] - weighted["score"])
    if difference < CLEAR_DIFFERENCE and own["group"] == weighted["group"]:
        return None
    return OtherMean(float(own["score"]), int(own["rank"]), int(own["group"]))


@memoized
def _simple_means(dataset: Dataset, measure: str) -> pd.DataFrame:
    """The positions of the 34 by the simple mean, in one measure."""
    tables = dataset.estimated_34.tables
    return mergers.estimate_positions(
        dataset.positions_of_measure(measure),
        tables.mergers,
        tables.provinces,
        dataset.measured_sub_dimensions,
        imputed=dataset.imputed_members.query("measure == @measure"),
    )


def history(dataset: Dataset, successor: str, measure: str = TOTAL) -> pd.DataFrame:
    """The years that lead up to today (see ``stats.successors.history``)."""
    return _history(of_63(dataset), successor, measure)


@memoized_up_to(VIEWS)
def _history(dataset: Dataset, successor: str, measure: str) -> pd.DataFrame:
    estimates, published = dataset.estimated_34, dataset.published_34
    table = successor_history(
        dataset.positions_of_measure(measure),
        estimates.positions_of_measure(measure),
        (published or dataset).positions_of_measure(measure).iloc[: None if published else 0],
        _eras(dataset),
        dataset.members[successor],
        successor,
        measure,
    )
    return compact_integers(table)


@memoized
def _eras(dataset: Dataset) -> pd.DataFrame:
    """The eras of all measures (see ``ranking.measure_eras``)."""
    return measure_eras(measured_sub_dimensions(dataset.tables.sub_dimensions, dataset.all_years))


def eras_of_measure(dataset: Dataset, measure: str) -> pd.Series:
    """The era of a measure by year, of every year that was published, oldest first."""
    eras = _eras(of_63(dataset))
    return eras[eras["measure"] == measure].set_index("year")["era"].sort_index()


def last_year_of_63(dataset: Dataset) -> int:
    """The last year published by the 63."""
    return of_63(dataset).years[-1]


def first_year_of_34(dataset: Dataset) -> int | None:
    """The first year published by the 34; None as long as there is none."""
    published = of_63(dataset).published_34
    return published.years[0] if published else None


def change_of_first_year(
    dataset: Dataset, successor: str, measure: str = TOTAL
) -> EstimatedChange | None:
    """The first published score beside the estimate of the year before.

    None where one of the two is missing, where a year lies between them or the measure is another.
    Only the total is judged: back-tests of single dimensions cover 63 to 86 % instead of 80.
    """
    base, year = of_63(dataset), first_year_of_34(dataset)
    published = base.published_34
    if published is None or year is None or year - 1 not in base.years:
        return None
    if base.max_score(year - 1) != published.max_score(year):
        return None
    estimate = base.estimated_34.position(year - 1, measure, successor)
    own = published.position(year, measure, successor)
    eras = history(base, successor, measure).set_index("year")["era"]
    if estimate is None or own is None or eras.loc[[year - 1]].iloc[0] != eras.loc[[year]].iloc[0]:
        return None
    judged = first_year_table(base).query("province == @successor")
    found = judged.iloc[0] if measure == TOTAL and len(judged) else None
    expected, control, beyond, bound, deviations = (
        np.nan if found is None else float(found[name])
        for name in ("expected", "control", "beyond", "bound", "deviations")
    )
    return EstimatedChange(
        year=year,
        before=year - 1,
        score=float(own["score"]),
        rank=int(own["rank"]),
        group=int(own["group"]),
        estimate=float(estimate["score"]),
        before_rank=int(estimate["rank"]),
        before_group=int(estimate["group"]),
        low=float(estimate["low"]),
        high=float(estimate["high"]),
        change=round(float(own["score"] - estimate["score"]), SCORE_DECIMALS),
        change_low=round(float(own["score"] - estimate["high"]), SCORE_DECIMALS),
        change_high=round(float(own["score"] - estimate["low"]), SCORE_DECIMALS),
        expected=expected,
        control=control,
        beyond=beyond,
        bound=bound,
        deviations=deviations,
        verdict="" if found is None else str(found["verdict"]),
        imputed=str(estimate["imputed"]),
    )


@memoized
def first_year_table(dataset: Dataset) -> pd.DataFrame:
    """All first published totals against their estimates (see ``stats.successors.first_year``).

    Args:
        dataset: that of the 63; empty where the 34 have no year that follows those of the 63.
    """
    year, published = first_year_of_34(dataset), dataset.published_34
    line, process = None, None
    if published is not None and year is not None and year - 1 in dataset.years:
        changes = dataset.changes_of_measure(TOTAL)
        line = fit_expected_change(changes, last_year_of_63(dataset))
        process = yearly_process(dataset)
    if published is None or year is None or line is None or process is None:
        return pd.DataFrame(columns=["province"])
    estimates = dataset.estimated_34.ranking(year - 1, TOTAL)
    return first_year.compare_first_year(
        estimates,
        published.ranking(year, TOTAL),
        line,
        variances_of_first_year(dataset, estimates, process),
        {code: dataset.is_merged(code) for code in dataset.members},
    )


def variances_of_first_year(
    dataset: Dataset, estimates: pd.DataFrame, process: Process
) -> dict[str, float]:
    """The variance of each successor's first score minus its estimate (squared points).

    Printed standard errors of the two years stand in the place of what passes within a year.

    Args:
        dataset: that of the 63.
        estimates: province, imputed; the last year of the 63.
        process: see ``yearly_process``.
    """
    unseen = first_year.imputed_variance(dataset.changes_of_measure(TOTAL), process)
    before = _variances_by_error(dataset, dataset.years[-1], process)
    published, year = dataset.published_34, first_year_of_34(dataset)
    after = _variances_by_error(published, year, process) if published and year else {}
    return {
        province: first_year.change_variance(
            process,
            member_shares(dataset, province),
            before | dict.fromkeys(imputed.split(), unseen),
            after.get(province),
        )
        for province, imputed in zip(estimates["province"], estimates["imputed"], strict=True)
    }


def estimate_error(dataset: Dataset, successor: str, year: int) -> float | None:
    """The standard error of an estimate (points), from the printed ones of its members.

    The square root of the sum of share² S²; an imputed member counts with how far imputed scores
    are off. None where no errors of the year are printed, or there is no estimate.
    """
    base, process = of_63(dataset), yearly_process(of_63(dataset))
    own = base.estimated_34.position(year, TOTAL, successor) if year in base.years else None
    found = sampling.margins(base, year) if own is not None else None
    if own is None or found is None or process is None or np.isnan(found.errors.values).any():
        return None
    errors = dict(zip(found.positions["province"], found.errors.values**2, strict=True))
    unseen = first_year.imputed_variance(base.changes_of_measure(TOTAL), process)
    errors |= dict.fromkeys(str(own["imputed"]).split(), unseen)
    shares = member_shares(base, successor)
    if not set(shares) <= set(errors):
        return None
    return float(np.sqrt(sum(share**2 * errors[code] for code, share in shares.items())))


def _variances_by_error(dataset: Dataset, year: int, process: Process) -> dict[str, float]:
    """S² and what passes beyond sampling, by province; {} where no errors are printed."""
    found = sampling.margins(dataset, year)
    if found is None or np.isnan(found.errors.values).any():
        return {}
    beyond = passing_beyond_sampling(process, [found.errors.values])
    values = found.errors.values**2 + beyond
    return dict(zip(found.positions["province"], values.tolist(), strict=True))


def yearly_process(dataset: Dataset) -> Process | None:
    """How totals of the 63 move from year to year (see ``sampling.process``)."""
    return sampling.process(dataset, dataset.years[-1])


def frame_effect(dataset: Dataset) -> first_year.FrameEffect | None:
    """Whether merged provinces as a whole differ from the unmerged in their first year."""
    table = first_year_table(of_63(dataset))
    return first_year.frame_effect(table) if len(table) else None


def change_of_later_year(dataset: Dataset, successor: str, year: int) -> LaterChange | None:
    """A change of the total between two published years of the 34 in a row.

    None where one of them is missing.
    """
    base = of_63(dataset)
    process, published = yearly_process(base), base.published_34
    if process is None or published is None or year - 1 not in published.years:
        return None
    rows = published.changes_of_measure(TOTAL).query("year == @year and province == @successor")
    line = fit_expected_change(base.changes_of_measure(TOTAL), base.years[-1])
    if rows.empty or line is None:
        return None
    moved, expected = float(rows.iloc[0]["gap_change"]), float(line.at(rows.iloc[0]["start_gap"]))
    shares = member_shares(base, successor)
    squares = sum(share**2 for share in shares.values())
    errors = (_variances_by_error(published, y, process) for y in (year - 1, year))
    own, after = (found.get(successor, process.passing) for found in errors)
    # The first of the two scores has a sample of its own too, no mean of members'.
    before = dict.fromkeys(shares, own / squares)
    sd = float(np.sqrt(first_year.change_variance(process, shares, before, after)))
    bound, beyond = first_year.QUANTILE * sd, moved - expected
    return LaterChange(moved, expected, beyond, bound, beyond / sd, abs(beyond) <= bound)


@memoized
def judged_gains(dataset: Dataset, year: int) -> pd.DataFrame:
    """The lasting gains up to a year (see ``lasting_gains.judge_gains``)."""
    least = dataset.spread_of_change(year)
    return judge_gains(dataset.compared_totals, dataset.tables.breaks, year, least)


@memoized
def cases_to_learn_from(
    dataset: Dataset, successor: str, year: int, n: int = MAX_CASES
) -> pd.DataFrame:
    """Gains that lasted a year: the members' own, then those of the 63 from a like standing.

    Args:
        dataset: the one that holds the successor's position of ``year``.
        successor: code of the 34.
        year: the year looked at.
        n: rows at most.

    Returns:
        is_member and the columns of ``lasting_gains.choose_gains``; provinces are codes of
        the 63. Empty where the successor has no total in that year.
    """
    base, own = of_63(dataset), dataset.position(year, TOTAL, successor)
    members = base.members[successor]
    last = min(year, base.years[-1])
    gap = np.nan if own is None else float(own["gap_q50"])
    found = judged_gains(base, last)
    of_members = choose_gains(found, "", gap, n, np.inf, members)
    others = [code for code in base.provinces.index if code not in members]
    of_others = choose_gains(found, "", gap, n, among=others)
    parts = [of_members.assign(is_member=True), of_others.assign(is_member=False)]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True).head(n)
