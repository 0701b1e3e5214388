"""Where dots and labels go so that they do not overlap."""

import numpy as np
import pandas as pd


def bee_swarm(scores: np.ndarray, fixed: np.ndarray, step: float = 0.21) -> np.ndarray:
    """Heights for dots on one line so that they do not overlap.

    Args:
        scores: positions along the line.
        fixed: True for dots that stay at height 0; the others make room for them.
        step: height between two layers, in units of the axis.

    Returns:
        heights, 0 = on the line, at most 4 steps up or down.
    """
    heights = np.zeros(len(scores))
    if len(scores) < 2:
        return heights
    width = (scores.max() - scores.min()) / 62
    placed = [int(i) for i in np.flatnonzero(fixed)]
    levels = sorted((k * step for k in range(-4, 5)), key=abs)
    for i in np.argsort(scores, kind="stable"):
        if fixed[i]:
            continue
        for level in levels:
            clash = any(
                abs(scores[i] - scores[j]) < width * (1.7 if fixed[j] else 1.0)
                and abs(level - heights[j]) < step * (1.5 if fixed[j] else 0.9)
                for j in placed
            )
            if not clash:
                heights[i] = level
                break
        placed.append(int(i))
    return heights


def separate_labels(labels: pd.DataFrame, degree: float, steps: int = 60) -> pd.DataFrame:
    """Map labels pushed apart where their boxes would overlap.

    Args:
        labels: text (its lines), lon, lat (degrees).
        degree: px that a degree takes on the map.

    Returns:
        the same rows with lon and lat moved by as little as it takes.
    """
    out = labels.copy()
    lon, lat = out["lon"].to_numpy(copy=True), out["lat"].to_numpy(copy=True)
    half_w = out["text"].map(lambda lines: max(map(len, lines))).to_numpy() * 8.6 / 2 / degree
    half_h = out["text"].map(len).to_numpy() * 18 / 2 / degree
    for _ in range(steps):
        for i in range(len(out)):
            for j in range(i + 1, len(out)):
                over_x = half_w[i] + half_w[j] - abs(lon[i] - lon[j])
                over_y = half_h[i] + half_h[j] - abs(lat[i] - lat[j])
                if over_x <= 0 or over_y <= 0:
                    continue
                axis, over = (lon, over_x) if over_x < over_y else (lat, over_y)
                push = over / 2 * (1 if axis[i] >= axis[j] else -1)
                axis[i] += push
                axis[j] -= push
    return out.assign(lon=lon, lat=lat)


def split_in_two(name: str) -> list[str]:
    """A short name broken near its middle, at a comma where there is one."""
    words = name.split()
    if len(words) < 3:
        return [name]
    cuts = range(1, len(words))
    best = min(
        cuts,
        key=lambda k: (
            abs(len(" ".join(words[:k])) - len(" ".join(words[k:])))
            - (6 if words[k - 1].endswith(",") else 0)
        ),
    )
    return [" ".join(words[:best]), " ".join(words[best:])]


def spread_evenly(places: list[int], gap: float, rounds: int = 200) -> list[float]:
    """Places on a line (descending) moved as little as it takes to be ``gap`` apart."""
    out = [float(p) for p in places]
    for _ in range(rounds):
        for i in range(len(out) - 1):
            short = gap - (out[i] - out[i + 1])
            if short > 1e-6:
                out[i] += short / 2
                out[i + 1] -= short / 2
    return out
