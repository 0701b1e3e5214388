"""Pictures to share on Zalo and Facebook: the position in large figures, the map, the profile.

Laid out by hand as SVG in px and turned into PNG on the server, without a browser. Always light: a
shared picture does not know its reader's theme. Sizes are for a phone, where a card is drawn at
about a third.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from PIL import Image

from lib.charts import label_layout
from lib.charts.cartography import archipelagos, projection
from lib.common import svg as common_svg
from lib.common.numbers import format_number
from lib.common.svg import BOLD, REGULAR
from lib.common.text import t
from lib.common.theme import LIGHT
from lib.exports import images
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import brief, phrases
from lib.narrative.overview import best_first
from lib.stats.ranking import TOTAL

PALETTE = LIGHT
_LEGEND_AT = (109.0, 23.35)  # lon, lat; sea and no islands
_NORTH = 19.1  # degrees; see ``_label``


@dataclass(frozen=True)
class Layout:
    """Where things stand on a card, in px; texts stand on their baselines.

    ``size`` is the card's width and height, ``map`` the box (x, y, width, height) of the map,
    ``rows`` how many dimensions are named as best and as worst (all, if there are as many).
    """

    size: tuple[int, int]
    margin: int
    band: int  # height of the coloured head
    kicker: tuple[int, int]  # baseline, size
    name: tuple[int, int]
    rank: tuple[int, int]
    caption: tuple[int, int]
    facts: tuple[int, int, int]  # left, first baseline, width
    fact_size: int
    map: tuple[int, int, int, int]
    map_text: int
    clear: int  # where the province's name on the map may begin, x
    profile: tuple[int, int, int]  # first baseline, width of a column, space between
    row: tuple[int, int]  # height, text size
    rows: int
    foot: int  # text size of the source


LAYOUTS = {
    "square": Layout(
        size=(1080, 1080),
        margin=56,
        band=196,
        kicker=(66, 36),
        name=(156, 88),
        rank=(416, 244),
        caption=(466, 33),
        facts=(56, 536, 480),
        fact_size=52,
        map=(640, 214, 380, 480),
        map_text=23,
        clear=450,
        profile=(752, 460, 48),
        row=(60, 30),
        rows=4,
        foot=22,
    ),
    "wide": Layout(
        size=(1200, 630),
        margin=44,
        band=124,
        kicker=(46, 28),
        name=(104, 58),
        rank=(304, 200),
        caption=(350, 26),
        facts=(400, 196, 390),
        fact_size=44,
        map=(850, 134, 316, 430),
        map_text=21,
        clear=785,
        profile=(412, 350, 36),
        row=(68, 28),
        rows=2,
        foot=26,
    ),
}


def png(dataset: Dataset, view: View, kind: str) -> bytes:
    """A card ("square" or "wide") of the view's province, year and language as PNG."""
    drawn = Image.open(io.BytesIO(images.vega_engine().svg_to_png(svg(dataset, view, kind))))
    out = io.BytesIO()
    # Nothing is transparent; packed again the file is less than half as large.
    drawn.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def svg(dataset: Dataset, view: View, kind: str) -> str:
    """The same as SVG text."""
    layout = LAYOUTS[kind]
    width, height = layout.size
    parts = [
        *_head(dataset, view, layout),
        *_position(dataset, view, layout),
        *_map(dataset, view, layout),
        *_profile(dataset, view, layout),
        *_foot(view, layout),
    ]
    return common_svg.svg_document(width, height, PALETTE.background, parts)


