"""Peer sets: the region, the key region, the neighbours, the nearest and the most similar."""

import pandas as pd
import pytest

from lib.stats import peers
from lib.stats.ranking import TOTAL


def test_the_mekong_delta_and_the_southern_key_region(dataset):
    assert len(peers.same_region("80", dataset.tables.provinces)) == 12
    assert peers.southern_key_region("80", dataset.tables.provinces) == [
        "70",
        "72",
        "74",
        "75",
        "77",
        "79",
        "82",
    ]


def test_neighbours_come_from_the_boundaries(dataset):
    assert peers.neighbours("80", dataset.tables.neighbours) == ["72", "79", "82", "87"]


def test_ten_nearest_in_rank_lie_around_the_province(dataset):
    nearest = peers.nearest_in_rank("80", dataset.positions_of_year(2023))
    ranks = [dataset.position(2023, TOTAL, p)["rank"] for p in nearest]
    assert len(nearest) == 10 and "80" not in nearest
    assert ranks == sorted(ranks)
    assert min(ranks) >= 40 and max(ranks) <= 52


def profiles(**provinces):
    rows = [
        (p, str(d + 1), score) for p, values in provinces.items() for d, score in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["province", "measure", "score"])


def test_similarity_weighs_each_dimension_by_its_deviation():
    # Dimension 2 spreads ten times as far, so one point there means a tenth.
    table = profiles(a=[5.0, 50.0], b=[5.0, 60.0], c=[7.0, 50.0], d=[6.0, 30.0], e=[4.0, 70.0])
    distance = peers.profile_distance("a", table)
    assert distance.index[0] == "b"
    deviation = table.query("measure == '2'")["score"].std(ddof=0)
    assert distance["b"] == pytest.approx(10 / deviation)


def test_a_province_without_a_profile_is_similar_to_nobody():
    table = profiles(a=[5.0, 5.0], b=[6.0, 6.0]).iloc[1:]
    assert peers.profile_distance("a", table).empty
    assert peers.most_similar("zz", table) == []


def test_no_rank_no_nearest(dataset):
    assert peers.nearest_in_rank("74", dataset.positions_of_year(2023)) == []
