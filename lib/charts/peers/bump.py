"""Ranks among the province and its peers over the years."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.province_marks import DOT_AREA, ranked_out_of, round_as_displayed
from lib.charts.vega import finish_spec, named_data, number_expression, view_value, with_height
from lib.charts.year_axes import (
    era_break_legend,
    era_break_rows,
    era_break_rules,
    merger_legend,
    merger_rows,
    merger_rule,
    numbered_runs,
    year_axis,
)
from lib.common.text import Language, t
from lib.common.theme import PALETTES, Palette, ThemeName
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import estimates, phrases, tables
from lib.narrative.estimates import FigureLabels, Remarks
from lib.stats.history import era_starts

# By section and whether the best and the worst rank are the same.
_TITLES = {
    ("peers", False): "peers.bump_title",
    ("peers", True): "peers.bump_title_same",
    ("successor", False): "successor.bump_title",
    ("successor", True): "successor.bump_title_same",
}
# By whether these are the same, where the province has no score in the view's year.
_ABSENT_TITLES = {False: "peers.bump_title_absent", True: "peers.bump_title_absent_same"}


def build(dataset: Dataset, view: View) -> Figure:
    """Rank among the peers over the years, the lines broken where the method changed.

    Raises:
        LookupError: the province has no score in any year.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    rows = _named_rows(dataset, view)
    years = sorted(rows["year"].unique().tolist())
    members = [view.province, *peer_codes(dataset, view)]
    border = dataset.years[0] if rows["dashed"].any() else None
    starts = era_starts(_positions(dataset, view.measure), view.measure, members)
    breaks = [year for year in starts[1:] if year != border]
    last_place = int(rows["place"].max())
    own = rows[rows["own"]].sort_values("year")
    if own.empty:
        raise LookupError(f"{view.province} has no score in {view.measure}")
    name = dataset.name_in_sentence(view.province, lang)
    labels = FigureLabels(dataset, view, several_provinces=True)
    ranks = "; ".join(f"{r.year}: {r.place}/{r.members}" for r in own.itertuples())
    return Figure(
        name="peers.bump",
        spec=with_height(
            _template(lang, view.theme, tuple(years), labels.remarks), max(200, 33 * last_place)
        ),
        data=encode_chart_data(
            {"last_place": last_place},
            rows=_drawn_rows(dataset, view, rows),
            breaks=era_break_rows(breaks),
            border=merger_rows(border and border - 0.5),
        ),
        title=labels.title(_title(dataset, view, own)),
        subtitle=labels.subtitle(
            t(
                "peers.bump_subtitle",
                lang,
                measure=phrases.full_name_in_sentence(dataset, view.measure, lang),
                n=len(set(members)),
                last=years[-1],
            )
            + (f"; {t('successor.bump_subtitle', lang)}" if rows["dashed"].any() else "")
        ),
        alt=labels.alt(f"{t('peers.bump_alt', lang, name=name)} {ranks}."),
        table=partial(_table, view=view),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.other, phrases.peers_label(dataset, view)),
            *era_break_legend(breaks, lang, palette),
            *([merger_legend(lang, palette)] if border else []),
        ),
        source="successor.source" if border else labels.source("source.series"),
    )


def _positions(dataset: Dataset, measure: str) -> pd.DataFrame:
    """Positions in a measure; before the published years of the 34 those by their estimates.

    Returns:
        See ``ranking.compute_positions``, and dashed (whether the scores are such estimates).
    """
    own = dataset.positions_of_measure(measure).assign(dashed=False)
    if dataset.units == "63" or dataset.estimated or dataset.dataset_of_63 is None:
        return own
    before = dataset.dataset_of_63.estimated_34.positions_of_measure(measure).assign(dashed=True)
    # Its years are an era of their own: no line leads from an estimate to a published score.
    later = own.assign(era=own["era"] + 1 + before["era"].max() if len(before) else own["era"])
    return pd.concat([before[later.columns], later], ignore_index=True)


def ranks_in_set(dataset: Dataset, view: View) -> pd.DataFrame:
    """Ranks within the province and its peers in every year that the measure was published.

    Returns:
        year, province, score, national (rank), scored (nationally), place (rank in the set),
        members (how many of the set were published that year), era (see
        ``ranking.compute_positions``), dashed (see ``_positions``).
    """
    members = [view.province, *peer_codes(dataset, view)]
    columns = ["year", "province", "score", "rank", "scored", "era", "dashed"]
    table = _positions(dataset, view.measure)[columns]
    table = table[table["province"].isin(members)].reset_index(drop=True)
    scores_by_year: dict[int, list[float]] = {}
    published = list(zip(table["year"], table["score"], strict=True))
    for year, score in published:
        scores_by_year.setdefault(year, []).append(score)
    return pd.DataFrame(
        {
            "year": table["year"],
            "province": table["province"],
            "score": table["score"],
            "national": table["rank"],
            "scored": table["scored"],
            "place": [
                1 + sum(other > score for other in scores_by_year[year])
                for year, score in published
            ],
            "members": [len(scores_by_year[year]) for year, _ in published],
            "era": table["era"],
            "dashed": table["dashed"],
        }
    )


def _named_rows(dataset: Dataset, view: View) -> pd.DataFrame:
    """``ranks_in_set`` with name and own (whether it is the selected province)."""
    table = ranks_in_set(dataset, view)
    return table.assign(
        name=[dataset.province_name(p, view.lang) for p in table["province"]],
        own=table["province"] == view.province,
    )


