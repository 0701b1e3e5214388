"""Two provinces head to head over the dimensions."""

from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import (
    finish_spec,
    named_data,
    number_expression,
    view_domain,
    with_tooltip_titles,
)
from lib.common.numbers import format_number, format_signed
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.chosen_peers import single_peer
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.estimates import FigureLabels
from lib.narrative.tables import duel_table


def build(dataset: Dataset, view: View) -> Figure:
    """Two provinces over the dimensions: which one leads in each, and by how many points.

    Raises:
        LookupError: no dimension has a score of both.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    peer = single_peer(dataset, view)
    name, peer_name = (dataset.province_name(p, lang) for p in (view.province, peer))
    labels = FigureLabels(dataset, view, several_provinces=True)
    rows = _rows(dataset, view, peer)
    if rows.empty:
        raise LookupError(f"{view.province} and {peer} share no scored dimension in {view.year}")
    ahead, total_gap = int(rows["ahead"].sum()), rows["gap"].sum()
    scores = rows[["own", "peer"]].to_numpy()
    columns = rows["dimension"], rows["own_text"], rows["peer_text"]
    texts = "; ".join(f"{d} {own} – {other}" for d, own, other in zip(*columns, strict=True))
    return Figure(
        name="peers.duel",
        spec=with_tooltip_titles(
            _template(lang, view.theme, len(rows)), {"own_text": name, "peer_text": peer_name}
        ),
        data=encode_chart_data(
            {"low": float(scores.min()) - 0.2, "high": float(scores.max()) + 0.2},
            rows=rows.drop(columns="gap"),
        ),
        title=labels.title(
            t(
                "peers.duel_title" if ahead else "peers.duel_none",
                lang,
                name=name,
                peer=peer_name,
                ahead=ahead,
                dims=len(rows),
                gap=format_number(abs(total_gap), 2, lang),
                way=t("say.more" if total_gap > 0 else "say.less", lang),
            )
        ),
        subtitle=labels.subtitle(t("peers.duel_subtitle", lang, year=view.year, peer=peer_name)),
        alt=labels.alt(f"{t('peers.duel_alt', lang, name=name, peer=peer_name)} {texts}."),
        source=labels.source(),
        table=partial(duel_table, view=view, peer=peer),
        legend=(LegendItem(palette.accent, name), LegendItem(palette.second, peer_name)),
    )


def _rows(dataset: Dataset, view: View, peer: str) -> pd.DataFrame:
    """The dimensions in which both have a score; without gap, the table "rows" of the spec.

    Returns:
        row (its number), dimension (the name), own, peer (scores), gap (own minus peer), text (the
        gap), ahead (whether the province leads), own_text, peer_text.
    """
    lang = view.lang
    own, other = (dataset.scores_of(view.year, p) for p in (view.province, peer))
    dimensions = [d for d in dataset.dimensions(view.year) if d in own and d in other]
    own_scores = np.array([own[d] for d in dimensions])
    peer_scores = np.array([other[d] for d in dimensions])
    gaps = (own_scores - peer_scores).round(6)
    return pd.DataFrame(
        {
            "row": range(len(dimensions)),
            "dimension": [dataset.measure_name(d, lang, short=True) for d in dimensions],
            "own": own_scores,
            "peer": peer_scores,
            "gap": gaps,
            "text": [format_signed(gap, 2, lang) for gap in gaps],
            "ahead": gaps > 0,
            "own_text": [format_number(score, 2, lang) for score in own_scores],
            "peer_text": [format_number(score, 2, lang) for score in peer_scores],
        }
    )


@cache
def _template(lang: Language, theme: ThemeName, dimensions: int) -> dict[str, Any]:
    """The spec, of the table "rows" (see ``_rows``), without the provinces' names.

    Args:
        dimensions: how many rows; gives the height.
    """
    palette = PALETTES[theme]
    return finish_spec(alt.layer(*_layers(lang, palette)), palette, lang, 38 * dimensions)


def _layers(lang: str, palette: Palette) -> list[alt.Chart]:
    """A bar between both scores of each dimension, a dot at either end, the gap at the right."""
    x_scale = encodings.scale_with_margins(
        encodings.ROW_LABEL_WIDTHS, (70, 56), domain=view_domain("low", "high"), zero=False
    )
    x_axis = alt.Axis(
        labelExpr=number_expression("datum.value", 0),
        title=None,
        tickMinStep=1,
        values=list(range(1, 11)),
        grid=False,
    )
    rows = alt.Chart(named_data("rows")).encode(y=alt.Y("row:O", axis=None))
    titles = {
        "dimension": t("column.measure", lang),
        "own_text": "",
        "peer_text": "",
        "text": t("column.difference", lang),
    }
    scores = rows.encode(tooltip=encodings.tooltip(titles))
    bars = scores.mark_rule(strokeWidth=4, opacity=0.35, color=palette.muted).encode(
        x=alt.X("own:Q", scale=x_scale, axis=x_axis), x2="peer:Q"
    )
    names = encodings.row_labels(rows, "dimension", encodings.ROW_LABEL_WIDTHS, color=palette.ink)
    peer_dots = scores.mark_circle(size=150, color=palette.second, opacity=1).encode(
        x=alt.X("peer:Q", scale=x_scale)
    )
    own_dots = scores.mark_circle(size=210, color=palette.accent, opacity=1).encode(
        x=alt.X("own:Q", scale=x_scale)
    )
    gaps = scores.mark_text(align="right", fontWeight="bold").encode(
        x=alt.value("width"),
        text="text:N",
        color=encodings.accent_if("datum.ahead", palette, palette.second),
    )
    return [bars, names, peer_dots, own_dots, gaps]
