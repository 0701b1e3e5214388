"""Back-tests of all that the pages forecast or judge: ``python -m bench.backtests``.

Every past year is forecast from the years before it. Printed by year and by group at the start,
with 90 % intervals from provinces and from years drawn with replacement. With as few years as there
are, the intervals by year are rough.
"""

import numpy as np
import pandas as pd

from lib.datasets.tables import load_tables
from lib.model.dataset import Dataset
from lib.model.learning.pseudo_tests import first_year_cases, pseudo_tests
from lib.stats.backtest import bootstrap_interval
from lib.stats.changes.comparable_totals import compare_totals
from lib.stats.changes.residual_badges import (
    backtest_residual_badges,
    changes_to_judge,
    flags_by_standing,
    judge_residuals,
    mark_survivors,
)
from lib.stats.forecasts import expected_change, next_year, rank_uncertainty, skill, threshold_moves
from lib.stats.gains.mix_frequency import mix_frequency, past_trials
from lib.stats.ranking import TOTAL, is_sub_dimension
from lib.stats.typical_change import FIRST_START_YEAR

YEARS = (2020, 2021, 2022, 2023, 2024)


def with_intervals(cases: pd.DataFrame, value: str, by: str) -> pd.DataFrame:
    """The mean of a column by group and its 90 % intervals by province and by year."""
    rows = {}
    groups = [("all", cases), *((str(key), part) for key, part in cases.groupby(by))]
    for name, part in groups:
        values = part[value].to_numpy(float)
        row = {"n": len(part), "mean": values.mean()}
        for cluster in ("province", "year"):
            if part[cluster].nunique() == 1:
                continue
            low, high = bootstrap_interval(values, part[cluster])
            row |= {f"{cluster} low": low, f"{cluster} high": high}
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(by)


def show(title: str, table: pd.DataFrame) -> None:
    """Print a table under its title."""
    print(f"\n## {title}\n{table.round(3).to_string()}")


def show_expected_and_moves(changes: pd.DataFrame, positions: pd.DataFrame) -> None:
    """Expected changes and moves of thresholds."""
    show("Expected change: mean squared error", expected_change.backtest_expected_change(changes))
    start = changes["start_percentile"]
    for name, rows in (("lowest", start <= 1 / 6), ("highest", start > 5 / 6)):
        recent = changes[rows & (changes["year"] > FIRST_START_YEAR)]
        means = with_intervals(recent, "gap_change", "year")
        show(f"Change of the gap from the {name} sixth, points", means)
    moves = threshold_moves.threshold_moves(positions)
    show("Moves of thresholds: coverage of 80 %", threshold_moves.backtest_moves(moves))


def show_forecasts(changes: pd.DataFrame, positions: pd.DataFrame) -> None:
    """Targets, chances of groups and ranges of ranks."""
    forecasts = next_year.forecast_past_years(changes, positions, YEARS)
    targets = next_year.target_cases(forecasts)
    targets["brier"] = (targets["chance"] - targets["reached"]) ** 2
    targets["said - came"] = targets["chance"] - targets["reached"]
    for value in ("brier", "said - came"):
        for by in ("start_group", "year"):
            show(f"Next group reached: {value}", with_intervals(targets, value, by))
    scores = skill.score_forecasts(forecasts[forecasts["year"] >= 2021], changes)
    show("Chances of groups: Brier scores and skill", skill.skill_by_group(scores))
    scores["skill"] = scores["base_rates"] - scores["model"]
    show("Chances of groups: skill", with_intervals(scores, "skill", "start_group"))
    show("Chances of groups: skill", with_intervals(scores, "skill", "year"))
    ranges = next_year.range_cases(forecasts[forecasts["year"] >= 2021])
    for by in ("third", "year"):
        show("Ranges of next year's rank: coverage", with_intervals(ranges, "within", by))


