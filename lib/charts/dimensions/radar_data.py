"""What the radar shows, on a screen and on a slide."""

from dataclasses import dataclass
from typing import NamedTuple

from lib.charts.figure import LegendItem
from lib.charts.province_marks import beside_legend
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.chosen_peers import provinces_beside
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.dimensions.beside import comparable_beside

MOST_BESIDE_ON_RADAR = 2


class Position(NamedTuple):
    """A province's position in one dimension (see ``lib.stats.ranking``)."""

    measure: str
    percentile: float
    score: float
    rank: int
    scored: int


@dataclass(frozen=True)
class RadarData:
    """What the radar shows, on a screen and on a slide.

    Attributes:
        peers: codes of the provinces beside it, one or two: three shapes can still be told apart.
        names: short names of the year's dimensions by their codes, in the official order.
        own: the positions of the province by dimension, without those that have no score.
        others: the same of each of ``peers``.
        ranks: the province's ranks in words, by dimension like ``own``.
        legend: the province, those beside it, the median.
    """

    peers: tuple[str, ...]
    names: dict[str, str]
    own: dict[str, Position]
    others: tuple[dict[str, Position], ...]
    ranks: dict[str, str]
    legend: tuple[LegendItem, ...]


def radar_data(dataset: Dataset, view: View) -> RadarData:
    """The province and one or two beside it in the dimensions.

    Raises:
        LookupError: the province has no score in any dimension.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    beside = comparable_beside(dataset, view) or provinces_beside(dataset, view)
    peers = tuple(beside[:MOST_BESIDE_ON_RADAR])
    own, *others = (_positions(dataset, view, p) for p in (view.province, *peers))
    if not own:
        raise LookupError(f"{view.province} has no scores in {view.year}")
    return RadarData(
        peers=peers,
        names={d: dataset.measure_name(d, lang, short=True) for d in dataset.dimensions(view.year)},
        own=own,
        others=tuple(others),
        ranks={d: phrases.rank_phrase(position._asdict(), lang) for d, position in own.items()},
        legend=(
            *beside_legend(
                palette, [dataset.province_name(p, lang) for p in (view.province, *peers)]
            ),
            LegendItem(palette.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def _positions(dataset: Dataset, view: View, province: str) -> dict[str, Position]:
    """A province's positions by dimension, in the official order."""
    table = dataset.dimension_positions(view.year, province)
    columns = (table[column].tolist() for column in Position._fields)
    rows = (Position(*values) for values in zip(*columns, strict=True))
    return {row.measure: row for row in rows}
