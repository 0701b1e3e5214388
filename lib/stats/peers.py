"""Who a province is compared with: sets of province codes, without the province itself."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from lib.stats.ranking import TOTAL

PEER_SETS = ("region", "south", "neighbours", "rank", "alike")
SET_SIZE = 10  # provinces in the "nearest in rank" and "most alike" sets


def same_region(province: str, provinces: pd.DataFrame) -> list[str]:
    """The other provinces of the same socio-economic region, by code."""
    home = provinces.loc[provinces.code == province, "region"]
    return _without(province, provinces.loc[provinces.region.isin(home), "code"])


def southern_key_region(province: str, provinces: pd.DataFrame) -> list[str]:
    """The (other) provinces of the Southern Key Economic Region, by code."""
    return _without(province, provinces.loc[provinces.southern_key_region, "code"])


def neighbours(province: str, borders: pd.DataFrame) -> list[str]:
    """Provinces that share a border, by code; ``borders`` has province and neighbour."""
    return _without(province, borders.loc[borders.province == province, "neighbour"])


def nearest_in_rank(
    province: str, year_positions: pd.DataFrame, measure: str = TOTAL, n: int = SET_SIZE
) -> list[str]:
    """The ``n`` provinces whose rank is nearest (then whose score is), best rank first.

    Empty where the province has no score.
    """
    table = year_positions[year_positions.measure == measure].set_index("province")
    if province not in table.index:
        return []
    own = table.loc[province]
    others = table.drop(province)
    off = pd.DataFrame(
        {
            "places": (others["rank"] - own["rank"]).abs(),
            "points": (others["score"] - own["score"]).abs(),
            "rank": others["rank"],
        }
    )
    chosen = off.sort_values(["places", "points"]).head(n)
    return chosen.sort_values("rank").index.tolist()


def profile_distance(province: str, year_positions: pd.DataFrame) -> pd.Series:
    """How unlike every other province's profile is: 0 = the same in every dimension.

    Euclidean distance over the dimension scores of that year, each divided by its standard
    deviation among the provinces. Only provinces with every dimension; sorted, most alike first;
    empty where the province itself lacks one.
    """
    dims = year_positions[year_positions.measure.str.fullmatch(r"\d")]
    wide = dims.pivot(index="province", columns="measure", values="score").dropna()
    if province not in wide.index:
        return pd.Series(dtype=float)
    spread = wide.std(ddof=0).replace(0, np.nan)
    off = ((wide - wide.loc[province]) / spread).fillna(0)
    distance = np.sqrt((off**2).sum(axis=1)).drop(province)
    return distance.sort_values(kind="stable")


def most_similar(province: str, year_positions: pd.DataFrame, n: int = SET_SIZE) -> list[str]:
    """The ``n`` provinces with the most similar profile (see ``profile_distance``)."""
    return profile_distance(province, year_positions).head(n).index.tolist()


def _without(province: str, codes: Iterable[str]) -> list[str]:
    return sorted(set(codes) - {province})
