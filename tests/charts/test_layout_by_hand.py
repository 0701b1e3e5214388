"""Places of dots, labels and line breaks, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from lib.charts.label_layout import (
    bee_swarm,
    half_size,
    inward_alignment,
    separate_labels,
    split_in_two,
    spread_evenly,
)


def swarm(scores, fixed=(), step=0.5):
    is_fixed = np.array([at in fixed for at in range(len(scores))], dtype=bool)
    return bee_swarm(np.array(scores, dtype=float), is_fixed, step).tolist()


def test_dots_that_are_apart_stay_on_the_line():
    assert swarm([0, 1, 2, 62]) == [0, 0, 0, 0]  # a dot is a 62nd of the line wide
    assert swarm([5.0]) == [0] and swarm([]) == []


def test_dots_beside_each_other_move_off_the_line_by_turns():
    assert swarm([0, 0.5, 62]) == [0, -0.5, 0]
    assert swarm([0, 0.5, 0.9, 62]) == [0, -0.5, 0.5, 0]
    assert swarm([0.5, 0, 62]) == [-0.5, 0, 0]  # from the lowest on
    # The third is beside the second and not beside the first.
    assert swarm([0, 0.6, 1.2, 62]) == [0, -0.5, 0, 0]
    # Four steps to either side; who has no place then stays on the line.
    crowded = swarm([*[0.0] * 10, 62])
    assert sorted(crowded[:9]) == [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]
    assert crowded[9:] == [0, 0]


def test_others_make_room_for_a_fixed_dot():
    assert swarm([0, 0.5, 62], fixed={1}) == [-1.0, 0, 0]
    assert swarm([0, 1.6, 62], fixed={1}) == [-1.0, 0, 0]  # within 1.7 of its width
    assert swarm([0, 1.8, 62], fixed={1}) == [0, 0, 0]
    assert swarm([0, 0.5, 62], fixed={0, 1}) == [0, 0, 0]


@pytest.mark.parametrize(
    ("positions", "gap", "expected"),
    [
        ([30, 20, 10], 10, [30, 20, 10]),
        ([20, 10], 14, [22, 8]),
        ([10, 10], 4, [12, 8]),
        ([30, 10, 10], 10, [30, 15, 5]),
        ([7], 10, [7]),
        ([], 10, []),
    ],
)
def test_neighbours_are_moved_apart_by_as_little_as_needed(positions, gap, expected):
    assert spread_evenly(positions, gap) == pytest.approx(expected)


def test_a_row_of_neighbours_spreads_evenly_around_its_middle():
    found = spread_evenly([10, 10, 10, 10], 2)
    assert found == pytest.approx([13, 11, 9, 7], abs=1e-3)
    assert spread_evenly([10, 10], 2, rounds=0) == [10, 10]


@pytest.mark.parametrize(
    ("value", "side"),
    [(0, "left"), (19, "left"), (20, "center"), (50, "center"), (80, "center"), (81, "right")],
)
def test_a_label_near_an_end_turns_inward(value, side):
    assert inward_alignment(value + 100, 100, 200, 0.2) == side


def test_on_an_axis_without_length_a_label_stands_in_the_middle():
    assert inward_alignment(5, 5, 5, 0.2) == "center"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Huế", ["Huế"]),
        ("Long An", ["Long An"]),
        ("Bà Rịa Vũng Tàu", ["Bà Rịa", "Vũng Tàu"]),
        ("An ninh, trật tự công cộng", ["An ninh, trật", "tự công cộng"]),
        ("Công bằng trong tuyển dụng", ["Công bằng trong", "tuyển dụng"]),
        # A comma is worth six letters.
        ("aaa, bbb ccccc", ["aaa,", "bbb ccccc"]),
        ("aa, bbb cccc dd", ["aa, bbb", "cccc dd"]),
    ],
)
def test_a_name_is_broken_near_its_middle(name, lines):
    assert split_in_two(name) == lines


def labels(*places, text=("abcd", "12")):
    rows = [(list(text), lon, lat) for lon, lat in places]
    return pd.DataFrame(rows, columns=["text", "lon", "lat"])


def test_the_size_of_a_label_in_degrees():
    assert half_size(["abcd", "12"], 100) == pytest.approx((0.172, 0.18))
    assert half_size(["a"], 50) == pytest.approx((0.086, 0.18))


@pytest.mark.parametrize(
    ("other", "moved"),
    [
        ((0.344, 0.0), (0.0, 0.0)),  # side by side
        ((0.0, 0.36), (0.0, 0.0)),  # one above the other
        ((0.3, 0.0), (0.022, 0.0)),  # the shorter way apart is across
        ((-0.3, 0.1), (-0.022, 0.0)),
        ((0.0, 0.3), (0.0, 0.03)),
        ((0.1, -0.3), (0.0, -0.03)),
    ],
)
def test_two_labels_give_way_by_half_of_what_they_overlap(other, moved):
    found = separate_labels(labels((0.0, 0.0), other), 100)
    assert found["lon"].tolist() == pytest.approx([-moved[0], other[0] + moved[0]])
    assert found["lat"].tolist() == pytest.approx([-moved[1], other[1] + moved[1]])


def test_three_labels_end_apart_and_rounds_are_counted():
    start = labels((0.0, 0.0), (0.1, 0.0), (0.2, 0.0))
    found = separate_labels(start, 100)
    places = list(zip(found["lon"], found["lat"], strict=True))
    for at, (lon, lat) in enumerate(places):
        for other_lon, other_lat in places[:at]:
            is_apart = abs(lon - other_lon) > 0.3439 or abs(lat - other_lat) > 0.3599
            assert is_apart
    assert separate_labels(start, 100, rounds=0).equals(start)
    assert start["lon"].tolist() == [0.0, 0.1, 0.2]  # as they were given
