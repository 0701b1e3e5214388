"""What the chances of each group are based on, and gains of other provinces to learn from."""

from dataclasses import dataclass

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.memoized import memoized
from lib.model.view import View
from lib.narrative import phrases
from lib.stats import attainable_gains, group_forecast
from lib.stats.backtest import ALL_YEARS
from lib.stats.ranking import TOTAL, is_sub_dimension

_MAX_EXAMPLES = 5  # rows of the table of examples
_NAMED_PARTS = 3  # sub-dimensions named in each


@dataclass(frozen=True)
class GainExample:
    """A one-year gain of another province, in words.

    Attributes:
        province: its code.
        year: the year that it gained in.
        years: "2023 → 2024".
        scores: the totals before and after.
        gain: the gain in points, with its sign.
        ranks: the ranks before and after.
        distance: how far from the chosen province it started, in points, with its sign.
        largest_parts: the sub-dimensions that gained most.
    """

    province: str
    year: int
    years: str
    scores: str
    gain: str
    ranks: str
    distance: str
    largest_parts: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the table's columns."""
        return self.years, self.scores, self.gain, self.ranks, self.distance, self.largest_parts


def forecast_evidence(dataset: Dataset, view: View) -> list[str]:
    """What the chances are based on and how well such forecasts did, in sentences.

    Raises:
        LookupError: The province has no total in the view's year.
    """
    lang = view.lang
    scores = dataset.forecast_backtest.scores
    overall, years = scores.loc[ALL_YEARS], scores.drop(index=ALL_YEARS)
    percentile = dataset.total_position(view.year, view.province)["percentile"]
    forecast = dataset.group_chances(percentile, view.year)

    def brier_score(row: pd.Series, model: str) -> str:
        return format_number(row[model], 2, lang)

    sentences = [
        t(
            "targets.chance_basis",
            lang,
            n=format_number(forecast["n"].iloc[0], 0, lang),
            year=view.year,
        ),
        t(
            "targets.chance_test",
            lang,
            n=int(overall["n"]),
            first=years.index.min(),
            last=years.index.max(),
            model=brier_score(overall, "model"),
            stays=brier_score(overall, "stays"),
            base=brier_score(overall, "base_rates"),
        ),
    ]
    for year, row in years.iterrows():
        best_baseline = min(row["stays"], row["base_rates"])
        if row["model"] > best_baseline:
            better = "base" if best_baseline == row["base_rates"] else "stays"
            sentences.append(
                t(
                    f"targets.chance_worse_{better}",
                    lang,
                    year=year,
                    model=brier_score(row, "model"),
                    plain=format_number(best_baseline, 2, lang),
                )
            )
    if view.year == dataset.years[-1]:
        sentences.append(t("targets.chance_merged", lang))
    return sentences


def has_forecast(dataset: Dataset, view: View) -> bool:
    """Whether chances can be given, and did better than the baselines in the back-test.

    Raises:
        LookupError: The province has no total in the view's year.
    """
    percentile = dataset.total_position(view.year, view.province)["percentile"]
    forecast = dataset.group_chances(percentile, view.year)
    return not forecast.empty and group_forecast.beats_baselines(dataset.forecast_backtest)


def gain_examples(dataset: Dataset, view: View) -> list[GainExample]:
    """The largest one-year gains among provinces that started near the chosen one's total."""
    lang = view.lang
    gains = attainable_gains.find_gains_to_learn_from(
        dataset.changes_of_measure(TOTAL),
        dataset.positions_of_measure(TOTAL),
        view.province,
        view.year,
        n=_MAX_EXAMPLES,
    )
    return [
        GainExample(
            row.province,
            int(row.year),
            years=f"{row.year - 1} → {row.year}",
            scores=f"{format_number(row.start, 2, lang)} → {format_number(row.end, 2, lang)}",
            gain=format_signed(row.gain, 2, lang),
            ranks=f"{row.start_rank} → {row.end_rank}",
            distance=format_signed(row.distance, 2, lang),
            largest_parts=_largest_parts(dataset, row.province, row.year, lang),
        )
        for row in gains.itertuples(index=False)
    ]


@memoized
def _largest_parts(dataset: Dataset, province: str, year: int, lang: str) -> str:
    """The sub-dimensions in which a province gained most in a year, with their gains."""
    parts = attainable_gains.gains_by_part(dataset.changes_of_year(year), province, year)
    subs = parts[is_sub_dimension(parts["measure"]) & (parts["gain"] > 0)]
    return "; ".join(
        f"{phrases.name_with_code(dataset, measure, lang)} {format_signed(gain, 2, lang)}"
        for measure, gain in subs[["measure", "gain"]].head(_NAMED_PARTS).itertuples(index=False)
    )


def redefinition_years(dataset: Dataset, examples: list[GainExample]) -> list[int]:
    """The years of these gains, in order, in which something was measured differently."""
    breaks = dataset.tables.breaks
    redefined = set(breaks.loc[breaks["kind"] == "definition", "year"])
    return sorted({example.year for example in examples} & redefined)


def gain_examples_title(dataset: Dataset, view: View, examples: list[GainExample]) -> str:
    """The largest of these gains in one sentence, or that there is none."""
    lang = view.lang
    name = dataset.province_name(view.province, lang)
    if not examples:
        return t("targets.learn_none", lang, name=name, year=view.year)
    largest = examples[0]
    return t(
        "targets.learn_title",
        lang,
        first=dataset.province_name(largest.province, lang),
        gain=largest.gain.lstrip("+"),
        year=largest.year,
        name=name,
    )
