"""How far provinces moved in a year, the province's own change marked."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings
from lib.charts.figure import Figure, LegendItem
from lib.charts.trends.axes import tick_decimals
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables, trends
from lib.stats import typical_change

_BINS = 31  # of the histogram, odd so that one lies around zero


def judged_changes(dataset: Dataset, view: View) -> tuple[pd.DataFrame, float]:
    """All judged one-year movements of the view's measure up to its year (see ``noise.badges``).

    The second is the province's own, in points against the median of the provinces; LookupError
    where it cannot be judged.
    """
    judged = dataset.badges
    judged = judged[(judged["measure"] == view.measure) & (judged["year"] <= view.year)]
    own = judged[(judged["year"] == view.year) & (judged["province"] == view.province)]
    if own.empty or not own.iloc[0]["badge"]:
        raise LookupError(f"{view.province} has no badge in {view.year}")
    return judged, float(own.iloc[0]["relative"])


def histogram(dataset: Dataset, view: View, judged: pd.DataFrame) -> pd.DataFrame:
    """These movements counted by their size.

    Returns:
        from, to (points), n, zone (one of ``noise.BADGES``, by the bin's middle).
    """
    limits = trends.badge_limits(dataset, view)
    sizes = judged["relative"].to_numpy()
    edge = float(np.abs(sizes).max())
    edges = np.linspace(-edge, edge, _BINS + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    zones = [
        "usual" if abs(m) <= limits[0] else "notable" if abs(m) <= limits[1] else "rare"
        for m in middles
    ]
    counts = np.histogram(sizes, edges)[0]
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "n": counts, "zone": zones})


def build(dataset: Dataset, view: View) -> Figure:
    """How far provinces moved in a year, the province's own movement marked."""
    lang, palette = view.lang, PALETTES[view.theme]
    judged, at = judged_changes(dataset, view)
    limits = trends.badge_limits(dataset, view)
    bars = histogram(dataset, view, judged).round({"from": 3, "to": 3})
    edge = float(judged["relative"].abs().max())
    colors = [palette.other, palette.groups[1], palette.groups[0]]
    x_scale = alt.Scale(domain=[round(-edge * 1.02, 3), round(edge * 1.02, 3)], nice=False)
    axis = encodings.score_axis(lang, grid=False, tickCount=5)
    signs = number_expression("datum.value", lang, tick_decimals(edge), sign=True)
    axis.labelExpr = f"datum.value == 0 ? '0' : {signs}"
    columns = (
        alt.Chart(inline_data(bars))
        .mark_rect(stroke=palette.background, strokeWidth=1)
        .encode(
            x=alt.X("from:Q", scale=x_scale, axis=axis),
            x2="to:Q",
            y=alt.Y("n:Q", axis=None, scale=alt.Scale(domain=[0, int(bars["n"].max() * 1.3)])),
            y2=alt.datum(0),
            color=alt.Color(
                "zone:N",
                scale=alt.Scale(domain=list(typical_change.BADGES), range=colors),
                legend=None,
            ),
            tooltip=[alt.Tooltip("n:Q", title=t("trends.moves", lang))],
        )
    )
    name = dataset.province_name(view.province, lang)
    label = pd.DataFrame([{"x": at, "text": f"{name} {format_signed(at, 2, lang)}"}])
    align: Any = "left" if at < -edge / 2 else "right" if at > edge / 2 else "center"
    pointed = alt.Chart(inline_data(label)).encode(x=alt.X("x:Q", scale=x_scale))
    rule = pointed.mark_rule(color=palette.accent, strokeWidth=2.5).encode(
        y=alt.value(26), y2=alt.value("height")
    )
    text = pointed.mark_text(
        color=palette.accent, fontWeight="bold", align=align, baseline="bottom"
    ).encode(y=alt.value(22), text="text:N")
    return Figure(
        name="trends.usual",
        spec=finish_spec(alt.layer(columns, rule, text), palette, 250, narrow=370),
        title=trends.typical_change_title(dataset, view),
        subtitle=t(
            "trends.usual_subtitle",
            lang,
            measure=phrases.view_measure_name(dataset, view),
            n=len(judged),
            first=int(judged["year"].min()),
            last=view.year,
        ),
        alt=t(
            "trends.usual_alt",
            lang,
            name=name,
            relative=format_signed(at, 2, lang),
            usual=format_number(limits[0], 2, lang),
        ),
        table=tables.yearly_changes_table(dataset, view, judged),
        legend=tuple(
            LegendItem(color, t(f"badge.{zone}", lang), t(f"trends.zone_{zone}", lang, n=shown))
            for zone, color, shown in zip(
                typical_change.BADGES,
                colors,
                [format_number(limits[k], 2, lang) for k in (0, 1, 1)],
                strict=True,
            )
        ),
        source="source.change",
    )
