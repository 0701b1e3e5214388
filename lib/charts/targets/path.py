"""Where a good year brings most, and which gains reach the target."""

import altair as alt
import pandas as pd

from lib.charts.figure import Figure, LegendItem
from lib.charts.targets.sizes import TEXT_SIZE
from lib.charts.vega import finish_spec, inline_data, number_expression
from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.targets import choice

MAX_ROWS = 9  # sub-dimensions drawn; all are in the table


def build(dataset: Dataset, view: View) -> Figure:
    """The sub-dimensions where a good year brings most; those that the target takes stand out."""
    lang, palette = view.lang, PALETTES[view.theme]
    found = choice.target_mix(dataset, view)
    table = dataset.attainable_gains(view.province, view.year)
    used = dict(zip(found.gains["measure"], found.gains["gain"], strict=True))
    table = table.assign(used=table["measure"].map(used).fillna(0.0))
    drawn_rows = table.head(MAX_ROWS)
    rows = drawn_rows[["attainable", "typical"]].copy()
    rows["kind"] = (drawn_rows["used"] > 0).map({True: "used", False: "spare"})
    rows["name"] = [f"{m} {dataset.measure_name(m, lang)}" for m in drawn_rows["measure"]]
    texts = {"score": "score", "highest": "highest"}
    for column, source in texts.items():
        rows[column] = [format_number(v, 2, lang) for v in drawn_rows[source]]
    rows["reach"] = [
        "–" if pd.isna(v) else f"± {format_number(v, 2, lang)}" for v in drawn_rows["reach"]
    ]
    rows["n"] = drawn_rows["n"]
    rows["row"] = range(len(rows))

    most = max(0.05, float(rows["attainable"].max()))
    x_scale = alt.Scale(
        domain=[0, round(most, 4)], rangeMax=alt.ExprRef("width - 58"), nice=False, zero=True
    )
    # The name stands above its bar, because names of sub-dimensions are long.
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0))
    drawn = (
        alt.Chart(inline_data(rows))
        .transform_calculate(
            good=number_expression("datum.attainable", lang, sign=True),
            usual=number_expression("datum.typical", lang, sign=True),
        )
        .encode(
            y=y,
            tooltip=[
                alt.Tooltip("name:N", title=t("column.measure", lang)),
                *(
                    alt.Tooltip(f"{field}:N", title=t(f"targets.col_{column}", lang))
                    for field, column in (
                        ("score", "now"),
                        ("good", "good"),
                        ("usual", "usual"),
                        ("highest", "highest"),
                        ("n", "moves"),
                        ("reach", "reach"),
                    )
                ),
            ],
        )
    )
    hue = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["used", "spare"], range=[palette.accent, palette.other]),
        legend=None,
    )
    # In parts of a row, so that a lower chart keeps them apart: 38 px on the page.
    up, down, thick, tall = (
        alt.ExprRef(f"height * {px / 38 / len(rows):.5f}") for px in (-9, 9, 11, 19)
    )
    bar = drawn.mark_bar(height=thick, yOffset=down).encode(
        x=alt.X("attainable:Q", scale=x_scale, axis=None), x2=alt.X2(datum=0), color=hue
    )
    tick = drawn.mark_tick(thickness=3, size=tall, yOffset=down, color=palette.ink).encode(
        x=alt.X("typical:Q", scale=x_scale, axis=None)
    )
    names = drawn.mark_text(
        align="left", dy=up, color=palette.ink, fontSize=TEXT_SIZE, limit=alt.ExprRef("width")
    ).encode(x=alt.value(0), text="name:N")
    value = drawn.mark_text(
        align="left", dx=7, dy=down, fontWeight="bold", fontSize=TEXT_SIZE
    ).encode(
        x=alt.X("attainable:Q", scale=x_scale, axis=None),
        text="good:N",
        color=alt.condition(
            "datum.kind == 'used'", alt.value(palette.accent), alt.value(palette.muted)
        ),
    )
    unknown = int((table["n"] < 1).sum())
    subtitle = t("targets.path_subtitle", lang, year=view.year)
    if unknown:
        subtitle += t("targets.path_unknown", lang, n=unknown)
    columns = {
        "code": table["measure"],
        "measure": [dataset.measure_name(m, lang) for m in table["measure"]],
    }
    details = {
        "now": table["score"],
        "good": table["attainable"],
        "usual": table["typical"],
        "used": table["used"],
        "highest": table["highest"],
        "moves": table["n"],
        "reach": table["reach"],
    }
    listed = "; ".join(
        f"{row.name} {format_signed(row.attainable, 2, lang)}"
        for row in rows.itertuples(index=False)
    )
    return Figure(
        name="targets.path",
        spec=finish_spec(alt.layer(bar, tick, names, value), palette, 38 * len(rows)),
        title=_title(dataset, view),
        subtitle=subtitle,
        alt=t(
            "targets.path_alt", lang, name=dataset.province_name(view.province, lang), list=listed
        ),
        table=pd.DataFrame(
            {t(f"column.{key}", lang): values for key, values in columns.items()}
            | {t(f"targets.col_{key}", lang): values for key, values in details.items()}
        ),
        legend=_legend(lang, palette),
        source="source.series",
    )


def _title(dataset: Dataset, view: View) -> str:
    """How many sub-dimensions suffice, and where a good year brings most."""
    lang = view.lang
    found = choice.target_mix(dataset, view)
    if not choice.has_references(dataset, view):
        return t("targets.path_none", lang, year=view.year)
    first = dataset.attainable_gains(view.province, view.year).iloc[0]
    most = f"{first['measure']} {dataset.measure_name(first['measure'], lang)}"
    values = {
        "most": most,
        "gain": format_signed(first["attainable"], 2, lang),
        "n": len(found.gains),
    }
    if found.needed == 0:
        return t("targets.path_met", lang, **values)
    if not found.feasible:
        total = format_number(found.gains["gain"].sum(), 2, lang)
        need = format_number(found.needed, 2, lang)
        return t("targets.path_short", lang, total=total, need=need, **values)
    key = "targets.path_one" if len(found.gains) == 1 else "targets.path_title"
    return t(key, lang, **values)


def _legend(lang: str, palette: Palette) -> tuple[LegendItem, ...]:
    return (
        LegendItem(palette.accent, t("targets.used", lang)),
        LegendItem(palette.other, t("targets.spare", lang)),
        LegendItem(palette.ink, t("targets.usual", lang)),
    )
