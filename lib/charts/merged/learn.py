"""Where the selected member scores lower or higher than the other members."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from lib.charts import encodings
from lib.charts.chart_data import encode_chart_data
from lib.charts.figure import Figure, LegendItem
from lib.charts.merged.members import (
    KIND_SIGNS,
    PHONE_WIDTH,
    kind_color,
    kind_colors,
    kind_swatches,
    member_kinds,
    require_profile,
)
from lib.charts.vega import finish_spec, named_data, view_value, with_height, with_tooltip_titles
from lib.common.letter_widths import REGULAR, text_width
from lib.common.numbers import format_number
from lib.common.strings import wrap_lines
from lib.common.text import Language, t
from lib.common.theme import PALETTES, PHONE_TEXT_SIZE, TEXT_SIZE, Palette, ThemeName
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases, tables

_NAME_START = 8  # px from the left edge
_ROWS_EACH = 6  # sub-dimensions in which the member is behind, and in which it is ahead
_ROW_HEIGHT, _LINE_HEIGHT = 46, 14  # px: of a row, of a line of a name of two
_WIDE = 520  # px of a drawing that has room for the longest name on one line
_NARROW = 320  # px of a drawing on a phone
_ROUNDS_TO_ZERO = 0.005  # points; a smaller gap is displayed as zero
# The columns of the rows that are drawn.
_COLUMNS = ["row", "name", "narrow", "size", "text", "kind", "who_name", "own_text", "best_text"]


def build(dataset: Dataset, view: View) -> Figure:
    """The largest gaps between the selected member and the best other one, in points.

    Raises:
        LookupError: fewer than two members have scores.
    """
    lang, colors = view.lang, kind_colors(PALETTES[view.theme])
    kinds = member_kinds(dataset, view)
    codes = list(kinds)
    require_profile(dataset, view)
    compared = _gaps(dataset, view, codes)
    gaps = compared[compared["gap"].abs() >= _ROUNDS_TO_ZERO]
    rows = _rows(dataset, gaps, kinds, lang)
    names = {code: dataset.member_name(code, lang) for code in codes}
    listed = "; ".join(
        f"{name}: {who} {text}"
        for name, who, text in zip(rows["name"], rows["who_name"], rows["text"], strict=True)
    )
    own_name = names[codes[0]]
    return Figure(
        name="merged.learn",
        spec=with_height(
            with_tooltip_titles(_template(lang, view.theme), {"own_text": own_name}),
            _ROW_HEIGHT * max(len(rows), 1),
        ),
        data=encode_chart_data({"largest": rows["size"].max()}, rows=_drawn(rows)),
        title=_title(rows, list(names.values()), int((gaps["gap"] > 0).sum()), len(compared), lang),
        subtitle=t("merged.learn_subtitle", lang, year=view.year, name=own_name, each=_ROWS_EACH),
        alt=f"{t('merged.learn_alt', lang, name=own_name)} {listed}.",
        table=partial(tables.members_table, view=view, measures=sorted(compared.index)),
        legend=tuple(
            LegendItem(
                colors[kind],
                t("merged.learn_better", lang, name=names[code]),
                swatch=kind_swatches()[kind],
            )
            for code, kind in kinds.items()
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
    own, *others = codes
    scores = {code: dataset.scores_of(view.year, code) for code in codes}
    rows = {}
    for measure in sorted(m for m in scores[own] if "." in m):
        of_others = {code: scores[code][measure] for code in others if measure in scores[code]}
        if of_others:
            best = max(of_others, key=lambda code: of_others[code])
            rows[measure] = (best, scores[own][measure], of_others[best])
    table = pd.DataFrame(rows.values(), rows.keys(), columns=["other", "own", "best"])
    table.insert(0, "gap", (table["best"] - table["own"]).round(6))
    return table.sort_values("gap", ascending=False, kind="stable")


def _rows(
    dataset: Dataset, gaps: pd.DataFrame, kinds: dict[str, str], lang: Language
) -> pd.DataFrame:
    """The largest gaps in either direction.

    Args:
        kinds: see ``member_kinds``.

    Returns:
        the columns of ``_gaps`` and row, name, narrow (its lines in a narrow drawing, joined by
        line breaks, "" for one), size (of the gap), text (the same), kind and
        who_name (of the better member), own_text, best_text.
    """
    behind = gaps[gaps["gap"] > 0].head(_ROWS_EACH)
    ahead = gaps[gaps["gap"] < 0].tail(_ROWS_EACH)[::-1]
    rows = pd.concat([behind, ahead])
    names = [f"{m} {dataset.measure_name(m, lang)}" for m in rows.index]
    in_lines = [wrap_lines(name, _phone_width, _NARROW - _NAME_START) for name in names]
    better = rows["other"].where(rows["gap"] > 0, next(iter(kinds)))
    return rows.assign(
        row=range(len(rows)),
        name=names,
        narrow=["\n".join(lines) if len(lines) > 1 else "" for lines in in_lines],
        size=rows["gap"].abs(),
        text=[format_number(abs(gap), 2, lang) for gap in rows["gap"]],
        kind=better.map(kinds),
        who_name=[dataset.member_name(code, lang) for code in better],
        own_text=[format_number(score, 2, lang) for score in rows["own"]],
        best_text=[format_number(score, 2, lang) for score in rows["best"]],
    )


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """The table "rows" of the spec; without "narrow" where every name takes one line."""
    return rows[_COLUMNS].drop(columns=[] if rows["narrow"].any() else "narrow")


def _phone_width(line: str) -> float:
    """The width of a line on a phone, px."""
    return text_width(line, PHONE_TEXT_SIZE, REGULAR)


@cache
def _template(lang: Language, theme: ThemeName) -> dict[str, Any]:
    """The spec, of the table "rows" (see ``_rows``), without a height."""
    palette = PALETTES[theme]
    chart = alt.layer(*_layers(lang, palette))
    return finish_spec(chart, palette, lang, None, PHONE_WIDTH)


def _layers(lang: Language, palette: Palette) -> list[alt.Chart]:
    """In each row the name, which is long, and below it a bar with its value."""
    domain = alt.ExprRef(f"[0, {view_value('largest')}]")
    x_scale = encodings.scale_with_margins((8, 4), (60, 52), domain=domain, zero=True)
    x = alt.X("size:Q", scale=x_scale, axis=None, stack=None)
    color = kind_color(palette)
    signed = f"datum.text + ' ' + {KIND_SIGNS}[datum.kind]"
    gaps = (
        alt.Chart(named_data("rows"))
        .transform_calculate(signed=signed)
        .encode(
            y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.2)),
            tooltip=encodings.tooltip(
                {
                    "name": t("column.measure", lang),
                    "who_name": t("merged.better", lang),
                    "text": t("column.difference", lang),
                    "own_text": "",  # the selected member's name
                    "best_text": t("merged.best_other", lang),
                }
            ),
        )
    )
    bars = gaps.mark_bar(height=9, yOffset=9, cornerRadius=2).encode(x=x, color=color)
    # In a narrow drawing the longest names take two lines, the second where that of others is.
    in_two = f"(datum.narrow && width < {_WIDE})"
    size = f"{in_two} || width < {PHONE_WIDTH} ? {PHONE_TEXT_SIZE} : {TEXT_SIZE}"
    names = (
        gaps.transform_calculate(lines=f"{in_two} ? split(datum.narrow, '\\n') : datum.name")
        .mark_text(
            align="left",
            baseline="middle",
            color=palette.ink,
            limit=alt.ExprRef(f"width - {_NAME_START}"),
            lineHeight=_LINE_HEIGHT,
            fontSize=alt.ExprRef(size),
            # Two lines begin lower, off the value of the row above.
            dy=alt.ExprRef(f"{in_two} ? {-6 - _LINE_HEIGHT} : -9"),
        )
        .encode(x=alt.value(_NAME_START), text="lines:N")
    )
    values = gaps.mark_text(align="left", baseline="middle", dy=9, dx=6, fontWeight="bold").encode(
        x=x, text="signed:N", color=color
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
