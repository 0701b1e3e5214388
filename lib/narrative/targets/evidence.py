"""What the chances of each group rest on, and gains of others to learn from."""

from dataclasses import dataclass

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.targets.choice import _own_total
from lib.stats import attainable_gains, group_forecast
from lib.stats.typical_change import ALL_YEARS

_MAX_EXAMPLES = 5  # rows of the table of movements
_NAMED_PARTS = 3  # sub-dimensions named in each


@dataclass(frozen=True)
class GainExample:
    """One movement to learn from: who, when, and its texts in the order of the table."""

    province: str
    year: int
    cells: tuple[str, ...]


def forecast_evidence(dataset: Dataset, view: View) -> list[str]:
    """What the chances rest on and how well they did, in sentences."""
    lang = view.lang
    scores = dataset.forecast_backtest.scores
    overall, years = scores.loc[ALL_YEARS], scores.drop(index=ALL_YEARS)
    own = _own_total(dataset, view)
    found = group_forecast.forecast_groups(dataset.yearly_changes, own["percentile"], view.year)

    def brier(row: pd.Series, name: str) -> str:
        return format_number(row[name], 2, lang)

    out = [
        t(
            "targets.chance_basis",
            lang,
            n=format_number(found["n"].iloc[0], 0, lang),
            year=view.year,
        ),
        t(
            "targets.chance_test",
            lang,
            n=int(overall["n"]),
            first=years.index.min(),
            last=years.index.max(),
            model=brier(overall, "model"),
            stays=brier(overall, "stays"),
            base=brier(overall, "base"),
        ),
    ]
    for year, row in years.iterrows():
        plain = min(row["stays"], row["base"])
        if row["model"] > plain:
            better = "base" if plain == row["base"] else "stays"
            out.append(
                t(
                    f"targets.chance_worse_{better}",
                    lang,
                    year=year,
                    model=brier(row, "model"),
                    plain=format_number(plain, 2, lang),
                )
            )
    if view.year == dataset.years[-1]:
        out.append(t("targets.chance_merged", lang))
    return out


def has_forecast(dataset: Dataset, view: View) -> bool:
    """Whether chances can be given, and were better than plain forecasts."""
    share = _own_total(dataset, view)["percentile"]
    known = not group_forecast.forecast_groups(dataset.yearly_changes, share, view.year).empty
    return known and group_forecast.beats_baselines(dataset.forecast_backtest)


def gain_examples(dataset: Dataset, view: View) -> list[GainExample]:
    """The largest one-year gains among provinces that started where this one stands."""
    lang = view.lang
    found = attainable_gains.find_gains_to_learn_from(
        dataset.yearly_changes, dataset.positions, view.province, view.year, n=_MAX_EXAMPLES
    )
    out = []
    for row in found.itertuples(index=False):
        moved = attainable_gains.gains_by_part(dataset.yearly_changes, row.province, row.year)
        subs = moved[moved["measure"].str.contains(".", regex=False) & (moved["gain"] > 0)]
        most = [
            f"{m} {dataset.measure_name(m, lang)} {format_signed(gain, 2, lang)}"
            for m, gain in subs[["measure", "gain"]].head(_NAMED_PARTS).itertuples(index=False)
        ]
        cells = (
            f"{row.year - 1} → {row.year}",
            f"{format_number(row.start, 2, lang)} → {format_number(row.end, 2, lang)}",
            format_signed(row.gain, 2, lang),
            f"{row.start_rank} → {row.end_rank}",
            format_signed(row.distance, 2, lang),
            "; ".join(most),
        )
        out.append(GainExample(row.province, int(row.year), cells))
    return out


def redefinition_years(dataset: Dataset, rows: list[GainExample]) -> list[int]:
    """The years of these gains, in order, in which something was measured differently."""
    table = dataset.tables.breaks
    rebuilt = set(table.loc[table["kind"] == "definition", "year"])
    return sorted({row.year for row in rows} & rebuilt)


def gain_examples_title(dataset: Dataset, view: View, rows: list[GainExample]) -> str:
    """The conclusion of that table."""
    lang = view.lang
    name = dataset.province_name(view.province, lang)
    if not rows:
        return t("targets.learn_none", lang, name=name, year=view.year)
    first = rows[0]
    return t(
        "targets.learn_title",
        lang,
        first=dataset.province_name(first.province, lang),
        gain=first.cells[2].lstrip("+"),
        year=first.year,
        name=name,
    )
