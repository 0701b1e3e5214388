"""Changes counted by their size: each bin's zone is that of its middle."""

import numpy as np
import pytest

from lib.charts.trends.usual import count_by_size


def test_a_middle_on_a_limit_belongs_to_the_zone_below():
    # 31 bins two points wide, of which one lies around zero: their middles are even numbers.
    bins = count_by_size(np.array([0.5, 0.6, -0.5, 30.5]), 31.0, (4.0, 8.0))
    zones = dict(zip((bins["from"] + bins["to"]) / 2, bins["zone"], strict=True))
    assert list(zones) == [float(middle) for middle in range(-30, 31, 2)]
    for middle, zone in zones.items():
        size = abs(middle)
        assert zone == ("usual" if size < 5 else "notable" if size < 9 else "rare"), middle
    assert bins.loc[bins["from"] == -1, "n"].tolist() == [3] and bins["n"].iloc[-1] == 1


@pytest.mark.parametrize("edge", [0.5, 3.0])
def test_bins_are_alike_on_both_sides(edge):
    bins = count_by_size(np.array([-edge, edge]), edge, (0.1, 0.2))
    assert bins["from"].tolist() == pytest.approx([-v for v in bins["to"][::-1]])
    assert bins["zone"].tolist() == bins["zone"].tolist()[::-1]
    assert bins["n"].iloc[0] == bins["n"].iloc[-1] == 1
