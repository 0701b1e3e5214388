"""Which provinces is a province compared with? Sets of codes, without the province itself."""

from collections.abc import Iterable
from typing import Literal, get_args

import numpy as np
import pandas as pd

from lib.stats.ranking import TOTAL, is_dimension

PeerSet = Literal["region", "south", "neighbours", "rank", "alike"]
PEER_SETS: tuple[PeerSet, ...] = get_args(PeerSet)
SET_SIZE = 10  # provinces in the "nearest in rank" and "most similar" sets


def same_region(province: str, provinces: pd.DataFrame) -> list[str]:
    """The other provinces of the same socio-economic region.

    Args:
        province: code.
        provinces: code, region.

    Returns:
        Codes, ascending; empty where the code is unknown.
    """
    regions = dict(zip(provinces.code, provinces.region, strict=True))
    own = regions.get(province)
    return _without(province, [code for code, region in regions.items() if region == own])


def southern_key_region(province: str, provinces: pd.DataFrame) -> list[str]:
    """The (other) provinces of the Southern Key Economic Region.

    Args:
        province: code.
        provinces: code, southern_key_region (boolean).

    Returns:
        Codes, ascending.
    """
    return _without(province, provinces.loc[provinces.southern_key_region, "code"])


def neighbours(province: str, borders: pd.DataFrame) -> list[str]:
    """The provinces that share a border.

    Args:
        province: code.
        borders: province, neighbour; every border in both directions.

    Returns:
        Codes, ascending.
    """
    return _without(province, borders.loc[borders.province == province, "neighbour"])


def nearest_in_rank(
    province: str, year_positions: pd.DataFrame, measure: str = TOTAL, n: int = SET_SIZE
) -> list[str]:
    """The ``n`` provinces whose rank is nearest (then whose score is).

    Args:
        province: code.
        year_positions: measure, province, rank, score; the positions of one year.
        measure: total, dimension or sub-dimension.
        n: size of the set.

    Returns:
        Codes, best rank first; empty where the province has no score.
    """
    table = year_positions[year_positions.measure == measure].set_index("province")
    if province not in table.index:
        return []
    own = table.loc[province]
    others = table.drop(province)
    distance = pd.DataFrame(
        {
            "places": (others["rank"] - own["rank"]).abs(),
            "points": (others["score"] - own["score"]).abs(),
            "rank": others["rank"],
        }
    )
    nearest = distance.sort_values(["places", "points"]).head(n)
    return nearest.sort_values("rank").index.tolist()


def profile_distance(province: str, year_positions: pd.DataFrame) -> pd.Series:
    """How unlike every other province's profile is.

    Euclidean distance over the dimension scores of that year, each divided by its standard
    deviation among the provinces (standardized Euclidean distance).

    Args:
        province: code.
        year_positions: measure, province, score (points); the positions of one year.

    Returns:
        Distance (0 = the same in every dimension) by code, most similar first, of the provinces
        with a score in every dimension; empty where the province itself lacks one.
    """
    dims = year_positions[is_dimension(year_positions.measure)]
    wide = dims.pivot(index="province", columns="measure", values="score").dropna()
    if province not in wide.index:
        return pd.Series(dtype=float)
    deviation = wide.std(ddof=0).replace(0, np.nan)
    differences = ((wide - wide.loc[province]) / deviation).fillna(0)
    distance = np.sqrt((differences**2).sum(axis=1)).drop(province)
    return distance.sort_values(kind="stable")


def most_similar(province: str, year_positions: pd.DataFrame, n: int = SET_SIZE) -> list[str]:
    """The ``n`` provinces with the most similar profile (see ``profile_distance``).

    Args:
        province: code.
        year_positions: measure, province, score (points); the positions of one year.
        n: size of the set.

    Returns:
        Codes, most similar first.
    """
    return profile_distance(province, year_positions).head(n).index.tolist()


def _without(province: str, codes: Iterable[str]) -> list[str]:
    """The other codes, ascending."""
    return sorted(set(codes) - {province})