def _head(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    width, margin = layout.size[0], layout.margin
    yield common_svg.rectangle(0, 0, width, layout.band, PALETTE.groups[0])
    yield common_svg.rectangle(0, layout.band, width, 8, PALETTE.accent)
    room = width - 2 * margin
    kicker = t("card.kicker", view.lang, year=view.year)
    yield common_svg.text_line(margin, *layout.kicker, kicker, PALETTE.groups[3], room=room)
    name = dataset.province_name(view.province, view.lang)
    yield common_svg.text_line(margin, *layout.name, name, PALETTE.background, BOLD, room=room)


def _position(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    """The rank, large, then score, group and change."""
    lang, own = view.lang, brief.total(dataset, view)
    margin, (bottom, size) = layout.margin, layout.rank
    rank = str(own["rank"])
    yield common_svg.text_line(margin, bottom, size, rank, PALETTE.accent, BOLD)
    after = margin + common_svg.text_width(rank, size, BOLD) + 8
    yield common_svg.text_line(
        after, bottom, size * 0.4, f"/{len(dataset.provinces)}", PALETTE.muted
    )
    left, top, room = layout.facts
    under = left - margin - 16 if left > margin else room
    scored, missing = own["scored"], len(dataset.provinces) - own["scored"]
    key = "card.rank" if missing else "card.rank_all"
    caption = t(key, lang, scored=scored, missing=missing)
    yield common_svg.text_line(margin, *layout.caption, caption, PALETTE.muted, room=under)

    score = t(
        "card.score",
        lang,
        score=format_number(own["score"], 2, lang),
        max=dataset.max_score(view.year),
    )
    yield common_svg.text_line(left, top, layout.fact_size, score, PALETTE.ink, BOLD, room=room)
    small = layout.fact_size * 0.7
    step = small * 1.45
    group = t("card.group", lang, group=phrases.group_name(own["group"], lang).lower())
    group = group[0].upper() + group[1:]
    swatch = small * 0.72
    yield common_svg.rectangle(
        left, top + step - swatch, swatch, swatch, PALETTE.groups[own["group"] - 1], PALETTE.muted
    )
    yield common_svg.text_line(
        left + swatch + 12, top + step, small, group, PALETTE.ink, room=room - swatch - 12
    )
    if pd.notna(own["change"]):
        change = t(
            "card.change",
            lang,
            points=phrases.points_phrase(own["change"], lang),
            places=phrases.rank_change_phrase(int(own["change_rank"]), lang),
            year=own["prev_year"],
        )
        yield common_svg.text_line(left, top + 2 * step, small, change, PALETTE.ink, room=room)
    side = phrases.caveats_phrase(dataset, view, own)
    small *= 0.74
    at = top + (2 if pd.notna(own["change"]) else 1) * step
    for i, line in enumerate(
        common_svg.wrap_text(side[:1].upper() + side[1:], small, room), start=1
    ):
        yield common_svg.text_line(
            left, at + i * small * 1.26, small, line, PALETTE.muted, room=room
        )


def _map(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    """The provinces by group, the chosen one outlined and named, both archipelagos in frames."""
    place, _ = projection.fit_mercator(archipelagos.NATIONAL_BOUNDS, layout.map)

    def line(points: list[list[float]]) -> str:
        steps = ("{:.1f} {:.1f}".format(*place(*p)) for p in points)
        return f"M{'L'.join(steps)}Z"

    groups = dataset.ranking(view.year, TOTAL).set_index("province")["group"]
    own = ""
    for feature in dataset.tables.light["features"]:
        code = feature["properties"]["code"]
        path = "".join(line(ring) for part in feature["geometry"]["coordinates"] for ring in part)
        if code in groups.index:
            look = f'fill="{PALETTE.groups[groups[code] - 1]}" stroke="{PALETTE.border}"'
        else:
            look = f'fill="{PALETTE.missing}" stroke="{PALETTE.muted}" stroke-dasharray="3 3"'
        yield f'<path d="{path}" {look} stroke-width="0.8"/>'
        if code == view.province:
            own = path
    yield (
        f'<path d="{own}" fill="none" stroke="{PALETTE.accent}" stroke-width="2.2"'
        ' stroke-linejoin="round"/>'
    )
    yield from _islands(dataset, view, layout, place)
    yield from _label(dataset, view, layout, place)
    yield from _legend(view, layout, place(*_LEGEND_AT))


def _islands(
    dataset: Dataset, view: View, layout: Layout, place: projection.Projector
) -> Iterator[str]:
    for code, corners in archipelagos.frame_lines().groupby("archipelago"):
        points = " ".join(
            "{:.1f},{:.1f}".format(*place(r.lon, r.lat)) for r in corners.itertuples()
        )
        yield f'<polyline points="{points}" fill="none" stroke="{PALETTE.muted}" data-frame="{code}"/>'
    for row in archipelagos.move_islands(dataset.tables.islands).itertuples():
        x, y = place(row.lon, row.lat)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{PALETTE.ink}"/>'
    size = layout.map_text
    names = archipelagos.archipelago_names(dataset.tables.islands, dataset.provinces, view.lang)
    for row in names.itertuples():
        x, y = place(row.lon, row.lat)
        for text, up in ((row.name, 1.35), (f"({row.owner})", 0.35)):
            # Kept inside the card however long the name is.
            half = common_svg.text_width(text, size, REGULAR) / 2
            middle = min(x + 8, layout.size[0] - 12 - half)
            yield common_svg.text_line(
                middle, y - up * size, size, text, PALETTE.ink, anchor="middle"
            )


def _label(
    dataset: Dataset, view: View, layout: Layout, place: projection.Projector
) -> Iterator[str]:
    """The province's name west of the land border, joined to its place."""
    spot = dataset.tables.labels.set_index("province").loc[view.province]
    # The far north has land all the way west; its names stand in the bay of the border below.
    level = min(float(spot["lat"]), _NORTH)
    border = projection.western_border(dataset.tables.light["features"], level)
    size, name = layout.map_text * 1.25, dataset.province_name(view.province, view.lang)
    x, y = place(border, level)
    x -= 10
    to_x, to_y = place(spot["lon"], spot["lat"])
    for color, width in ((PALETTE.background, 6), (PALETTE.accent, 2.5)):
        yield (
            f'<path d="M{x + 4:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{color}"'
            f' stroke-width="{width}"/>'
        )
    yield f'<circle cx="{to_x:.1f}" cy="{to_y:.1f}" r="3" fill="{PALETTE.accent}"/>'
    room = x - layout.clear
    lines = (
        label_layout.split_in_two(name)
        if common_svg.text_width(name, size, BOLD) > room
        else [name]
    )
    for i, line in enumerate(lines):
        down = (i - (len(lines) - 1) / 2) * size
        at = y + size * 0.34 + down
        yield common_svg.text_line(x, at, size, line, PALETTE.accent, BOLD, room=room, anchor="end")


def _legend(view: View, layout: Layout, corner: tuple[float, float]) -> Iterator[str]:
    """The four groups, in the empty north-east of the map."""
    size = layout.map_text
    x, y = corner
    for i, group in enumerate(phrases.GROUPS):
        top = y + i * size * 1.36
        yield common_svg.rectangle(
            x, top, size * 0.85, size * 0.85, PALETTE.groups[i], PALETTE.muted
        )
        name = phrases.group_name(group, view.lang)
        yield common_svg.text_line(x + size * 1.15, top + size * 0.76, size, name, PALETTE.ink)


def _profile(dataset: Dataset, view: View, layout: Layout) -> Iterator[str]:
    """The dimensions, best places left from the top, lowest right from the top."""
    lang = view.lang
    rows = best_first(dataset, view, dataset.dimensions(view.year))
    n = min(layout.rows, len(rows) // 2)
    top, width, space = layout.profile
    height, size = layout.row
    step = height * layout.rows / n  # six dimensions fill the room of eight
    columns = (("best", rows.head(n)), ("worst", rows.iloc[::-1].head(n)))
    for i, (key, part) in enumerate(columns):
        x = layout.margin + i * (width + space)
        yield common_svg.text_line(
            x, top, size * 0.9, t(f"card.{key}", lang), PALETTE.muted, room=width
        )
        for j, (_, row) in enumerate(part.iterrows()):
            y = top + size * 1.3 + j * step
            weight = BOLD if j == 0 else REGULAR
            place = f"{row['rank']}/{row['scored']}"
            name = dataset.measure_name(row["measure"], lang, short=True)
            color = PALETTE.accent if j == 0 else PALETTE.ink
            room = width - common_svg.text_width(place, size, weight) - 16
            yield common_svg.text_line(x, y, size, name, color, weight, room=room)
            yield common_svg.text_line(x + width, y, size, place, color, weight, anchor="end")
            yield from _track(x, y + size * 0.42, width, float(row["percentile"]))


def _track(x: float, y: float, width: float, share: float) -> Iterator[str]:
    """A place among the provinces: four quarters, the lowest left, and a dot."""
    for i, color in enumerate(PALETTE.groups[::-1]):
        yield common_svg.rectangle(x + i * width / 4, y, width / 4 - 2, 9, color)
    yield _dot(x + width * share, y + 4.5, 10)


def _foot(view: View, layout: Layout) -> Iterator[str]:
    width, height = layout.size
    text = phrases.source_line(view, "card.source", year=view.year)
    room = width - 2 * layout.margin
    yield common_svg.text_line(
        layout.margin, height - 24, layout.foot, text, PALETTE.muted, room=room
    )


def _dot(x: float, y: float, radius: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{PALETTE.accent}"'
        f' stroke="{PALETTE.background}" stroke-width="3"/>'
    )
