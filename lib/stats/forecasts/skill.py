"""Where do the chances of next year's groups know more than base rates, and a table of transitions?

Brier scores (Brier 1950) are the squared differences between chance and outcome (1 or 0) summed
over the four groups: 0 is best. Skill is the base rates' score minus the model's; above 0 the model
knows more. Frames named ``forecasts`` are the result of ``next_year.forecast_past_years``.
"""

import numpy as np
import pandas as pd

from lib.stats.backtest import bootstrap_interval
from lib.stats.ranking import GROUPS

TOLERANCE = 0.005  # by which the model's score may be above the transition table's
CLEAR_LEAD = 0.15  # by which the likeliest group must lead to be named in a headline
_CHANCES = [f"chance_{group}" for group in GROUPS]
_MODELS = ["model", "transition", "base_rates"]


def transition_table(changes: pd.DataFrame, year: int) -> np.ndarray:
    """How often provinces of each group ended in each group a year later.

    Args:
        changes: year, start_group, end_group; the total.
        year: later changes are not used.

    Returns:
        0-1; one row for each starting group, one column for each group at the end, highest first;
        each row adds up to 1 (NaN where nobody started).
    """
    past = changes[changes["year"] <= year]
    cells = (past["start_group"].to_numpy(int) - 1) * 4 + past["end_group"].to_numpy(int) - 1
    counts = np.bincount(cells, minlength=16).reshape(4, 4).astype(float)
    size = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, size, out=np.full((4, 4), np.nan), where=size > 0)


def base_rates(changes: pd.DataFrame, year: int) -> np.ndarray:
    """The fraction of all changes up to ``year`` that ended in each group, highest first (0-1)."""
    ended = changes.loc[changes["year"] <= year, "end_group"].to_numpy(int)
    return np.bincount(ended - 1, minlength=4) / max(len(ended), 1)


def score_forecasts(forecasts: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Brier scores of every forecast beside the two yardsticks, each from the years before alone.

    Args:
        forecasts: year, province, start_group, end_group, chance_1 to chance_4.
        changes: year, start_group, end_group; the total.

    Returns:
        year, province, start_group, model, transition, base_rates (Brier scores), modal_right
        (whether the likeliest group came).
    """
    parts = []
    for year, rows in forecasts.groupby("year"):
        outcome = np.eye(4)[rows["end_group"].to_numpy(int) - 1]
        starts = rows["start_group"].to_numpy(int) - 1
        chances = {
            "model": rows[_CHANCES].to_numpy(float),
            "transition": transition_table(changes, int(year) - 1)[starts],
            "base_rates": base_rates(changes, int(year) - 1),
        }
        scores = {name: ((c - outcome) ** 2).sum(axis=1) for name, c in chances.items()}
        right = chances["model"].argmax(axis=1) + 1 == rows["end_group"]
        parts.append(
            rows[["year", "province", "start_group"]].assign(
                **scores, modal_right=right.astype(float)
            )
        )
    columns = ["year", "province", "start_group", *_MODELS, "modal_right"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def skill_by_group(scores: pd.DataFrame) -> pd.DataFrame:
    """The skill of the chances by the group at the start.

    Args:
        scores: the result of ``score_forecasts``.

    Returns:
        n (forecasts), model, transition, base_rates (mean Brier scores), modal_right (0-1), skill,
        low, high (its 90 % interval, provinces drawn with replacement), is_skilled (the interval
        lies above 0 and the model is at most TOLERANCE worse than the transition table); indexed
        by start_group.
    """
    rows = {}
    for group, part in scores.groupby("start_group"):
        gained = (part["base_rates"] - part["model"]).to_numpy(float)
        low, high = bootstrap_interval(gained, part["province"])
        means = part[[*_MODELS, "modal_right"]].mean()
        skilled = low > 0 and means["model"] <= means["transition"] + TOLERANCE
        skill = {"skill": gained.mean(), "low": low, "high": high, "is_skilled": skilled}
        rows[int(group)] = {"n": len(part), **means, **skill}
    columns = ["n", *_MODELS, "modal_right", "skill", "low", "high", "is_skilled"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=None if rows else columns)
    return table.rename_axis("start_group")


def leading_group(chances: np.ndarray) -> int | None:
    """The likeliest group (1-4) where its chance leads by CLEAR_LEAD, else None.

    Args:
        chances: of the four groups, highest group first (0-1).
    """
    second, first = np.sort(chances)[-2:]
    return int(np.argmax(chances)) + 1 if first - second >= CLEAR_LEAD - 1e-9 else None