def _drawn_rows(dataset: Dataset, view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The table "rows" of the spec: what it uses of ``_named_rows``, and "of" (of the rank)."""
    columns = ["year", "name", "score", "place", "members", "national", "own", "dashed"]
    return rows[columns].assign(
        run=numbered_runs(rows, "name", rows["year"].unique()),
        score=round_as_displayed(rows["score"]),
        of=ranked_out_of(dataset, view.measure, rows["scored"]),
    )


@cache
def _template(
    lang: Language, theme: ThemeName, years: tuple[int, ...], remarks: Remarks
) -> dict[str, Any]:
    """The spec, of the tables "rows" (see ``_drawn_rows``), "breaks" and "border".

    Args:
        years: in which the measure was published, oldest first.
    """
    palette = PALETTES[theme]
    x_scale = encodings.scale_with_margins(
        (34, 24), (200, 132), domain=[years[0] - 0.3, years[-1] + 0.1], zero=False
    )
    x = alt.X("year:Q", scale=x_scale, axis=year_axis(years))
    provinces = _provinces(x, _rank_axis())
    chart = alt.layer(
        era_break_rules(x_scale, palette),
        merger_rule(alt.X("year:Q", scale=x_scale), palette),
        *_rank_layers(provinces, remarks, lang, palette),
        _end_labels(provinces, years[-1], palette),
    )
    return finish_spec(chart, palette, lang, None)


def _rank_axis() -> alt.Y:
    """Rank 1 at the top; the axis inside the drawing, where the x scale leaves a margin for it."""
    last_place = view_value("last_place")  # in any year
    axis = alt.Axis(
        values=alt.ExprRef(f"sequence(1, {last_place} + 1)"),
        title=None,
        grid=False,
        domain=False,
        ticks=False,
        format="d",
        offset=alt.ExprRef(f"-({vega.by_width(26, 20)})"),
    )
    scale = alt.Scale(domain=alt.ExprRef(f"[{last_place} + 0.6, 0.4]"), nice=False)
    return alt.Y("place:Q", scale=scale, axis=axis)


def _provinces(x: alt.X, y: alt.Y) -> alt.Chart:
    """A chart of the rows with the texts of tooltips, the lines (thread) and their sizes."""
    return (
        alt.Chart(named_data("rows"))
        .transform_calculate(
            points=number_expression("datum.score"),
            in_set="datum.place + '/' + datum.members",
            national_text="datum.national + '/' + datum.of",
            year_text="toString(datum.year)",
            thread="datum.name + '/' + datum.run",
            kind="datum.own ? 'own' : 'peer'",
            layer="datum.own ? 1 : 0",
            area="datum.own ? 120 : 55",
            weight="datum.own ? 4 : 2",
        )
        .encode(x=x, y=y)
    )


def _rank_layers(
    provinces: alt.Chart, remarks: Remarks, lang: str, palette: Palette
) -> list[alt.Chart]:
    """A line and dots for each province."""
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["own", "peer"], range=[palette.accent, palette.other]),
        legend=None,
    )
    lines = provinces.mark_line(interpolate="monotone").encode(
        color=color,
        detail="thread:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
        strokeDash=alt.StrokeDash(
            "dashed:N",
            scale=alt.Scale(domain=[False, True], range=[[1, 0], [6, 4]]),
            legend=None,
        ),
    )
    titles = {
        "name": "province",
        "year_text": "year",
        "points": "score",
        "in_set": "rank_in_set",
        "national_text": "rank",
    }
    dots = provinces.mark_circle(opacity=1).encode(
        color=color,
        size=DOT_AREA,
        order="layer:Q",
        tooltip=encodings.tooltip({f: remarks.column(c, lang) for f, c in titles.items()}),
    )
    return [lines, dots]


def _end_labels(provinces: alt.Chart, last_year: int, palette: Palette) -> alt.Chart:
    """Each province's name and score beside its dot in the last year."""
    return (
        provinces.transform_filter(f"datum.year == {last_year}")
        .transform_calculate(label="datum.name + '  ' + datum.points")
        .mark_text(align="left", dx=12)
        .encode(
            text="label:N",
            color=encodings.accent_if("datum.own", palette, palette.ink),
        )
    )


def _title(dataset: Dataset, view: View, own: pd.DataFrame) -> str:
    """The rank in the view's year, and the best and worst of its era: eras do not compare.

    Where the province has no score that year, the era is that of the nearest year with one.
    """
    nearest = min(own["year"], key=lambda year: (abs(year - view.year), -year))
    current = own[own["year"] == nearest].iloc[0]
    in_era = own["era"] == current["era"]
    section = "peers"
    if own["dashed"].any() and in_era.sum() == 1:
        # A single published year has no span: that of the estimates on the same scale is told.
        in_era = own["era"] == own["era"][own["dashed"]].max()
        section = "successor"
    places = own["place"][in_era]
    is_same = bool(places.min() == places.max())
    return t(
        _TITLES[section, is_same] if nearest == view.year else _ABSENT_TITLES[is_same],
        view.lang,
        name=dataset.name_in_sentence(view.province, view.lang),
        place=current["place"],
        members=current["members"],
        year=view.year,
        start=own["year"][in_era].min(),
        last=own["year"][in_era].max(),
        best=places.min(),
        worst=places.max(),
    )


def _table(dataset: Dataset, view: View) -> pd.DataFrame:
    lang, rows = view.lang, _named_rows(dataset, view)
    columns = {
        "year": "year",
        "code": "province",
        "province": "name",
        "score": "score",
        "rank_in_set": "place",
        "members": "members",
        "rank": "national",
        "scored": "scored",
    }
    table: dict[str, Any] = {}
    for key, column in columns.items():
        table[key] = rows[column]
        if key == "province":
            table |= estimates.score_kinds(dataset, rows["province"], lang)
            if rows["dashed"].any():
                words = {True: t("estimate.word", lang), False: t("estimate.published", lang)}
                table["kind"] = rows["dashed"].map(words)
    return tables.titled(lang, table, estimates.row_remarks(dataset))
