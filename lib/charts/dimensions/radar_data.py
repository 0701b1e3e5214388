"""What the radar shows, on a screen and on a slide."""

from dataclasses import dataclass
from typing import NamedTuple

from lib.charts.figure import LegendItem
from lib.common.text import t
from lib.common.theme import PALETTES
from lib.model.chosen_peers import single_peer
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases


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
        peer: code of the province to compare with.
        names: short names of the year's dimensions by their codes, in the official order.
        own, other: the positions of the province and its peer by dimension, without those that
            have no score.
        ranks: the province's ranks in words, by dimension like ``own``.
        legend: the province, its peer, the median.
    """

    peer: str
    names: dict[str, str]
    own: dict[str, Position]
    other: dict[str, Position]
    ranks: dict[str, str]
    legend: tuple[LegendItem, LegendItem, LegendItem]


def radar_data(dataset: Dataset, view: View) -> RadarData:
    """The province and one peer in the dimensions.

    Raises:
        LookupError: the province has no score in any dimension.
    """
    lang, palette = view.lang, PALETTES[view.theme]
    peer = single_peer(dataset, view)
    own, other = (_positions(dataset, view, p) for p in (view.province, peer))
    if not own:
        raise LookupError(f"{view.province} has no scores in {view.year}")
    return RadarData(
        peer=peer,
        names={d: dataset.measure_name(d, lang, short=True) for d in dataset.dimensions(view.year)},
        own=own,
        other=other,
        ranks={d: phrases.rank_phrase(position._asdict(), lang) for d, position in own.items()},
        legend=(
            LegendItem(palette.accent, dataset.province_name(view.province, lang)),
            LegendItem(palette.second, dataset.province_name(peer, lang)),
            LegendItem(palette.muted, t("dimensions.median", lang), dashed=True),
        ),
    )


def _positions(dataset: Dataset, view: View, province: str) -> dict[str, Position]:
    """A province's positions by dimension, in the official order."""
    table = dataset.dimension_positions(view.year, province)
    columns = (table[column].tolist() for column in Position._fields)
    rows = (Position(*values) for values in zip(*columns, strict=True))
    return {row.measure: row for row in rows}
