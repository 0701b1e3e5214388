"""Positions of dots and labels that do not overlap, and line breaks of labels."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd


def bee_swarm(scores: np.ndarray, fixed: np.ndarray, step: float = 0.21) -> np.ndarray:
    """Offsets that keep dots along a line from overlapping (a beeswarm).

    Args:
        scores: positions along the line.
        fixed: True for dots that stay on the line; the others make room for them.
        step: distance between two layers of dots, in units of the offset's axis.

    Returns:
        One offset a dot, 0 = on the line, at most 4 steps to either side.
    """
    offsets = np.zeros(len(scores))
    if len(scores) < 2:
        return offsets
    values = scores.tolist()
    width = (max(values) - min(values)) / 62
    fixed_values = scores[fixed].tolist()
    levels = sorted((k * step for k in range(-4, 5)), key=abs)
    before: list[tuple[float, float]] = []  # score and offset of the dots that may be beside
    for i in np.argsort(scores, kind="stable").tolist():
        if fixed[i]:
            continue
        value = values[i]
        # Scores ascend: a dot that is not beside this one is beside none of those that follow.
        before = [dot for dot in before if value - dot[0] < width]
        # The offsets of the dots beside this one, and how far from each it must stay.
        beside = [(offset, step * 0.9) for _, offset in before]
        if any(abs(value - other) < width * 1.7 for other in fixed_values):
            beside.append((0.0, step * 1.5))
        for level in levels:
            if all(abs(level - offset) >= distance for offset, distance in beside):
                offsets[i] = level
                break
        before.append((value, float(offsets[i])))
    return offsets


def separate_labels(labels: pd.DataFrame, px_per_degree: float, rounds: int = 60) -> pd.DataFrame:
    """Push map labels apart where their boxes would overlap.

    Args:
        labels: text (list of lines), lon, lat (degrees).
        px_per_degree: size of a degree on the map.
        rounds: passes over all pairs of labels.

    Returns:
        The same rows; lon and lat moved by as little as needed.
    """
    out = labels.copy()
    lon, lat = out["lon"].tolist(), out["lat"].tolist()
    halves = [half_size(lines, px_per_degree) for lines in out["text"]]
    half_width, half_height = ([half[side] for half in halves] for side in (0, 1))
    for _ in range(rounds):
        moved = False
        for i in range(len(out)):
            for j in range(i + 1, len(out)):
                overlap_x = half_width[i] + half_width[j] - abs(lon[i] - lon[j])
                overlap_y = half_height[i] + half_height[j] - abs(lat[i] - lat[j])
                if overlap_x <= 0 or overlap_y <= 0:
                    continue
                axis, overlap = (lon, overlap_x) if overlap_x < overlap_y else (lat, overlap_y)
                push = overlap / 2 * (1 if axis[i] >= axis[j] else -1)
                axis[i] += push
                axis[j] -= push
                moved = True
        if not moved:
            break
    return out.assign(lon=lon, lat=lat)


def half_size(lines: Sequence[str], px_per_degree: float) -> tuple[float, float]:
    """Half the width and half the height of a label on a map, roughly, in degrees."""
    return max(map(len, lines)) * 8.6 / 2 / px_per_degree, len(lines) * 9 / px_per_degree


def split_in_two(name: str) -> list[str]:
    """Break a name into two lines near its middle, preferably after a comma.

    Returns:
        One line for a name of one or two words, else two.
    """
    words = name.split()
    if len(words) < 3:
        return [name]
    best = min(
        range(1, len(words)),
        key=lambda k: (
            abs(len(" ".join(words[:k])) - len(" ".join(words[k:])))
            - (6 if words[k - 1].endswith(",") else 0)
        ),
    )
    return [" ".join(words[:best]), " ".join(words[best:])]


def inward_alignment(
    value: float, low: float, high: float, margin: float
) -> Literal["left", "center", "right"]:
    """How a label stands to its point: near the ends of the axis it turns inward.

    Args:
        value: where the point is.
        low, high: the ends of the axis, in the same units.
        margin: how near to an end a centred label has no room, as a fraction of the axis.
    """
    along = (value - low) / (high - low) if high > low else 0.5
    return "left" if along < margin else "right" if along > 1 - margin else "center"


def spread_evenly(positions: list[int], gap: float, rounds: int = 200) -> list[float]:
    """Move positions on a line by as little as needed until neighbours are ``gap`` apart.

    Args:
        positions: descending.
        gap: smallest distance between neighbours, in the same units.
        rounds: passes over all pairs of neighbours.
    """
    out = [float(position) for position in positions]
    for _ in range(rounds):
        for i in range(len(out) - 1):
            missing = gap - (out[i] - out[i + 1])
            if missing > 1e-6:
                out[i] += missing / 2
                out[i + 1] -= missing / 2
    return out
