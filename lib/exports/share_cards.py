"""Pictures to share on Zalo and Facebook: the position in large figures, the map, the profile.

Laid out by hand as SVG in px and turned into PNG on the server, without a browser. Always light: a
shared picture does not know its reader's theme. Sizes are for a phone, where a card is drawn at
about a third.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from lib.charts import label_layout
from lib.charts.cartography import archipelagos, hatching, projection
from lib.common import letter_widths
from lib.common import svg as common_svg
from lib.common.letter_widths import BOLD, REGULAR
from lib.common.numbers import format_number
from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.common.theme import LIGHT
from lib.exports import images
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.estimates import province_remarks, tag_estimate
from lib.narrative.overview import dimensions_best_first
from lib.narrative.successors import changes
from lib.stats.ranking import TOTAL

CardKind = Literal["square", "wide"]
PALETTE = LIGHT
_LEGEND_CORNER = (109.0, 23.35)  # lon, lat of the legend's corner: sea without islands
_MAX_LABEL_LATITUDE = 19.1  # degrees; west of the border farther north there is land, not sea


class TextLine(NamedTuple):
    """Where a line of text stands, px."""

    baseline: int
    size: int


class FactColumn(NamedTuple):
    """Where the lines of score, group and change stand, px."""

    left: int
    baseline: float  # of the first line
    width: int
    size: float  # of the first line


class ProfileColumns(NamedTuple):
    """The two columns of dimensions, px."""

    baseline: int  # of the columns' titles
    width: int  # of one column
    gap: int  # between them
    row_height: int
    text_size: int
    rows: int  # how many dimensions a column names, less where there are not twice as many


class MapBox(NamedTuple):
    """The box of the map, px."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Layout:
    """Where things stand on a card, px.

    Attributes:
        size: The card's width and height.
        margin: Left and right.
        band_height: Height of the coloured head.
        kicker: The line above the province's name.
        name: The province's name.
        rank: The rank in large figures.
        caption: The line below the rank.
        facts: Score, group and change.
        map: The map.
        map_text_size: Size of the archipelagos' names and of the legend.
        label_left: How far left the province's name on the map may begin.
        profile: The dimensions with the best and the lowest places.
        source_size: Text size of the source.
    """

    size: tuple[int, int]
    margin: int
    band_height: int
    kicker: TextLine
    name: TextLine
    rank: TextLine
    caption: TextLine
    facts: FactColumn
    map: MapBox
    map_text_size: int
    label_left: int
    profile: ProfileColumns
    source_size: int


LAYOUTS: dict[CardKind, Layout] = {
    "square": Layout(
        size=(1080, 1080),
        margin=56,
        band_height=196,
        kicker=TextLine(baseline=66, size=36),
        name=TextLine(baseline=156, size=88),
        rank=TextLine(baseline=416, size=244),
        caption=TextLine(baseline=466, size=33),
        facts=FactColumn(left=56, baseline=536, width=480, size=52),
        map=MapBox(x=640, y=214, width=380, height=480),
        map_text_size=23,
        label_left=450,
        profile=ProfileColumns(
            baseline=752, width=460, gap=48, row_height=60, text_size=30, rows=4
        ),
        source_size=22,
    ),
    "wide": Layout(
        size=(1200, 630),
        margin=44,
        band_height=124,
        kicker=TextLine(baseline=46, size=28),
        name=TextLine(baseline=104, size=58),
        rank=TextLine(baseline=304, size=200),
        caption=TextLine(baseline=350, size=26),
        facts=FactColumn(left=400, baseline=196, width=390, size=44),
        map=MapBox(x=850, y=134, width=316, height=430),
        map_text_size=21,
        label_left=785,
        profile=ProfileColumns(
            baseline=412, width=350, gap=36, row_height=68, text_size=28, rows=2
        ),
        source_size=26,
    ),
}


