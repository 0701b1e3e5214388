"""Parts that several charts share: data of dots, colours, group bands, axes, labels, tooltips."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from lib.charts.figure import LegendItem
from lib.charts.vega import by_width, inline_data, number_expression
from lib.common.text import t
from lib.common.theme import PHONE_TEXT_SIZE, PHONE_WIDTH, TEXT_SIZE, Palette
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL

KINDS = ["own", "peer", "other"]  # of provinces in a chart of all
DOT_AREA = alt.Size("area:Q", scale=None, legend=None)  # px², a field of the rows
ROW_LABEL_WIDTHS = (190, 164)  # px left of a chart for names of dimensions: screen, phone


def dot_rows(table: pd.DataFrame) -> pd.DataFrame:
    """One row a province; ``with_province_names`` adds names and texts in the browser.

    Args:
        table: positions of one year and measure.

    Returns:
        code, score (two decimals as displayed), rank, scored, group; in the order of ``table``.
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
    """Add to a chart of ``dot_rows`` the fields that the browser computes.

    These are name, kind (one of ``KINDS``), points, place, group_name, area and layer, the order
    of drawing.

    Args:
        chart: of rows with code, score, rank, group.
        table: the positions behind the rows.
        areas: of a dot in px², by kind.
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
    """Rows as inline chart data, without ``scored`` where it is the same in all rows."""
    return inline_data(rows.drop(columns="scored") if rows["scored"].nunique() == 1 else rows)


def round_as_displayed(scores: pd.Series) -> list[float]:
    """Scores with their two displayed decimals: rounding twice could change the last digit."""
    return [float(f"{score:.2f}") for score in scores]


def with_position_texts(
    chart: Any, table: pd.DataFrame, dataset: Dataset, lang: str, missing: str = ""
) -> Any:
    """Add the tooltip texts points, place and group_name, computed in the browser.

    Args:
        chart: of rows with score, rank and group.
        table: the positions drawn.
        missing: text where a row has no score.
    """
    groups = ",".join(f"'{phrases.group_name(g, lang)}'" for g in phrases.GROUPS)
    # The total's rank is commonly written out of all provinces, published or not.
    counts = set(table["scored"].where(table["measure"] != TOTAL, len(dataset.provinces)))
    scored = f"'/{counts.pop()}'" if len(counts) == 1 else "'/' + datum.scored"
    texts = {
        "points": number_expression("datum.score"),
        "place": f"datum.rank + {scored}",
        "group_name": f"[{groups}][datum.group - 1]",
    }
    if missing:
        texts = {
            field: f"isValid(datum.rank) ? {expression} : '{missing}'"
            for field, expression in texts.items()
        }
    return chart.transform_calculate(**texts)


def tooltip_lines(lang: str, *fields: str) -> list[alt.Tooltip]:
    """Tooltip lines by field; the title of each is its column name."""
    columns = {"name": "province", "points": "score", "place": "rank", "group_name": "group"}
    return tooltip({field: t(f"column.{columns.get(field, field)}", lang) for field in fields})


def tooltip(titles: dict[str, str]) -> list[alt.Tooltip]:
    """Tooltip lines from a title for each field; their values are texts."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def kind_color(palette: Palette) -> alt.Color:
    """The selected province in the accent colour, peers in theirs, the rest pale."""
    colors = [palette.accent, palette.peer, palette.other]
    return alt.Color("kind:N", scale=alt.Scale(domain=KINDS, range=colors), legend=None)


def accent_if(test: str, palette: Palette, otherwise: str) -> Any:
    """The accent colour where a Vega test holds, else another (hex)."""
    return alt.condition(test, alt.value(palette.accent), alt.value(otherwise))


