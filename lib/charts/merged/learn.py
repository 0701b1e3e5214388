"""Where the chosen member is behind or ahead of the other members."""

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.figure import Figure, LegendItem
from lib.charts.merged.members import PHONE_WIDTH, member_colors, require_profile
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import merged, phrases, tables

_ROWS_EACH = 6  # sub-dimensions on either side
_ROUNDS_TO_ZERO = 0.005  # points; less reads as none


def build(dataset: Dataset, view: View) -> Figure:
    """Where the chosen member is behind the best other one and where it is ahead, in points."""
    lang, palette = view.lang, PALETTES[view.theme]
    codes, colors = member_colors(dataset, view, palette)
    side = merged.member_positions(dataset, view)
    wide = side[side["measure"].str.contains(".", regex=False)].pivot(
        index="measure", columns="province", values="score"
    )
    require_profile(dataset, view)
    own, others = codes[0], codes[1:]
    wide = wide[wide[own].notna() & wide[others].notna().any(axis=1)]
    table = pd.DataFrame(
        {
            "gap": (wide[others].max(axis=1) - wide[own]).round(6),
            "other": wide[others].idxmax(axis=1),
            "own": wide[own],
            "best": wide[others].max(axis=1),
        }
    ).sort_values("gap", ascending=False, kind="stable")
    measured = len(table)
    table = table[table["gap"].abs() >= _ROUNDS_TO_ZERO]
    behind = table[table["gap"] > 0].head(_ROWS_EACH)
    ahead = table[table["gap"] < 0].tail(_ROWS_EACH)[::-1]
    rows = pd.concat([behind, ahead])
    rows = rows.assign(
        row=range(len(rows)),
        name=[f"{m} {dataset.measure_name(m, lang)}" for m in rows.index],
        text=[format_number(abs(g), 2, lang) for g in rows["gap"]],
        who=[o if g > 0 else own for o, g in zip(rows["other"], rows["gap"], strict=True)],
        own_text=[format_number(s, 2, lang) for s in rows["own"]],
        best_text=[format_number(s, 2, lang) for s in rows["best"]],
    )
    rows["who_name"] = [dataset.member_name(c, lang) for c in rows["who"]]
    rows["other_name"] = [dataset.member_name(c, lang) for c in rows["other"]]
    # Names are long: each stands above its bar, where it has the whole width.
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2))
    most = float(rows["gap"].abs().max())
    x_scale = encodings.scale_with_margins((8, 4), (60, 52), domain=[0, most], zero=True)
    hue = alt.Color(
        "who:N", scale=alt.Scale(domain=codes, range=[colors[c] for c in codes]), legend=None
    )
    names = {c: dataset.member_name(c, lang) for c in codes}
    sent = rows.assign(size=rows["gap"].abs())[
        ["row", "name", "size", "text", "who", "who_name", "own_text", "best_text", "other_name"]
    ]
    drawn = alt.Chart(inline_data(sent)).encode(
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title=t("column.measure", lang)),
            alt.Tooltip("who_name:N", title=t("merged.better", lang)),
            alt.Tooltip("text:N", title=t("column.difference", lang)),
            alt.Tooltip("own_text:N", title=names[own]),
            alt.Tooltip("best_text:N", title=t("merged.best_other", lang)),
        ],
    )
    bars = drawn.mark_bar(height=9, yOffset=9, cornerRadius=2).encode(
        x=alt.X("size:Q", scale=x_scale, axis=None, stack=None), color=hue
    )
    words = drawn.mark_text(align="left", baseline="middle", dy=-9, color=palette.ink).encode(
        x=alt.value(8), text="name:N"
    )
    numbers = drawn.mark_text(
        align="left", baseline="middle", dy=9, dx=6, fontWeight="bold"
    ).encode(x=alt.X("size:Q", scale=x_scale, axis=None, stack=None), text="text:N", color=hue)
    first = rows.iloc[0]
    better = int((table["gap"] > 0).sum())
    if first["gap"] > 0:
        title = t(
            "merged.learn_title" if len(others) == 1 else "merged.learn_title_many",
            lang,
            name=names[own],
            others=phrases.join_list([names[c] for c in others], lang),
            n=better,
            all=measured,
            measure=first["name"],
            gap=first["text"],
        )
    else:
        title = t("merged.learn_ahead", lang, name=names[own], all=measured)
    listing = "; ".join(f"{r.name}: {r.who_name} {r.text}" for r in rows.itertuples())
    return Figure(
        name="merged.learn",
        spec=finish_spec(
            alt.layer(bars, words, numbers), palette, 42 * max(len(rows), 1), PHONE_WIDTH
        ),
        title=title,
        subtitle=t("merged.learn_subtitle", lang, year=view.year, name=names[own], each=_ROWS_EACH),
        alt=t("merged.learn_alt", lang, name=names[own]) + f" {listing}.",
        table=tables.members_table(dataset, view, wide.index.tolist()),
        legend=tuple(
            LegendItem(colors[c], t("merged.learn_better", lang, name=names[c])) for c in codes
        ),
    )