def png(dataset: Dataset, view: View, kind: CardKind) -> bytes:
    """The card of the view's province, year and language as PNG.

    Raises:
        LookupError: The province has no total that year.
    """
    from PIL import Image  # 5 MB, and pages draw without it

    picture = Image.open(io.BytesIO(images.vega_engine().svg_to_png(svg(dataset, view, kind))))
    out = io.BytesIO()
    # Nothing is transparent, and packed again the file is less than half as large.
    picture.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def svg(dataset: Dataset, view: View, kind: CardKind) -> str:
    """The same card as SVG text."""
    layout = LAYOUTS[kind]
    width, height = layout.size
    parts = [
        *_head(dataset, view, layout),
        *_position(dataset, view, layout),
        *_map(dataset, view, layout),
        *_profile(dataset, view, layout),
        *_foot(dataset, view, layout),
    ]
    return common_svg.svg_document(width, height, PALETTE.background, parts)


def _head(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    width, margin = layout.size[0], layout.margin
    yield common_svg.rectangle(0, 0, width, layout.band_height, PALETTE.groups[0])
    yield common_svg.rectangle(0, layout.band_height, width, 8, PALETTE.accent)
    text_width = width - 2 * margin
    kicker = t("card.kicker", view.lang, year=view.year)
    if dataset.estimated:
        kicker = tag_estimate(kicker, view.lang)
    yield common_svg.text_line(
        margin, *layout.kicker, kicker, PALETTE.groups[3], max_width=text_width
    )
    name = dataset.name_in_sentence(view.province, view.lang)
    yield common_svg.text_line(
        margin, *layout.name, name, PALETTE.background, BOLD, max_width=text_width
    )


def _position(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    """The rank in large figures and the line below it, then the facts."""
    lang, own = view.lang, dataset.total_position(view.year, view.province)
    margin, (baseline, size) = layout.margin, layout.rank
    rank = str(own["rank"])
    yield common_svg.text_line(margin, baseline, size, rank, PALETTE.accent, BOLD)
    x = margin + letter_widths.text_width(rank, size, BOLD) + 8
    count = f"/{len(dataset.provinces)}"
    yield common_svg.text_line(x, baseline, size * 0.4, count, PALETTE.muted)
    left = layout.facts.left
    caption_width = left - margin - 16 if left > margin else layout.facts.width
    scored, missing = own["scored"], len(dataset.provinces) - own["scored"]
    key = "card.rank" if missing else "card.rank_all"
    caption = t(key, lang, scored=scored, missing=missing)
    if dataset.estimated:
        caption = t("card.rank_estimated", lang)
    yield common_svg.text_line(
        margin, *layout.caption, caption, PALETTE.muted, max_width=caption_width
    )
    yield from _facts(dataset, view, layout.facts, own)


def _facts(dataset: Dataset, view: View, facts: FactColumn, own: pd.Series) -> Iterator[str]:
    """Score, group, change and caveats, one below another."""
    lang, ink = view.lang, PALETTE.ink
    left, y, width, score_size = facts
    score = format_number(own["score"], 2, lang)
    text = t("card.score", lang, score=score, max=dataset.max_score(view.year))
    if province_remarks(dataset, view.province).scores:
        text = tag_estimate(text, lang)
    yield common_svg.text_line(left, y, score_size, text, ink, BOLD, max_width=width)
    size = score_size * 0.7
    line_height = size * 1.45
    y += line_height
    group = phrases.group_name(own["group"], lang).lower()
    text = capitalize_first(t("card.group", lang, group=group))
    swatch, color = size * 0.72, PALETTE.groups[own["group"] - 1]
    yield common_svg.rectangle(left, y - swatch, swatch, swatch, color, PALETTE.muted)
    text_left = left + swatch + 12
    yield common_svg.text_line(text_left, y, size, text, ink, max_width=width - swatch - 12)
    change, verdict = changes.short_words(dataset, view)
    if pd.notna(own["change"]):
        change = t(
            "card.change",
            lang,
            points=phrases.points_phrase(own["change"], lang),
            places=phrases.rank_change_phrase(int(own["change_rank"]), lang),
            year=own["prev_year"],
        )
    if change:
        y += line_height
        yield common_svg.text_line(left, y, size, change, ink, max_width=width)
    size *= 0.74
    caveats = "; ".join(
        part for part in (verdict, phrases.caveats_phrase(dataset, view, own, brief=True)) if part
    )
    caveats = capitalize_first(caveats)
    for line in common_svg.wrap_text(caveats, size, width):
        y += size * 1.26
        yield common_svg.text_line(left, y, size, line, PALETTE.muted, max_width=width)


def _map(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    """The provinces by group, the chosen one outlined and named, both archipelagos in frames."""
    place, _ = projection.fit_mercator(archipelagos.NATIONAL_BOUNDS, layout.map)

    def closed_line(points: list[list[float]]) -> str:
        steps = ("{:.1f} {:.1f}".format(*place(*point)) for point in points)
        return f"M{'L'.join(steps)}Z"

    groups = dataset.ranking(view.year, TOTAL).set_index("province")["group"]
    chosen_path = ""
    for feature in dataset.tables.geojson["features"]:
        code = feature["properties"]["code"]
        polygons = feature["geometry"]["coordinates"]
        path = "".join(closed_line(ring) for polygon in polygons for ring in polygon)
        if code in groups.index:
            paint = f'fill="{PALETTE.groups[groups[code] - 1]}" stroke="{PALETTE.border}"'
        else:
            paint = f'fill="{PALETTE.missing}" stroke="{PALETTE.muted}" stroke-dasharray="3 3"'
        yield f'<path d="{path}" {paint} stroke-width="0.8"/>'
        if code not in groups.index:
            path = hatching.missing_path(dataset, code, place)
            yield f'<path d="{path}" stroke="{PALETTE.muted}" stroke-width="0.8"/>'
        if code == view.province:
            chosen_path = path
    yield (
        f'<path d="{chosen_path}" fill="none" stroke="{PALETTE.accent}" stroke-width="2.2"'
        ' stroke-linejoin="round"/>'
    )
    yield from _archipelagos(dataset, view, layout, place)
    yield from _province_label(dataset, view, layout, place)
    yield from _legend(view, layout, place(*_LEGEND_CORNER))


def _archipelagos(
    dataset: Dataset, view: View, layout: Layout, place: projection.Projector
) -> Iterator[str]:
    """Hoàng Sa and Trường Sa: a frame, a dot for each island, the name with the province."""
    for code, corners in archipelagos.frame_lines().groupby("archipelago"):
        points = " ".join(
            "{:.1f},{:.1f}".format(*place(row.lon, row.lat)) for row in corners.itertuples()
        )
        yield (
            f'<polyline points="{points}" fill="none" stroke="{PALETTE.muted}"'
            f' data-frame="{code}"/>'
        )
    for row in archipelagos.move_islands(dataset.tables.islands).itertuples():
        x, y = place(row.lon, row.lat)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{PALETTE.ink}"/>'
    size = layout.map_text_size
    names = archipelagos.archipelago_names(dataset.tables.islands, dataset.provinces, view.lang)
    for row in names.itertuples():
        x, y = place(row.lon, row.lat)
        for text, lines_up in ((row.name, 1.35), (f"({row.owner})", 0.35)):
            half_width = letter_widths.text_width(text, size, REGULAR) / 2
            # A long name is moved left so that it stays inside the card.
            middle = min(x + 8, layout.size[0] - 12 - half_width)
            baseline = y - lines_up * size
            yield common_svg.text_line(middle, baseline, size, text, PALETTE.ink, anchor="middle")


def _province_label(
    dataset: Dataset, view: View, layout: Layout, place: projection.Projector
) -> Iterator[str]:
    """The province's name west of the land border, joined to its place by a line."""
    location = dataset.tables.labels.set_index("province").loc[view.province]
    latitude = min(float(location["lat"]), _MAX_LABEL_LATITUDE)
    border = projection.western_border(dataset.tables.geojson["features"], latitude)
    size, name = layout.map_text_size * 1.25, dataset.province_name(view.province, view.lang)
    x, y = place(border, latitude)
    x -= 10
    end_x, end_y = place(location["lon"], location["lat"])
    for color, width in ((PALETTE.background, 6), (PALETTE.accent, 2.5)):
        yield (
            f'<path d="M{x + 4:.1f} {y:.1f}L{end_x:.1f} {end_y:.1f}" stroke="{color}"'
            f' stroke-width="{width}"/>'
        )
    yield f'<circle cx="{end_x:.1f}" cy="{end_y:.1f}" r="3" fill="{PALETTE.accent}"/>'
    available = x - layout.label_left
    is_wide = letter_widths.text_width(name, size, BOLD) > available
    lines = label_layout.split_in_two(name) if is_wide else [name]
    for i, line in enumerate(lines):
        baseline = y + size * 0.34 + (i - (len(lines) - 1) / 2) * size
        yield common_svg.text_line(
            x, baseline, size, line, PALETTE.accent, BOLD, max_width=available, anchor="end"
        )


def _legend(view: View, layout: Layout, corner: tuple[float, float]) -> Iterator[str]:
    """The four groups, in the empty north-east of the map."""
    size = layout.map_text_size
    swatch = size * 0.85
    x, y = corner
    for i, group in enumerate(phrases.GROUPS):
        top = y + i * size * 1.36
        yield common_svg.rectangle(x, top, swatch, swatch, PALETTE.groups[i], PALETTE.muted)
        name = phrases.group_name(group, view.lang)
        yield common_svg.text_line(x + size * 1.15, top + size * 0.76, size, name, PALETTE.ink)


def _profile(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    """The dimensions: the best places in the left column, the lowest in the right one."""
    lang, columns = view.lang, layout.profile
    rows = dimensions_best_first(dataset, view)
    count = min(columns.rows, len(rows) // 2)
    # Fewer dimensions fill the same height.
    row_height = columns.row_height * columns.rows / count
    width, size = columns.width, columns.text_size
    parts = (("best", rows.head(count)), ("worst", rows.iloc[::-1].head(count)))
    for i, (key, part) in enumerate(parts):
        x = layout.margin + i * (width + columns.gap)
        title = t(f"card.{key}", lang)
        yield common_svg.text_line(
            x, columns.baseline, size * 0.9, title, PALETTE.muted, max_width=width
        )
        for j, (_, row) in enumerate(part.iterrows()):
            y = columns.baseline + size * 1.3 + j * row_height
            weight = BOLD if j == 0 else REGULAR
            color = PALETTE.accent if j == 0 else PALETTE.ink
            rank = f"{row['rank']}/{row['scored']}"
            name = dataset.measure_name(row["measure"], lang, short=True)
            name_width = width - letter_widths.text_width(rank, size, weight) - 16
            yield common_svg.text_line(x, y, size, name, color, weight, max_width=name_width)
            yield common_svg.text_line(x + width, y, size, rank, color, weight, anchor="end")
            yield from _percentile_bar(x, y + size * 0.42, width, float(row["percentile"]))


def _percentile_bar(x: float, y: float, width: float, percentile: float) -> Iterator[str]:
    """A place among the provinces: a bar of four quarters, the lowest on the left, and a dot."""
    for i, color in enumerate(PALETTE.groups[::-1]):
        yield common_svg.rectangle(x + i * width / 4, y, width / 4 - 2, 9, color)
    yield (
        f'<circle cx="{x + width * percentile:.1f}" cy="{y + 4.5:.1f}" r="10"'
        f' fill="{PALETTE.accent}" stroke="{PALETTE.background}" stroke-width="3"/>'
    )


def _foot(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    """The source line."""
    width, height = layout.size
    text = phrases.source_line(dataset, view, "card.source")
    text_width = width - 2 * layout.margin
    yield common_svg.text_line(
        layout.margin, height - 24, layout.source_size, text, PALETTE.muted, max_width=text_width
    )
