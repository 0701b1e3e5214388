"""Which group a province may be in next year: where provinces that stood near it went.

Groups run from 1 (highest) to 4 (lowest) and are quartile groups, so the standing (share of
provinces at or below, 0-1) says which is near. Learnt from the one-year movements of the total of
every era (``moved`` is always the result of ``moves.moves``) that had arrived by the year shown.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.stats.rank_ranges import effective_size, kernel_weights
from lib.stats.ranking import TOTAL
from lib.stats.typical_change import (
    ALL_YEARS,
    MIN_CHANGES,
    TEST_YEARS,
    known_by,
    summarize_backtest,
)

GROUPS = (1, 2, 3, 4)
SMOOTHING = 4.0  # movements, one a group; added in the proportions of all provinces
CALIBRATION_BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0)  # edges of the calibration table


class Backtest(NamedTuple):
    """``scores``: Brier scores by year and ALL; ``calibration``: forecast against outcome."""

    scores: pd.DataFrame
    calibration: pd.DataFrame


def forecast_groups(moved: pd.DataFrame, share: float, year: int) -> pd.DataFrame:
    """The chance of each group next year for a province standing at ``share`` in ``year``.

    How often past movements ended in each group, each weighted by how near it started (see
    ``noise.nearness``), plus SMOOTHING movements that ended as all did.

    Args:
        moved: see ``moves.moves``.
        share: the province's standing (0-1, provinces at or below).
        year: the year shown; later arrivals are not used.

    Returns:
        group, chance (0-1, adding up to 1), n (effective movements, the same in each row); empty
        where fewer than MIN_MOVES have arrived.
    """
    known = known_by(moved, TOTAL, year)
    if len(known) < MIN_CHANGES or np.isnan(share):
        return pd.DataFrame(columns=["group", "chance", "n"])
    chances, n = _forecast(known, np.array([share]))
    return pd.DataFrame({"group": GROUPS, "chance": chances[0], "n": n[0]})


def year_chances(moved: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """``group_chances`` of every province of a year.

    Args:
        moved: see ``moves.moves``.
        standing: the positions in the total in one year.

    Returns:
        province, group (this year's), chance_1 ... chance_4 (0-1), n (effective movements); empty
        where fewer than MIN_MOVES have arrived.
    """
    names = [f"chance_{group}" for group in GROUPS]
    known = moved.iloc[:0] if standing.empty else known_by(moved, TOTAL, standing["year"].iloc[0])
    if len(known) < MIN_CHANGES:
        return pd.DataFrame(columns=["province", "group", *names, "n"])
    chances, n = _forecast(known, standing["percentile"].to_numpy())
    out = standing[["province", "group"]].reset_index(drop=True)
    return out.join(pd.DataFrame(chances, columns=names)).assign(n=n)


def backtest_forecast(moved: pd.DataFrame, years: tuple[int, ...] = TEST_YEARS) -> Backtest:
    """How good the chances were, each year forecast from the arrivals before it only.

    The Brier score is the squared difference between chance and outcome (1 or 0) summed over the
    four groups: 0 is best, 2 is certain and wrong. Two plain forecasts stand beside the model:
    every province stays in its group, and every province has the proportions of all.

    Args:
        moved: see ``moves.moves``.
        years: years of arrival to forecast; those with too few movements before are left out.

    Returns:
        scores: n (provinces), model, stays, base (mean Brier scores); indexed by year and ALL.
        calibration: low, high (bounds of the chance), forecast (mean chance), observed (share that
        came true), n (chances); bins without a chance are left out.
    """
    total = moved[moved["measure"] == TOTAL]
    parts, chances, outcomes = [], [np.empty((0, 4))], [np.empty((0, 4))]
    for year in years:
        known, test = total[total["year"] < year], total[total["year"] == year]
        if len(known) < MIN_CHANGES or test.empty:
            continue
        came = _one_hot(test["end_group"])
        model, _ = _forecast(known, test["start_percentile"].to_numpy())
        brier = {
            "model": _brier(model, came),
            "stays": _brier(_one_hot(test["start_group"]), came),
            "base": _brier(_base_rates(known), came),
        }
        parts.append(pd.DataFrame({"year": year, **brier}))
        chances.append(model)
        outcomes.append(came)
    columns = ["model", "stays", "base"]
    tested = (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["year", *columns])
    )
    scores = summarize_backtest(tested[columns], tested["year"])
    return Backtest(scores, _calibration(np.concatenate(chances), np.concatenate(outcomes)))


def beats_baselines(result: Backtest) -> bool:
    """Whether the chances were better than both plain forecasts over all years together."""
    if ALL_YEARS not in result.scores.index:
        return False
    overall = result.scores.loc[ALL_YEARS]
    return bool(overall["model"] < min(overall["stays"], overall["base"]))


def _forecast(known: pd.DataFrame, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One row of four chances, and the effective movements, for each standing."""
    weights = kernel_weights(known["start_percentile"], share)
    ended = weights @ _one_hot(known["end_group"]) + SMOOTHING * _base_rates(known)
    return ended / ended.sum(axis=1, keepdims=True), effective_size(weights)


def _base_rates(known: pd.DataFrame) -> np.ndarray:
    return _one_hot(known["end_group"]).mean(axis=0)


def _one_hot(groups: pd.Series) -> np.ndarray:
    return (groups.to_numpy()[:, None] == np.array(GROUPS)).astype(float)


def _brier(chances: np.ndarray, came: np.ndarray) -> np.ndarray:
    return ((chances - came) ** 2).sum(axis=1)


def _calibration(chances: np.ndarray, came: np.ndarray) -> pd.DataFrame:
    flat = pd.DataFrame({"forecast": chances.ravel(), "observed": came.ravel()})
    place = np.digitize(flat["forecast"], CALIBRATION_BINS[1:-1])
    by = flat.groupby(place)
    out = by.mean().assign(n=by.size())
    out.insert(0, "low", np.array(CALIBRATION_BINS)[out.index])
    out.insert(1, "high", np.array(CALIBRATION_BINS)[out.index + 1])
    return out.reset_index(drop=True)
