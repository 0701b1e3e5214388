"""Ranks among the province and its peers over the years."""

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.chosen_peers import peer_codes
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.history import era_starts


def build(dataset: Dataset, view: View) -> Figure:
    """Rank among the peers over the years, the lines broken where the method changed."""
    lang, palette = view.lang, PALETTES[view.theme]
    rows = _named_rows(dataset, view)
    years = sorted(rows["year"].unique().tolist())
    members = [view.province, *peer_codes(dataset, view)]
    breaks = era_starts(dataset.positions, view.measure, members)[1:]
    x_scale = encodings.scale_with_margins(
        (34, 24), (200, 132), domain=[years[0] - 0.3, years[-1] + 0.1], zero=False
    )
    x = alt.X("year:Q", scale=x_scale, axis=encodings.year_axis(years))
    last_place = int(rows["place"].max())
    y = _rank_axis(last_place)
    chart = alt.layer(
        *encodings.era_break_rules(breaks, x_scale, palette),
        *_rank_layers(rows, x, y, lang, palette),
        _end_labels(rows, x, y, lang, palette),
    )
    own = rows[rows["kind"] == "own"].sort_values("year")
    name = dataset.province_name(view.province, lang)
    ranks = "; ".join(f"{r.year}: {r.place}/{r.members}" for r in own.itertuples())
    return Figure(
        name="peers.bump",
        spec=finish_spec(chart, palette, lang, max(200, 33 * last_place)),
        title=_title(dataset, view, own),
        subtitle=t(
            "peers.bump_subtitle",
            lang,
            measure=phrases.full_name_in_sentence(dataset, view.measure, lang),
            n=len(set(members)),
            last=years[-1],
        ),
        alt=f"{t('peers.bump_alt', lang, name=name)} {ranks}.",
        table=_table(rows, lang),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.other, phrases.peers_label(dataset, view)),
            *encodings.era_break_legend(breaks, lang, palette),
        ),
        source="source.series",
    )


def ranks_in_set(dataset: Dataset, view: View) -> pd.DataFrame:
    """Ranks within the province and its peers in every year that the measure was published.

    Returns:
        year, province, score, national (rank), scored (nationally), place (rank in the set),
        members (how many of the set were published that year), era (see
        ``ranking.compute_positions``).
    """
    members = [view.province, *peer_codes(dataset, view)]
    table = dataset.positions
    table = table[(table["measure"] == view.measure) & table["province"].isin(members)]
    by_year = table.groupby("year")["score"]
    return pd.DataFrame(
        {
            "year": table["year"],
            "province": table["province"],
            "score": table["score"],
            "national": table["rank"],
            "scored": table["scored"],
            "place": by_year.rank(method="min", ascending=False).astype(int),
            "members": by_year.transform("count"),
            "era": table["era"],
        }
    ).reset_index(drop=True)


def _named_rows(dataset: Dataset, view: View) -> pd.DataFrame:
    """``ranks_in_set`` with name and kind ("own" or "peer")."""
    table = ranks_in_set(dataset, view)
    return table.assign(
        name=[dataset.province_name(p, view.lang) for p in table["province"]],
        kind=["own" if p == view.province else "peer" for p in table["province"]],
    )


def _rank_axis(last_place: int) -> alt.Y:
    """Rank 1 at the top; the axis inside the drawing, where the x scale leaves a margin for it."""
    axis = alt.Axis(
        values=list(range(1, last_place + 1)),
        title=None,
        grid=False,
        domain=False,
        ticks=False,
        format="d",
        offset=alt.ExprRef(f"-({vega.by_width(26, 20)})"),
    )
    scale = alt.Scale(domain=[last_place + 0.6, 0.4], nice=False)
    return alt.Y("place:Q", scale=scale, axis=axis)


def _rank_layers(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, lang: str, palette: Palette
) -> list[alt.Chart]:
    """A line and dots for each province."""
    columns = ["year", "name", "score", "place", "members", "national", "scored", "era", "kind"]
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["own", "peer"], range=[palette.accent, palette.other]),
        legend=None,
    )
    provinces = (
        alt.Chart(inline_data(rows[columns]))
        .transform_calculate(
            points=number_expression("datum.score"),
            in_set="datum.place + '/' + datum.members",
            national_text="datum.national + '/' + datum.scored",
            year_text="toString(datum.year)",
            thread="datum.name + datum.era",
            layer="datum.kind == 'own' ? 1 : 0",
            area="datum.kind == 'own' ? 120 : 55",
            weight="datum.kind == 'own' ? 4 : 2",
        )
        .encode(x=x, y=y, color=color)
    )
    lines = provinces.mark_line(interpolate="monotone").encode(
        detail="thread:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
    )
    titles = {
        "name": "province",
        "year_text": "year",
        "points": "score",
        "in_set": "rank_in_set",
        "national_text": "rank",
    }
    dots = provinces.mark_circle(opacity=1).encode(
        size=encodings.DOT_AREA,
        order="layer:Q",
        tooltip=encodings.tooltip({f: t(f"column.{c}", lang) for f, c in titles.items()}),
    )
    return [lines, dots]


def _end_labels(rows: pd.DataFrame, x: alt.X, y: alt.Y, lang: str, palette: Palette) -> alt.Chart:
    """Each province's name and score beside its dot in the last year."""
    last = rows[rows["year"] == rows["year"].max()].copy()
    last["label"] = [
        f"{name}  {format_number(score, 2, lang)}"
        for name, score in zip(last["name"], last["score"], strict=True)
    ]
    return (
        alt.Chart(inline_data(last[["year", "place", "label", "kind"]]))
        .mark_text(align="left", dx=12)
        .encode(
            x=x,
            y=y,
            text="label:N",
            color=encodings.accent_if("datum.kind == 'own'", palette, palette.ink),
        )
    )


def _title(dataset: Dataset, view: View, own: pd.DataFrame) -> str:
    """The rank in the view's year, and the best and worst of its era: eras do not compare."""
    current = own[own["year"] == view.year].iloc[0]
    era = own[own["era"] == current["era"]]
    return t(
        "peers.bump_title",
        view.lang,
        name=dataset.province_name(view.province, view.lang),
        place=current["place"],
        members=current["members"],
        year=view.year,
        start=era["year"].min(),
        best=era["place"].min(),
        worst=era["place"].max(),
    )


def _table(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
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
    return pd.DataFrame({t(f"column.{key}", lang): rows[c] for key, c in columns.items()})
