"""Encodings that several charts share: who has which colour, group bands, axes, tooltips."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from lib.charts.figure import LegendItem
from lib.charts.vega import by_width, inline_data, number_expression
from lib.common.text import t
from lib.common.theme import PHONE_TEXT_SIZE, PHONE_WIDTH, TEXT_SIZE, Palette
from lib.model.dataset import Dataset
from lib.model.peer_groups import peer_codes
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL

KINDS = ["own", "peer", "other"]


def dot_rows(dataset: Dataset, view: View, table: pd.DataFrame) -> pd.DataFrame:
    """One row a province for drawing; its name and its words come in the browser (``told``).

    Returns:
        code, score (as read: two decimals), rank, scored, group; the order of ``table``.
    """
    out = table[["province", "score", "rank", "scored", "group"]].reset_index(drop=True)
    return out.rename(columns={"province": "code"}).assign(score=round_as_displayed(table["score"]))


def with_province_names(
    chart: alt.Chart,
    dataset: Dataset,
    view: View,
    table: pd.DataFrame,
    areas: tuple[int, int, int] = (260, 90, 70),
) -> alt.Chart:
    """A chart of ``dots`` of the positions ``table`` with what it needs in the browser.

    Adds name, kind (own, peer, other), points, place, group_name, the dots' area (px², by kind)
    and their order of drawing, layer.
    """
    names = alt.LookupData(
        data=alt.Data(
            url=f"app/static/{dataset.tables.topojson}",
            format=alt.JsonDataFormat(type="json", property="objects.provinces.geometries"),
        ),
        key="id",
        fields=["properties"],
    )
    peers = ",".join(f"'{code}'" for code in peer_codes(dataset, view))
    own, peer, other = areas
    named = chart.transform_lookup(lookup="code", from_=names).transform_calculate(
        name=f"datum.properties.{view.lang}",
        kind=f"datum.code == '{view.province}' ? 'own' : "
        f"indexof([{peers}], datum.code) < 0 ? 'other' : 'peer'",
        area=f"{{own: {own}, peer: {peer}, other: {other}}}[datum.kind]",
        layer="indexof(['other', 'peer', 'own'], datum.kind)",
    )
    return with_position_texts(named, table, dataset, view.lang)


def compact_data(rows: pd.DataFrame) -> alt.InlineData:
    """Rows as chart data, without how many were scored where that is the same in all rows."""
    return inline_data(rows.drop(columns="scored") if rows["scored"].nunique() == 1 else rows)


def round_as_displayed(scores: pd.Series) -> list[float]:
    """Scores with the two decimals that are written: rounding twice could change the last."""
    return [float(f"{score:.2f}") for score in scores]


def with_position_texts(
    chart: Any, table: pd.DataFrame, dataset: Dataset, lang: str, missing: str = ""
) -> Any:
    """A chart of rows with score, rank and group with the texts of its tooltip.

    Adds points, place and group_name in the browser; ``missing`` is said where a row has no score.
    ``table`` holds the positions drawn, for what all rows have in common.
    """
    groups = ",".join(f"'{phrases.group_name(g, lang)}'" for g in phrases.GROUPS)
    # The total's rank is commonly written out of all provinces, published or not.
    out_of = set(table["scored"].where(table["measure"] != TOTAL, len(dataset.provinces)))
    scored = f"'/{out_of.pop()}'" if len(out_of) == 1 else "'/' + datum.scored"
    texts = {
        "points": number_expression("datum.score", lang),
        "place": f"datum.rank + {scored}",
        "group_name": f"[{groups}][datum.group - 1]",
    }
    if missing:
        texts = {k: f"isValid(datum.rank) ? {v} : '{missing}'" for k, v in texts.items()}
    return chart.transform_calculate(**texts)


def tooltip_lines(lang: str, *keys: str) -> list[alt.Tooltip]:
    """Tooltip lines by field; the title of each is its column name."""
    titles = {"name": "province", "points": "score", "place": "rank", "group_name": "group"}
    return [alt.Tooltip(f"{k}:N", title=t(f"column.{titles.get(k, k)}", lang)) for k in keys]


def kind_color(palette: Palette) -> alt.Color:
    """The chosen province in the accent, peers in their hue, the rest pale."""
    colors = [palette.accent, palette.peer, palette.other]
    return alt.Color("kind:N", scale=alt.Scale(domain=KINDS, range=colors), legend=None)


def group_bands(
    edges: list[float], scale: alt.Scale, axis: alt.Axis, lang: str, palette: Palette
) -> list[alt.Chart]:
    """The four groups as a ribbon along the top, named where there is room, with their cuts.

    Args:
        edges: five places along the x axis: the ends and the three cuts, lowest group first.
        scale, axis: of that x axis.
    """
    groups = [
        {
            "from": start,
            "to": end,
            "group": group,
            "full": phrases.group_name(group, lang),
            "brief": t(f"group.brief_{group}", lang),
        }
        for start, end, group in zip(edges, edges[1:], phrases.GROUPS[::-1], strict=False)
        if end > start
    ]
    bands = pd.DataFrame(groups)
    px = f"(datum.to - datum.from) / {edges[-1] - edges[0]:.6g} * width"
    letter = f"0.56 * ({by_width(TEXT_SIZE, PHONE_TEXT_SIZE)})"
    label = (
        f"{px} > {letter} * length(datum.full) ? datum.full : "
        f"{px} > {letter} * length(datum.brief) ? datum.brief : ''"
    )
    start_at = alt.X("from:Q", scale=scale, axis=axis)
    ribbon = (
        alt.Chart(inline_data(bands))
        .mark_rect(height=7)
        .encode(x=start_at, x2="to:Q", y=alt.value(26), color=group_color(palette))
    )
    names = (
        alt.Chart(inline_data(bands))
        .transform_calculate(label=label, middle="(datum.from + datum.to) / 2")
        .mark_text(baseline="middle", color=palette.muted)
        .encode(x=alt.X("middle:Q", scale=scale), y=alt.value(9), text="label:N")
    )
    cuts = (
        alt.Chart(inline_data(bands))
        .transform_filter(f"datum.group != {groups[0]['group']}")
        .mark_rule(color=palette.muted, strokeDash=[3, 3])
        .encode(x=alt.X("from:Q", scale=scale), y=alt.value(20), y2=alt.value("height"))
    )
    return [ribbon, names, cuts]


def segment_names(x_scale: alt.Scale, y: alt.Y, lang: str, palette: Palette) -> alt.Chart:
    """The names of the four groups over a chart of shares (0-1), in its row 0; ends on a phone."""
    segments = pd.DataFrame(
        [
            {"row": 0, "at": (4 - g) / 4 + 0.125, "text": t(f"group.brief_{g}", lang)}
            for g in phrases.GROUPS
        ]
    )
    return (
        alt.Chart(inline_data(segments))
        .transform_filter(f"width >= {PHONE_WIDTH} || abs(datum.at - 0.5) > 0.25")
        .mark_text(color=palette.muted, baseline="middle")
        .encode(x=alt.X("at:Q", scale=x_scale, axis=None), y=y, text="text:N")
    )


def segment_track(rows: alt.Chart, x_scale: alt.Scale, palette: Palette) -> alt.Chart:
    """The four groups as a thin bar along a scale of shares (0-1), one for each of the rows."""
    return (
        rows.transform_calculate(of="[1, 2, 3, 4]")
        .transform_flatten(["of"])
        .transform_calculate(start="1 - datum.of / 4", end="1.25 - datum.of / 4")
        .mark_bar(height=8)
        .encode(
            x=alt.X("start:Q", scale=x_scale, axis=None),
            x2="end:Q",
            color=group_color(palette, "of:O"),
        )
    )


DOT_AREA = alt.Size("area:Q", scale=None, legend=None)


def group_color(palette: Palette, field: str = "group:O") -> alt.Color:
    """The four groups' colours."""
    scale = alt.Scale(domain=list(phrases.GROUPS), range=list(palette.groups))
    return alt.Color(field, scale=scale, legend=None)


