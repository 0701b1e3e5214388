"""The methods in words, with every constant and how well each method did in past years.

Constants are read from the code and back-tests are computed from the data, so that neither can
differ from what the other pages use.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.strings import format_date
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases
from lib.narrative.merged import methods
from lib.narrative.sampling import methods as sampling_methods
from lib.stats import attainable_gains, backtest, mergers, typical_change
from lib.stats.backtest import ALL_YEARS
from lib.stats.changes import lasting_gains, residual_badges
from lib.stats.forecasts import (
    expected_change,
    next_year,
    rank_uncertainty,
    skill,
    threshold_moves,
)
from lib.stats.gains import mix_frequency
from lib.stats.ranking import TOTAL
from lib.stats.successors.imputation import KEPT_GAP
from lib.stats.typical_change import FIRST_START_YEAR

Values = dict[str, object]


def method_texts(dataset: Dataset, view: View) -> list[str]:
    """The methods in the page's order, in Markdown.

    Those with back-tests are left out where too few years compare to have tested them.
    """
    # Learnt from published scores, whichever list of provinces the view shows.
    dataset = dataset.dataset_of_63 or dataset
    lang = view.lang
    plain: dict[str, Callable[[Dataset, str], Values]] = {
        name: lambda dataset, lang: {}
        for name in ("total", "rank", "group", "median", "rounding", "scale", "alike")
    }
    tested: dict[str, Callable[[Dataset, str], Values]] = {
        "gap": _gap_values,
        "expected": _expected_values,
        "badges": _badge_values,
        "transitory": _transitory_values,
        "next": _next_year_values,
        "chances": _chance_values,
        "goals": _goal_values,
        "gains": _gain_values,
    }
    is_tested = ALL_YEARS in dataset.rank_range_backtest(TOTAL).index
    by_errors = sampling_methods.method_texts(dataset, lang)
    first = plain | (tested if is_tested else {}) | ({} if by_errors else {"noise": plain["total"]})
    joined = methods.joined_text(dataset, lang) if is_tested else ""

    def texts(values: dict[str, Callable[[Dataset, str], Values]]) -> list[str]:
        return [t(f"about.m_{name}", lang, **make(dataset, lang)) for name, make in values.items()]

    levels = methods.levels_text(dataset, lang) if is_tested else ""
    last = [*texts({"merged": _merged_values}), joined, levels, *texts({"map": plain["total"]})]
    return [text for text in (*texts(first), *by_errors, *last) if text]


def _gap_values(dataset: Dataset, lang: str) -> Values:
    sizes = dataset.compared_totals.groupby("year")[["n_compared", "n_parts"]].first()
    broken = sizes[sizes["n_compared"] < sizes["n_parts"]]
    years = [f"{row.Index}: {row.n_compared}/{row.n_parts}" for row in broken.itertuples()]
    return {"years": "; ".join(years)}


def _expected_values(dataset: Dataset, lang: str) -> Values:
    changes, year = dataset.changes_of_measure(TOTAL), dataset.years[-1]
    line = expected_change.fit_expected_change(changes, year)
    errors = expected_change.backtest_expected_change(changes)
    if line is None:
        raise LookupError(f"too few changes up to {year}")
    by_year = [
        f"{name}: {_number(row['unchanged'], lang)} → {_number(row['expected'], lang)}"
        for name, row in errors.iterrows()
        if name != ALL_YEARS
    ]
    return {
        "year": year,
        "a": format_signed(line.intercept, 2, lang),
        "b": format_signed(line.slope, 2, lang),
        "n": line.n,
        "unchanged": _number(errors.at[ALL_YEARS, "unchanged"], lang),
        "expected": _number(errors.at[ALL_YEARS, "expected"], lang),
        "by_year": "; ".join(by_year),
    }


def _badge_values(dataset: Dataset, lang: str) -> Values:
    tested = dataset.badge_backtest["flagged"]
    standings = ("all", "lowest", "highest")
    return {
        "since": FIRST_START_YEAR,
        "least": typical_change.MIN_CHANGES,
        "usual": phrases.format_percent(typical_change.USUAL, lang),
        "notable": phrases.format_percent(typical_change.NOTABLE, lang),
        "rate": phrases.format_percent(residual_badges.FALSE_DISCOVERY_RATE, lang),
        "turned": phrases.format_percent(dataset.turned_back(dataset.years[-1]), lang),
        **{name: phrases.format_percent(tested[name], lang) for name in standings},
    }


def _transitory_values(dataset: Dataset, lang: str) -> Values:
    sd = dataset.transitory_sd(dataset.years[-1], TOTAL)
    return {
        "sd": _number(sd, lang),
        "sd_before": _number(dataset.transitory_sd(dataset.years[0], TOTAL), lang),
        "spread": _number(rank_uncertainty.spread_of_four_in_five(sd), lang),
        "draws": format_number(rank_uncertainty.DRAWS, 0, lang),
        "seed": next_year.SEED,
    }


def _next_year_values(dataset: Dataset, lang: str) -> Values:
    cases = next_year.range_cases(dataset.past_forecasts)
    thirds = cases.groupby("third")["within"].mean()
    return {
        "draws": format_number(next_year.DRAWS, 0, lang),
        "seed": next_year.SEED,
        "bandwidth": _number(expected_change.SPREAD_BANDWIDTH, lang),
        "coverage": phrases.format_percent(cases["within"].mean(), lang),
        "n": len(cases),
        "by_year": _percent_by(cases.groupby("year")["within"].mean(), lang),
        "thirds": " / ".join(phrases.format_percent(share, lang) for share in thirds),
    }


def _chance_values(dataset: Dataset, lang: str) -> Values:
    scores = skill.score_forecasts(dataset.past_forecasts, dataset.changes_of_measure(TOTAL))
    gained = (scores["base_rates"] - scores["model"]).groupby(scores["year"]).mean()
    by_group = dataset.forecast_skill
    groups = [
        t(
            "about.skill_of_group",
            lang,
            group=group,
            skill=format_signed(row["skill"], 3, lang),
            low=format_signed(row["low"], 3, lang),
            high=format_signed(row["high"], 3, lang),
        )
        for group, row in by_group.iterrows()
    ]
    below = [str(year) for year in gained.index if gained[year] < 0]
    shown = [str(group) for group in by_group.index[by_group["is_skilled"].astype(bool)]]
    none = t("say.none", lang)
    return {
        **{
            name: format_number(scores[name].mean(), 3, lang)
            for name in ("model", "transition", "base_rates")
        },
        "n": len(scores),
        "groups": "; ".join(groups),
        "years": "; ".join(
            f"{year}: {format_signed(gained[year], 2, lang)}" for year in gained.index
        ),
        "below": ", ".join(below) or none,
        "shown": ", ".join(shown) or none,
        "tolerance": format_number(skill.TOLERANCE, 3, lang),
        "lead": phrases.format_percent(skill.CLEAR_LEAD, lang),
        "resamples": format_number(backtest.BOOTSTRAP_DRAWS, 0, lang),
    }


def _goal_values(dataset: Dataset, lang: str) -> Values:
    cases = next_year.target_cases(dataset.past_forecasts)
    off = cases["chance"] - cases["reached"]
    by_group = off.groupby(cases["start_group"]).mean()
    moves = threshold_moves.backtest_moves(dataset.threshold_moves)
    return {
        "brier": format_number(float(np.square(off).mean()), 3, lang),
        "n": len(cases),
        "off": "; ".join(f"{g}: {format_signed(by_group[g], 2, lang)}" for g in by_group.index),
        "years": threshold_moves.MIN_YEARS,
        "coverage": phrases.format_percent(moves.at[ALL_YEARS, "coverage"], lang),
        "moves": int(moves.at[ALL_YEARS, "n"]),
        "by_year": _percent_by(moves["coverage"].drop(ALL_YEARS), lang),
    }


def _gain_values(dataset: Dataset, lang: str) -> Values:
    return {
        "size": attainable_gains.REFERENCE_SIZE,
        "least": attainable_gains.MIN_REFERENCES,
        "good": phrases.format_percent(attainable_gains.GOOD_QUANTILE, lang),
        "similar": mix_frequency.SIMILAR,
        "tolerance": _number(attainable_gains.LEVEL_TOLERANCE, lang),
        "kept": phrases.format_percent(lasting_gains.KEPT, lang),
        "clear": _number(dataset.spread_of_change(dataset.years[-1]), lang),
        "rows": lasting_gains.PER_YEAR,
        "breaks": lasting_gains.MANY_BREAKS,
    }


def _merged_values(dataset: Dataset, lang: str) -> Values:
    return {
        "method": estimates.method_phrase(dataset, lang),
        "kept": format_number(KEPT_GAP, 1, lang),
        "share": phrases.format_percent(mergers.MIN_COVERAGE, lang),
    }


def _number(value: float, lang: str) -> str:
    return format_number(value, 2, lang)


def _percent_by(shares: pd.Series, lang: str) -> str:
    """ "2021: 68%; 2022: 88%" of fractions (0-1) by year."""
    return "; ".join(
        f"{year}: {phrases.format_percent(shares[year], lang)}" for year in shares.index
    )


def changes_table(dataset: Dataset, view: View) -> pd.DataFrame:
    """What changed in the data, the newest first: day, what, why, files."""
    lang = view.lang
    changes = dataset.tables.changes.iloc[::-1]
    day = [format_date(day, lang) for day in changes["date"]]
    kinds = {kind: t(f"data_change.kind_{kind}", lang) for kind in changes["kind"].unique()}
    columns = {
        "data_change.day": day,
        "data_change.kind": changes["kind"].map(kinds),
        "data_change.what": changes[f"what_{lang}"],
        "data_change.why": changes[f"why_{lang}"],
        "data_change.files": changes["files"],
    }
    return pd.DataFrame({t(key, lang): values for key, values in columns.items()})