def show_badges(dataset: Dataset) -> None:
    """Badges by standing and what survives in a list of sub-dimensions."""
    changes = changes_to_judge(dataset.yearly_changes, dataset.compared_totals)
    judged = judge_residuals(changes)
    for name, rows in (
        ("total", changes["measure"] == TOTAL),
        ("sub-dimensions", is_sub_dimension(changes["measure"])),
    ):
        measures = set(changes.loc[rows, "measure"])
        shown = judged[judged["measure"].isin(measures)]
        show(f"Badges of the {name}, as shown", flags_by_standing(shown))
        show(f"Badges of the {name}, years before only", backtest_residual_badges(changes[rows]))
    parts = judged[is_sub_dimension(judged["measure"]) & (judged["badge"] != "")]
    lists = parts.groupby(["year", "province"])
    found = pd.DataFrame(
        {
            "notable or rare": lists["badge"].agg(lambda badges: float((badges != "usual").sum())),
            "any survivor": lists[["fraction_as_large"]].apply(
                lambda rows: float(mark_survivors(rows).any())
            ),
        }
    )
    show("Striking sub-dimensions of a province", found.groupby("year").mean())


def show_mixes(dataset: Dataset, totals: pd.DataFrame) -> None:
    """How often mixes of a few sizes came true from the middle of each group."""
    trials = past_trials(dataset.yearly_changes, dataset.positions, dataset.tables.breaks)
    last = dataset.years[-1]
    gaps = totals[totals["year"] == last].groupby("group")["gap_q50"].median()
    rows = {
        (group, size): mix_frequency(trials, last, float(gap), size)
        for group, gap in gaps.items()
        for size in (1, 3, 8, 28)
    }
    table = pd.DataFrame({key: found._asdict() for key, found in rows.items() if found}).T
    show("Mixes of full good years that came true", table.rename_axis(["group", "sub-dimensions"]))


def show_joined(dataset: Dataset) -> None:
    """The 34 as the 63 of past years joined: first years, ranges, chances, imputation, leads."""
    tests = pseudo_tests(dataset)
    if tests is None:
        return
    show("34 joined: first score within the 80 % bound", tests.first_year)
    cases = first_year_cases(dataset)
    merged = cases[cases["members"] > 1]
    show("34 joined: within the bound, merged", with_intervals(merged, "within", "year"))
    alarms = pd.DataFrame([tests.alarms], columns=["said", "years"])
    show("34 joined: frame effects said where there was none", alarms)
    for name, found in (("changes", tests.by_changes), ("levels", tests.by_levels)):
        if found is None:
            continue
        show(f"34 joined: ranges of next year's rank by {name}", found.ranges)
        show("34 joined: the same by year", found.ranges_by_year.to_frame())
        show(f"34 joined: chances of groups by {name}, Brier", found.chances.to_frame("mean"))
        show("34 joined: skill by group", found.skill)
    show("34 joined: 80 % of errors with a member missing, points", tests.imputation)
    lead = pd.DataFrame([{"n": tests.leads, "left": tests.lead_left}])
    show("34 joined: the best member's lead a year later", lead)


def main() -> None:
    """Print all back-tests."""
    dataset = Dataset.build(load_tables())
    changes = dataset.changes_of_measure(TOTAL)
    positions = dataset.positions_of_measure(TOTAL)
    show_expected_and_moves(changes, positions)
    show_forecasts(changes, positions)
    show_badges(dataset)
    show_mixes(dataset, positions)
    show_joined(dataset)
    compared = compare_totals(dataset.yearly_changes, dataset.positions)
    both = compared.merge(changes, on=["year", "province"], suffixes=("", "_whole"))
    differs = np.sign(both["gap_change"]) != np.sign(both["gap_change_whole"])
    sizes = compared.groupby("year")[["n_compared", "n_parts"]].first()
    other_sign = differs.groupby(both["year"]).mean()
    show("Totals on comparing parts", sizes.assign(other_sign=other_sign))
    sd = {year: rank_uncertainty.transitory_sd(changes, year) for year in dataset.years}
    show("Passing part of the total (standard deviation)", pd.Series(sd).to_frame("points"))


if __name__ == "__main__":
    main()
