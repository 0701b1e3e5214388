"""Dots and labels do not overlap."""

import numpy as np
import pandas as pd
import pytest

from lib.charts.cartography import choropleth
from lib.charts.cartography.projection import land_around
from lib.charts.label_layout import bee_swarm, separate_labels
from lib.charts.map.region_labels import place_region_labels
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from tests.support import made_up_34


def test_dots_of_the_swarm_do_not_overlap(dataset):
    scores = dataset.ranking(2023, "total")["score"].to_numpy()
    offsets = bee_swarm(scores, np.zeros(len(scores), dtype=bool))
    width = (scores.max() - scores.min()) / 62
    for i in range(len(scores)):
        for j in range(i):
            close = abs(scores[i] - scores[j]) < width * 0.99
            assert not (close and abs(offsets[i] - offsets[j]) < 0.18)


def test_overlapping_labels_are_separated():
    labels = pd.DataFrame(
        {
            "text": [["Long An", "46"], ["Tiền Giang", "59"]],
            "lon": [106.0, 106.1],
            "lat": [10.5, 10.5],
        }
    )
    out = separate_labels(labels, 150)
    assert (
        abs(out["lon"][0] - out["lon"][1]) * 150 >= 70
        or abs(out["lat"][0] - out["lat"][1]) * 150 >= 35
    )


# A square of two degrees with a bay of one degree in its east.
BAY = [[[0, 0], [2, 0], [2, 0.5], [1, 0.5], [1, 1.5], [2, 1.5], [2, 2], [0, 2], [0, 0]]]


@pytest.mark.parametrize(
    ("lats", "expected"),
    [((1,), (0, 1)), ((0.2,), (0, 2)), ((0.2, 1, 1.8), (0, 1)), ((1, 2.5), None)],
)
def test_the_room_for_a_label_is_the_land_at_all_its_heights(lats, expected):
    assert land_around([BAY], 0.4, lats) == expected
    assert land_around([BAY], 2.2, lats) is None


@pytest.mark.parametrize(
    ("lang", "lines"), [("vi", ["TP. Hồ", "Chí Minh"]), ("en", ["Ho Chi", "Minh City"])]
)
@pytest.mark.parametrize("year", [2023, 2025])
def test_a_name_wider_than_its_province_stands_on_two_lines(year, lang, lines):
    view = View(province="79", year=year, lang=lang)
    dataset, view = resolve_units(made_up_34.build_dataset((2025,)), view)
    region = dataset.provinces["region"]
    members = list(region.index[region == region["79"]])
    painting = choropleth.paint_map(dataset, view)
    labels, _ = place_region_labels(dataset, view, painting, members, 230, off_outline=False)
    texts = dict(zip(labels["code"], labels["text"], strict=True))
    assert texts["79"][:2] == lines
    # A name that has room is not broken.
    assert len(texts["75"]) == 2
