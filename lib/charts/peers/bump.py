"""Ranks within the province and its peers over the years."""

import altair as alt
import pandas as pd

from lib.charts import encodings, vega
from lib.charts.figure import Figure, LegendItem
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.peer_groups import peer_codes
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.history import era_starts


def ranks_in_set(dataset: Dataset, view: View) -> pd.DataFrame:
    """Ranks within the province and its peers in every year that the measure was published.

    Returns:
        year, province, score, national (rank), scored (nationally), place (rank in the set),
        members (how many of the set were published that year), era (see ``positions``).
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


def build(dataset: Dataset, view: View) -> Figure:
    """Rank among the chosen set over the years, broken where the method changed."""
    lang, palette = view.lang, PALETTES[view.theme]
    table = ranks_in_set(dataset, view)
    peers = set(peer_codes(dataset, view))
    rows = table.assign(
        name=[dataset.province_name(p, lang) for p in table["province"]],
        kind=["own" if p == view.province else "peer" for p in table["province"]],
    )
    last = rows[rows["year"] == rows["year"].max()].copy()
    last["label"] = [
        f"{name}  {format_number(score, 2, lang)}"
        for name, score in zip(last["name"], last["score"], strict=True)
    ]
    years = sorted(rows["year"].unique().tolist())
    x_scale = encodings.scale_with_margins(
        (34, 24), (200, 132), domain=[years[0] - 0.3, years[-1] + 0.1], zero=False
    )
    most = int(rows["place"].max())
    x_axis = encodings.year_axis(years)
    y_axis = alt.Axis(
        values=list(range(1, most + 1)),
        title=None,
        grid=False,
        domain=False,
        ticks=False,
        format="d",
        # Inside the drawing, where the scale leaves room for it.
        offset=alt.ExprRef(f"-({vega.by_width(26, 20)})"),
    )
    x = alt.X("year:Q", scale=x_scale, axis=x_axis)
    y = alt.Y("place:Q", scale=alt.Scale(domain=[most + 0.6, 0.4], nice=False), axis=y_axis)
    hue = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["own", "peer"], range=[palette.accent, palette.other]),
        legend=None,
    )
    sent = rows[["year", "name", "score", "place", "members", "national", "scored", "era", "kind"]]
    drawn = (
        alt.Chart(inline_data(sent))
        .transform_calculate(
            points=number_expression("datum.score", lang),
            in_set="datum.place + '/' + datum.members",
            national_text="datum.national + '/' + datum.scored",
            year_text="toString(datum.year)",
            thread="datum.name + datum.era",
            layer="datum.kind == 'own' ? 1 : 0",
            area="datum.kind == 'own' ? 120 : 55",
            weight="datum.kind == 'own' ? 4 : 2",
        )
        .encode(x=x, y=y, color=hue)
    )
    lines = drawn.mark_line(interpolate="monotone").encode(
        detail="thread:N",
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None, legend=None),
    )
    tip = [
        alt.Tooltip("name:N", title=t("column.province", lang)),
        alt.Tooltip("year_text:N", title=t("column.year", lang)),
        alt.Tooltip("points:N", title=t("column.score", lang)),
        alt.Tooltip("in_set:N", title=t("column.rank_in_set", lang)),
        alt.Tooltip("national_text:N", title=t("column.rank", lang)),
    ]
    points = drawn.mark_circle(opacity=1).encode(
        size=encodings.DOT_AREA,
        order="layer:Q",
        tooltip=tip,
    )
    ends = (
        alt.Chart(inline_data(last[["year", "place", "label", "kind"]]))
        .mark_text(align="left", dx=12)
        .encode(
            x=x,
            y=y,
            text="label:N",
            color=alt.condition(
                "datum.kind == 'own'", alt.value(palette.accent), alt.value(palette.ink)
            ),
        )
    )
    layers = [lines, points, ends]
    starts = era_starts(dataset.positions, view.measure, [view.province, *peers])[1:]
    if starts:
        gaps = pd.DataFrame({"year": [year - 0.5 for year in starts]})
        rule = alt.Chart(inline_data(gaps)).mark_rule(color=palette.muted, strokeDash=[4, 4])
        layers.insert(0, rule.encode(x=alt.X("year:Q", scale=x_scale)))
    chart = alt.layer(*layers)

    own = rows[rows["kind"] == "own"].sort_values("year")
    name = dataset.province_name(view.province, lang)
    now = own[own["year"] == view.year].iloc[0]
    # Ranks before and after a new scale are not set against each other.
    era = own[own["era"] == now["era"]]
    return Figure(
        name="peers.bump",
        spec=finish_spec(chart, palette, max(200, 33 * most)),
        title=t(
            "peers.bump_title",
            lang,
            name=name,
            place=now["place"],
            members=now["members"],
            year=view.year,
            start=era["year"].min(),
            best=era["place"].min(),
            worst=era["place"].max(),
        ),
        subtitle=t(
            "peers.bump_subtitle",
            lang,
            measure=phrases.full_name_in_sentence(phrases.view_measure_name(dataset, view), lang),
            n=len(peers) + 1,
            last=years[-1],
        ),
        alt=t("peers.bump_alt", lang, name=name)
        + " "
        + "; ".join(f"{r.year}: {r.place}/{r.members}" for r in own.itertuples())
        + ".",
        table=pd.DataFrame(
            {
                t("column.year", lang): rows["year"],
                t("column.code", lang): rows["province"],
                t("column.province", lang): rows["name"],
                t("column.score", lang): rows["score"],
                t("column.rank_in_set", lang): rows["place"],
                t("column.members", lang): rows["members"],
                t("column.rank", lang): rows["national"],
                t("column.scored", lang): rows["scored"],
            }
        ),
        legend=(
            LegendItem(palette.accent, name),
            LegendItem(palette.other, phrases.peers_label(dataset, view)),
            *(
                LegendItem(
                    palette.muted, t("peers.break", lang, year=year), dashed=True, mark="line"
                )
                for year in starts
            ),
        ),
        source="source.series",
    )
