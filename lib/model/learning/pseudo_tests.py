"""How well what is said of the 34 did on the 63 of past years, joined as they were in 2025."""

from typing import NamedTuple

import pandas as pd

from lib.model.dataset import Dataset
from lib.model.learning import forecasts, references
from lib.model.memoized import memoized
from lib.model.successors import member_shares, of_63, yearly_process
from lib.stats.forecasts import skill
from lib.stats.forecasts.next_year import range_cases
from lib.stats.ranking import TOTAL
from lib.stats.successors import first_year, pseudo_mergers
from lib.stats.successors.best_member import backtest_best_member
from lib.stats.successors.imputation import backtest_imputation
from lib.stats.typical_change import FIRST_START_YEAR


class ForecastTests(NamedTuple):
    """How well forecasts of the joined 63 did.

    Attributes:
        ranges: n, within (0-1) and width (places) of next year's ranks; by "merged", "unmerged",
            "all".
        ranges_by_year: within, by year.
        chances: mean Brier scores of model, transition and base_rates over ``n`` forecasts.
        skill: see ``forecasts.skill.skill_by_group``.
    """

    ranges: pd.DataFrame
    ranges_by_year: pd.Series
    chances: pd.Series
    skill: pd.DataFrame


class PseudoTests(NamedTuple):
    """How well all this did on the 63 of past years, joined as in 2025.

    Attributes:
        first_year: see ``pseudo_mergers.coverage_by_members``.
        by_year: n and within of the merged, by year.
        alarms: years in which a frame effect would have been said where there was none, of years.
        by_changes: forecasts of the 34 in their first year, learnt from changes of the 63.
        by_levels: forecasts from their second year on; None where the process is not known.
        imputation: by number of members: n, imputed, left_out (80 % of errors are within, points).
        lead_left: part of the best member's lead that is left a year later (0-1).
        leads: how many leads that is the mean of.
    """

    first_year: pd.DataFrame
    by_year: pd.DataFrame
    alarms: tuple[int, int]
    by_changes: ForecastTests
    by_levels: ForecastTests | None
    imputation: pd.DataFrame
    lead_left: float
    leads: int


def forecast_tests(dataset: Dataset) -> ForecastTests | None:
    """Those of the method that forecasts a data set's next year; None where not tested."""
    tests = pseudo_tests(dataset)
    if tests is not None and forecasts.forecasts_by_levels(dataset):
        return tests.by_levels
    return tests.by_changes if tests is not None else None


def pseudo_tests(dataset: Dataset) -> PseudoTests | None:
    """Back-tests of the 34 on pseudo-mergers; None where too few years compare."""
    return _pseudo_tests(of_63(dataset))


@memoized
def _pseudo_tests(dataset: Dataset) -> PseudoTests | None:
    cases = first_year_cases(dataset)
    by_changes = references.pseudo_forecasts(dataset, TOTAL)
    by_levels = forecasts.pseudo_forecasts(dataset)
    if cases.empty or by_changes.empty:
        return None
    merged = cases[cases["members"] > 1].groupby("year")["within"]
    tables = dataset.tables
    imputed = backtest_imputation(
        dataset.positions, tables.mergers, tables.weights, FIRST_START_YEAR
    )
    by_size = imputed[["imputed", "left_out"]].abs().groupby(imputed["members"])
    leads = backtest_best_member(
        dataset.positions, tables.mergers, tables.weights, FIRST_START_YEAR
    )
    return PseudoTests(
        first_year=pseudo_mergers.coverage_by_members(cases),
        by_year=merged.agg(["size", "mean"]).set_axis(["n", "within"], axis=1),
        alarms=pseudo_mergers.frame_alarms(cases),
        by_changes=_test_forecasts(dataset, by_changes),
        by_levels=_test_forecasts(dataset, by_levels) if len(by_levels) else None,
        imputation=by_size.quantile(first_year.LEVEL).assign(n=by_size.size()),
        lead_left=float(leads["left"].sum() / leads["lead"].sum()),
        leads=len(leads),
    )


def _test_forecasts(dataset: Dataset, forecast: pd.DataFrame) -> ForecastTests:
    """Ranges and chances of forecasts of pseudo-mergers beside what came."""
    ranges = range_cases(forecast)
    kind = ranges["province"].map(dataset.is_merged).map({True: "merged", False: "unmerged"})
    sizes = [ranges.groupby(kind), ranges.groupby(pd.Series("all", ranges.index))]
    tested = references.changes_of_pseudo_mergers(dataset, TOTAL)
    scores = skill.score_forecasts(forecast, tested)
    return ForecastTests(
        ranges=pd.concat(
            [part[["within", "width"]].mean().assign(n=part.size()) for part in sizes]
        ),
        ranges_by_year=ranges.groupby("year")["within"].mean(),
        chances=pd.Series(
            {"n": len(scores), **scores[["model", "transition", "base_rates"]].mean()}
        ),
        skill=skill.skill_by_group(scores),
    )


@memoized
def first_year_cases(dataset: Dataset) -> pd.DataFrame:
    """Past years of the 63 joined and judged as a first year (see ``backtest_first_year``)."""
    estimates, process = dataset.estimated_34.positions_of_measure(TOTAL), yearly_process(dataset)
    if process is None:
        return pd.DataFrame()
    variances = {}
    for code in dataset.members:
        shares = member_shares(dataset, code)
        # The next score is again the mean of the members'.
        after = process.passing * sum(share**2 for share in shares.values())
        variances[code] = first_year.change_variance(process, shares, after=after)
    sizes = {code: len(members) for code, members in dataset.members.items()}
    changes = dataset.changes_of_measure(TOTAL)
    return pseudo_mergers.backtest_first_year(estimates, changes, variances, sizes)
