"""Where the selected member scores lower or higher than the other members."""

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.figure import Figure, LegendItem
from lib.charts.merged.members import PHONE_WIDTH, member_colors, require_profile
from lib.charts.vega import finish_spec, inline_data
from lib.common.numbers import format_number
from lib.common.text import t
from lib.common.theme import PALETTES, Palette
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables
from lib.narrative.merged.members import member_positions
from lib.stats.ranking import is_sub_dimension

_ROWS_EACH = 6  # sub-dimensions in which the member is behind, and in which it is ahead
_ROUNDS_TO_ZERO = 0.005  # points; a smaller gap is displayed as zero


def build(dataset: Dataset, view: View) -> Figure:
    """The largest gaps between the selected member and the best other one, in points.

    Raises:
        LookupError: fewer than two members have scores.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    codes, colors = member_colors(dataset, view, palette)
    require_profile(dataset, view)
    compared = _gaps(dataset, view, codes)
    gaps = compared[compared["gap"].abs() >= _ROUNDS_TO_ZERO]
    rows = _rows(dataset, gaps, codes[0], lang)
    names = {code: dataset.member_name(code, lang) for code in codes}
    listed = "; ".join(f"{r.name}: {r.who_name} {r.text}" for r in rows.itertuples())
    own_name = names[codes[0]]
    return Figure(
        name="merged.learn",
        spec=finish_spec(
            alt.layer(*_layers(rows, colors, own_name, lang, palette)),
            palette,
            lang,
            42 * max(len(rows), 1),
            PHONE_WIDTH,
        ),
        title=_title(rows, list(names.values()), int((gaps["gap"] > 0).sum()), len(compared), lang),
        subtitle=t("merged.learn_subtitle", lang, year=view.year, name=own_name, each=_ROWS_EACH),
        alt=f"{t('merged.learn_alt', lang, name=own_name)} {listed}.",
        table=tables.members_table(dataset, view, sorted(compared.index)),
        legend=tuple(
            LegendItem(colors[code], t("merged.learn_better", lang, name=names[code]))
            for code in codes
        ),
    )


def _gaps(dataset: Dataset, view: View, codes: list[str]) -> pd.DataFrame:
    """Every sub-dimension in which the first member and another one have a score.

    Args:
        codes: of the members, the selected one first.

    Returns:
        gap (points to the best other member, positive = behind), other (that member), own, best
        (both scores) by sub-dimension, the largest gap first.
    """
    positions = member_positions(dataset, view)
    scores = positions[is_sub_dimension(positions["measure"])].pivot(
        index="measure", columns="province", values="score"
    )
    own, others = codes[0], codes[1:]
    scores = scores[scores[own].notna() & scores[others].notna().any(axis=1)]
    best = scores[others].max(axis=1)
    return pd.DataFrame(
        {
            "gap": (best - scores[own]).round(6),
            "other": scores[others].idxmax(axis=1),
            "own": scores[own],
            "best": best,
        }
    ).sort_values("gap", ascending=False, kind="stable")


def _rows(dataset: Dataset, gaps: pd.DataFrame, own: str, lang: str) -> pd.DataFrame:
    """The largest gaps in either direction.

    Returns:
        the columns of ``_gaps`` and row, name, text (the size of the gap), who (the better member),
        own_text, best_text, who_name, other_name.
    """
    behind = gaps[gaps["gap"] > 0].head(_ROWS_EACH)
    ahead = gaps[gaps["gap"] < 0].tail(_ROWS_EACH)[::-1]
    rows = pd.concat([behind, ahead])
    rows = rows.assign(
        row=range(len(rows)),
        name=[f"{m} {dataset.measure_name(m, lang)}" for m in rows.index],
        text=[format_number(abs(gap), 2, lang) for gap in rows["gap"]],
        who=rows["other"].where(rows["gap"] > 0, own),
        own_text=[format_number(score, 2, lang) for score in rows["own"]],
        best_text=[format_number(score, 2, lang) for score in rows["best"]],
    )
    rows["who_name"] = [dataset.member_name(code, lang) for code in rows["who"]]
    rows["other_name"] = [dataset.member_name(code, lang) for code in rows["other"]]
    return rows


def _layers(
    rows: pd.DataFrame, colors: dict[str, str], own_name: str, lang: str, palette: Palette
) -> list[alt.Chart]:
    """In each row the name, which is long, and below it a bar with its value."""
    largest = float(rows["gap"].abs().max())
    x_scale = encodings.scale_with_margins((8, 4), (60, 52), domain=[0, largest], zero=True)
    x = alt.X("size:Q", scale=x_scale, axis=None, stack=None)
    color = alt.Color(
        "who:N",
        scale=alt.Scale(domain=list(colors), range=list(colors.values())),
        legend=None,
    )
    columns = ["row", "name", "size", "text", "who", "who_name", "own_text", "best_text"]
    data = rows.assign(size=rows["gap"].abs())[[*columns, "other_name"]]
    gaps = alt.Chart(inline_data(data)).encode(
        y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2)),
        tooltip=encodings.tooltip(
            {
                "name": t("column.measure", lang),
                "who_name": t("merged.better", lang),
                "text": t("column.difference", lang),
                "own_text": own_name,
                "best_text": t("merged.best_other", lang),
            }
        ),
    )
    bars = gaps.mark_bar(height=9, yOffset=9, cornerRadius=2).encode(x=x, color=color)
    names = gaps.mark_text(align="left", baseline="middle", dy=-9, color=palette.ink).encode(
        x=alt.value(8), text="name:N"
    )
    values = gaps.mark_text(align="left", baseline="middle", dy=9, dx=6, fontWeight="bold").encode(
        x=x, text="text:N", color=color
    )
    return [bars, names, values]


def _title(rows: pd.DataFrame, names: list[str], behind: int, compared: int, lang: str) -> str:
    """In how many sub-dimensions the first member is behind, and the largest gap."""
    name, *others = names
    largest = rows.iloc[0]
    if largest["gap"] <= 0:
        return t("merged.learn_ahead", lang, name=name, all=compared)
    return t(
        "merged.learn_title" if len(others) == 1 else "merged.learn_title_many",
        lang,
        name=name,
        others=phrases.join_list(others, lang),
        n=behind,
        all=compared,
        measure=largest["name"],
        gap=largest["text"],
    )
