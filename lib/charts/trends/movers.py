"""The provinces that rose and fell most between two years."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.province_marks import round_as_displayed
from lib.charts.vega import finish_spec, named_data, view_domain, with_height
from lib.common.numbers import format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_WIDTH, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized_up_to
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.trends import start_years
from lib.stats import history
from lib.stats.ranking import TOTAL

_ROWS_AT_EACH_END = 7  # provinces that rose, and that fell most
_NAME_WIDTHS, _VALUE_WIDTHS = (210, 168), (150, 66)  # px left and right, on a screen, on a phone


def build(dataset: Dataset, view: View) -> Figure:
    """The largest rises and falls between two years, and the selected province's change.

    Raises:
        LookupError: the years are the same or do not compare.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    first = start_years.start_year(dataset, view)
    table = _movers(dataset, first, view.year, view.measure)
    if table.empty or first == view.year:
        raise LookupError(f"{view.measure} does not compare between {first} and {view.year}")
    rows = _rows(dataset, view, table)
    subtitle = t(
        "trends.movers_subtitle",
        lang,
        measure=phrases.view_measure_name(dataset, view),
        first=first,
        year=view.year,
        n=len(table),
    )
    if parts := start_years.comparing_parts_note(dataset, view, first, "trends.movers_parts"):
        subtitle = f"{subtitle}; {parts}"
    changes = "; ".join(f"{n}: {x}" for n, x in zip(rows["name"], rows["text"], strict=True))
    return Figure(
        name="trends.movers",
        spec=with_height(_template(lang, view.theme), 27 * len(rows)),
        data=encode_chart_data(
            {"low": min(rows["change"].min(), 0), "high": max(rows["change"].max(), 0)},
            provinces=rows,
        ),
        title=_title(dataset, view, table),
        subtitle=subtitle,
        alt=f"{t('trends.movers_alt', lang)} {changes}.",
        table=partial(_table, view=view, first=first),
        legend=(
            *(
                [LegendItem(palette.accent, dataset.province_name(view.province, lang))]
                if table["province"].eq(view.province).any()
                else []
            ),
            LegendItem(palette.other, t("say.others", lang)),
        ),
        source="source.change",
    )


def _table(dataset: Dataset, view: View, first: int) -> pd.DataFrame:
    rows = _movers(dataset, first, view.year, view.measure)
    on_parts = start_years.comparing_parts_note(dataset, view, first, "trends.movers_parts") != ""
    return tables.movers_table(dataset, view, rows, first, on_parts)


@memoized_up_to(VIEWS)
def _movers(dataset: Dataset, first: int, last: int, measure: str) -> pd.DataFrame:
    """All provinces by their change between two years (``rank_movers``), with their place.

    The change of a total is that of the sub-dimensions that compare between the years.
    """
    table = history.rank_movers(dataset.positions_of_measure(measure), first, last, measure)
    if measure == TOTAL and not table.empty:
        scores, n = start_years.comparing_scores(dataset, first, last)
        if n < start_years.parts_in(dataset, last):
            table = table[table["province"].isin(scores.index)]
            changes = (scores["after"] - scores["before"]).round(6)
            table = table.assign(change=table["province"].map(changes))
            table = table.sort_values(["change", "province"], ascending=[False, True])
    return table.reset_index(drop=True).assign(place=range(1, len(table) + 1))


def _rows(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """The first and last rows of a table of movers, and the selected province's.

    Returns:
        row, name (with its place), change, text, ranks (before and after), own.
    """
    is_own = table["province"] == view.province
    at_top = table["place"] <= _ROWS_AT_EACH_END
    at_bottom = table["place"] > len(table) - _ROWS_AT_EACH_END
    drawn = table[at_top | at_bottom | is_own]
    return pd.DataFrame(
        {
            "row": range(len(drawn)),
            "name": [
                f"{place}. {dataset.province_name(p, view.lang)}"
                for place, p in zip(drawn["place"], drawn["province"], strict=True)
            ],
            "change": round_as_displayed(drawn["change"]),
            "text": [format_signed(change, 2, view.lang) for change in drawn["change"]],
            "ranks": [
                f"{before} → {after}"
                for before, after in zip(drawn["before_rank"], drawn["after_rank"], strict=True)
            ],
            "own": drawn["province"].eq(view.province).to_numpy(),
        }
    )


@cache
def _template(lang: Language, theme: ThemeName) -> dict[str, Any]:
    """The spec, of the table "provinces" (see ``_rows``), without a height."""
    palette = PALETTES[theme]
    return finish_spec(alt.layer(*_layers(palette)), palette, lang, None)


def _layers(palette: Palette) -> list[alt.Chart]:
    """Bars from zero, names at the left, changes and ranks at the right."""
    x_scale = encodings.scale_with_margins(
        _NAME_WIDTHS, _VALUE_WIDTHS, domain=view_domain("low", "high"), zero=False
    )
    provinces = alt.Chart(named_data("provinces")).encode(y=alt.Y("row:O", axis=None))
    bars = provinces.mark_bar(height=16).encode(
        x=alt.X("change:Q", scale=x_scale, axis=None),
        x2=alt.X2(datum=0),
        color=encodings.accent_if("datum.own", palette, palette.other),
    )
    ink = encodings.accent_if("datum.own", palette, palette.ink)
    names = encodings.row_labels(provinces, "name", _NAME_WIDTHS, dx=-12).encode(color=ink)
    changes = provinces.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value(alt.expr(f"width - ({vega.by_width(84, 4)})")), text="text:N", color=ink
    )
    ranks = (
        provinces.transform_filter(f"width >= {PHONE_WIDTH}")
        .mark_text(align="right", color=palette.muted)
        .encode(x=alt.value("width"), text="ranks:N")
    )
    return [bars, names, changes, ranks]


def _title(dataset: Dataset, view: View, table: pd.DataFrame) -> str:
    """The largest rise and fall, then the selected province's change if it is neither."""
    lang = view.lang
    top, last = table.iloc[0], table.iloc[-1]
    title = t(
        "trends.movers_title",
        lang,
        top=dataset.province_name(top["province"], lang),
        rise=format_signed(top["change"], 2, lang),
        last=dataset.province_name(last["province"], lang),
        fall=format_signed(last["change"], 2, lang),
    )
    own = table[table["province"] == view.province]
    if own.empty or not 1 < own.iloc[0]["place"] < len(table):
        return title
    own_text = t(
        "trends.movers_own",
        lang,
        name=dataset.name_in_sentence(view.province, lang),
        change=format_signed(own.iloc[0]["change"], 2, lang),
        place=int(own.iloc[0]["place"]),
        n=len(table),
    )
    return f"{title}; {own_text}"
