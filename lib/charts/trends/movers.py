"""Who rose and who fell most between two years."""

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data
from lib.common import theme
from lib.common.numbers import format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables, trends
from lib.stats import history

ROWS_AT_EACH_END = 7  # movers shown at either end


def build(dataset: Dataset, view: View) -> Figure:
    """Who rose and who fell most between two years, the chosen province among them."""
    lang, palette = view.lang, PALETTES[view.theme]
    first = trends.start_year(dataset, view)
    table = history.rank_movers(dataset.positions, first, view.year, view.measure)
    if table.empty or first == view.year:
        raise LookupError(f"{view.measure} does not compare between {first} and {view.year}")
    table = table.assign(place=range(1, len(table) + 1))
    own = table["province"] == view.province
    shown = table[
        (table["place"] <= ROWS_AT_EACH_END)
        | (table["place"] > len(table) - ROWS_AT_EACH_END)
        | own
    ]
    rows = pd.DataFrame(
        {
            "row": range(len(shown)),
            "name": [
                f"{place}. {dataset.province_name(p, lang)}"
                for place, p in zip(shown["place"], shown["province"], strict=True)
            ],
            "change": encodings.round_as_displayed(shown["change"]),
            "text": [format_signed(c, 2, lang) for c in shown["change"]],
            "ranks": [
                f"{a} → {b}" for a, b in zip(shown["before_rank"], shown["after_rank"], strict=True)
            ],
            "own": shown["province"].eq(view.province).to_numpy(),
        }
    )
    room, end = (210, 168), (150, 66)
    low, high = min(rows["change"].min(), 0), max(rows["change"].max(), 0)
    x_scale = encodings.scale_with_margins(room, end, domain=[low, high], zero=False)
    y = alt.Y("row:O", axis=None)
    drawn = alt.Chart(inline_data(rows)).encode(y=y)
    hue = alt.condition("datum.own", alt.value(palette.accent), alt.value(palette.other))
    bars = drawn.mark_bar(height=16).encode(
        x=alt.X("change:Q", scale=x_scale, axis=None), x2=alt.X2(datum=0), color=hue
    )
    ink = alt.condition("datum.own", alt.value(palette.accent), alt.value(palette.ink))
    names = drawn.mark_text(align="right", dx=-12).encode(
        x=alt.value(alt.expr(vega.by_width(*room))), text="name:N", color=ink
    )
    figures = drawn.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value(alt.expr(f"width - ({vega.by_width(84, 4)})")), text="text:N", color=ink
    )
    ranks = (
        drawn.transform_filter(f"width >= {theme.PHONE_WIDTH}")
        .mark_text(align="right", color=palette.muted)
        .encode(x=alt.value("width"), text="ranks:N")
    )
    top, last = table.iloc[0], table.iloc[-1]
    name = dataset.province_name(view.province, lang)
    mine = table[own]
    title = t(
        "trends.movers_title",
        lang,
        top=dataset.province_name(top["province"], lang),
        rise=format_signed(top["change"], 2, lang),
        last=dataset.province_name(last["province"], lang),
        fall=format_signed(last["change"], 2, lang),
    )
    if len(mine) and 1 < mine.iloc[0]["place"] < len(table):
        title += "; " + t(
            "trends.movers_own",
            lang,
            name=name,
            change=format_signed(mine.iloc[0]["change"], 2, lang),
            place=int(mine.iloc[0]["place"]),
            n=len(table),
        )
    return Figure(
        name="trends.movers",
        spec=finish_spec(alt.layer(bars, names, figures, ranks), palette, 27 * len(rows)),
        title=title,
        subtitle=t(
            "trends.movers_subtitle",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            first=first,
            year=view.year,
            n=len(table),
        ),
        alt=t("trends.movers_alt", lang)
        + " "
        + "; ".join(f"{n}: {x}" for n, x in zip(rows["name"], rows["text"], strict=True))
        + ".",
        table=tables.movers_table(dataset, view, table, first),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.other, t("say.others", lang)),
        ),
        source="source.change",
    )