def year_axis(years: Sequence[int]) -> alt.Axis:
    """An axis of years, oldest first; on a phone every third, counted from the newest."""
    every = [int(year) for year in years]
    third = [year for year in every if (every[-1] - year) % 3 == 0]
    return alt.Axis(
        values=alt.ExprRef(by_width(str(every), str(third))),
        labelExpr=by_width("toString(datum.value)", '"\'" + slice(toString(datum.value), 2)'),
        labelFlush=False,
        title=None,
        grid=False,
    )


def score_axis(lang: str, decimals: int = 0, **more: Any) -> alt.Axis:
    """An axis of points with the language's decimal sign."""
    return alt.Axis(labelExpr=number_expression("datum.value", lang, decimals), title=None, **more)


def scale_with_margins(
    left: tuple[int | str, int], right: tuple[int, int], **domain: Any
) -> alt.Scale:
    """A scale that leaves room for text at both ends: px (on a screen, on a phone)."""
    return alt.Scale(
        rangeMin=alt.ExprRef(by_width(*left)),
        rangeMax=alt.ExprRef(f"width - ({by_width(*right)})"),
        nice=False,
        **domain,
    )


def row_labels(
    rows: pd.DataFrame, y: alt.Y, field: str, room: tuple[int, int], palette: Palette
) -> alt.Chart:
    """Row names as text to the left of a chart whose scale is ``roomy``; right-aligned."""
    return (
        alt.Chart(inline_data(rows[list({field, y.shorthand.split(":")[0]})]))
        .mark_text(align="right", dx=-14, color=palette.ink)
        .encode(x=alt.value(alt.expr(by_width(*room))), y=y, text=f"{field}:N")
    )


def kind_legend(dataset: Dataset, view: View, palette: Palette) -> tuple[LegendItem, ...]:
    """Who the three kinds of dots are."""
    lang = view.lang
    return (
        LegendItem(palette.accent, dataset.province_name(view.province, lang)),
        LegendItem(palette.peer, phrases.peers_label(dataset, view)),
        LegendItem(palette.other, t("say.others", lang)),
    )