def group_bands(
    edges: list[float], scale: alt.Scale, axis: alt.Axis, lang: str, palette: Palette
) -> list[alt.Chart]:
    """The four groups as a ribbon along the top with their names and dashed thresholds.

    A name is abbreviated or dropped where its group is too narrow.

    Args:
        edges: five values on the x axis: its start, the three thresholds, its end.
        scale, axis: of the x axis.
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
    width = f"(datum.to - datum.from) / {edges[-1] - edges[0]:.6g} * width"
    letter = f"0.56 * ({by_width(TEXT_SIZE, PHONE_TEXT_SIZE)})"
    label = (
        f"{width} > {letter} * length(datum.full) ? datum.full : "
        f"{width} > {letter} * length(datum.brief) ? datum.brief : ''"
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
    thresholds = (
        alt.Chart(inline_data(bands))
        .transform_filter(f"datum.group != {groups[0]['group']}")
        .mark_rule(color=palette.muted, strokeDash=[3, 3])
        .encode(x=alt.X("from:Q", scale=scale), y=alt.value(20), y2=alt.value("height"))
    )
    return [ribbon, names, thresholds]


def segment_names(x_scale: alt.Scale, y: alt.Y, lang: str, palette: Palette) -> alt.Chart:
    """Names of the groups in row 0 of a chart of percentiles; on a phone only the outer two."""
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
    """The four groups as a thin bar along a scale of percentiles (0-1), one for each row."""
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


def group_color(palette: Palette, field: str = "group:O") -> alt.Color:
    """The four groups' colours."""
    scale = alt.Scale(domain=list(phrases.GROUPS), range=list(palette.groups))
    return alt.Color(field, scale=scale, legend=None)


def year_axis(years: Sequence[int]) -> alt.Axis:
    """An axis of years, oldest first; on a phone every third, counted from the newest."""
    all_years = [int(year) for year in years]
    third = [year for year in all_years if (all_years[-1] - year) % 3 == 0]
    return alt.Axis(
        values=alt.ExprRef(by_width(str(all_years), str(third))),
        labelExpr=by_width("toString(datum.value)", '"\'" + slice(toString(datum.value), 2)'),
        labelFlush=False,
        title=None,
        grid=False,
    )


def score_axis(decimals: int = 0, **options: Any) -> alt.Axis:
    """An axis of points with the language's decimal separator."""
    label = number_expression("datum.value", decimals)
    return alt.Axis(labelExpr=label, title=None, **options)


def change_axis(decimals: int, **options: Any) -> alt.Axis:
    """An axis of changes or gaps in points: signed, but a plain 0."""
    axis = score_axis(grid=False, **options)
    signed = number_expression("datum.value", decimals, sign=True)
    axis.labelExpr = f"datum.value == 0 ? '0' : {signed}"
    return axis


def scale_with_margins(
    left: tuple[int | str, int], right: tuple[int, int], **domain: Any
) -> alt.Scale:
    """A scale that leaves room for text at both ends.

    Args:
        left, right: width of the margin in px, on a screen and on a phone.
        domain: further options of the scale.
    """
    return alt.Scale(
        rangeMin=alt.ExprRef(by_width(*left)),
        rangeMax=alt.ExprRef(f"width - ({by_width(*right)})"),
        nice=False,
        **domain,
    )


def row_labels(
    chart: alt.Chart, field: str, widths: tuple[int | str, int], **properties: Any
) -> alt.Chart:
    """Names of rows, right-aligned in the left margin of a ``scale_with_margins``.

    Args:
        chart: of the rows, with ``y`` encoded.
        field: holds the name.
        widths: of the margin in px, on a screen and on a phone.
        properties: of the text.
    """
    style: dict[str, Any] = {"align": "right", "dx": -14} | properties
    return chart.mark_text(**style).encode(
        x=alt.value(alt.expr(by_width(*widths))), text=f"{field}:N"
    )


def era_break_rules(years: list[int], x_scale: alt.Scale, palette: Palette) -> list[alt.Chart]:
    """A dashed line before each first year of an era; no layer where there is none."""
    if not years:
        return []
    breaks = pd.DataFrame({"year": [year - 0.5 for year in years]})
    rule = alt.Chart(inline_data(breaks)).mark_rule(color=palette.muted, strokeDash=[4, 4])
    return [rule.encode(x=alt.X("year:Q", scale=x_scale))]


def era_break_legend(years: list[int], lang: str, palette: Palette) -> list[LegendItem]:
    """What the lines of ``era_break_rules`` stand for."""
    return [
        LegendItem(palette.muted, t("peers.break", lang, year=year), dashed=True, swatch="line")
        for year in years
    ]


def kind_legend(dataset: Dataset, view: View, palette: Palette) -> tuple[LegendItem, ...]:
    """The selected province, its peers, the others."""
    lang = view.lang
    return (
        LegendItem(palette.accent, dataset.province_name(view.province, lang)),
        LegendItem(palette.peer, phrases.peers_label(dataset, view)),
        LegendItem(palette.other, t("say.others", lang)),
    )
