"""Dots and labels do not overlap."""

import numpy as np
import pandas as pd

from lib.charts.label_layout import bee_swarm, separate_labels


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
