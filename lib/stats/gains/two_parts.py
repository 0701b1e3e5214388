"""A gain in two parts: what comes anyhow from such a score, and what a good year adds to it.

Points. A reference gain is one that a province made from a similar score (see
``attainable_gains.find_references``).
"""

import numpy as np
import pandas as pd

from lib.stats.ranking import SCORE_DECIMALS

_STEP = 0.01  # points; sliders, URLs and texts hold whole steps


def split_gains(attainable_gains: pd.DataFrame) -> pd.DataFrame:
    """Each sub-dimension's gain as what is usual and what a good year adds.

    Args:
        attainable_gains: the result of ``attainable_gains.compute_attainable_gains``.

    Returns:
        measure, dimension, score, expected (the median reference gain, at most the room; negative
        where such scores fall), extra (a good year's gain, at most the room, minus expected; whole
        steps of 0.01, not below 0), room, n (reference gains); most extra first, equal ones by
        code. expected and extra are 0 where there are too few references.
    """
    table = attainable_gains
    room = table["room"]
    expected = np.minimum(table["median_gain"], room).fillna(0.0)
    extra = (np.minimum(table["good_gain"], room).fillna(0.0) - expected).clip(lower=0)
    # A millionth of a step more, so that floating-point noise does not take 0.29 to 0.28.
    steps = (np.floor(extra / _STEP + 1e-6) * _STEP).round(SCORE_DECIMALS)
    out = table[["measure", "dimension", "score"]].assign(
        expected=expected.round(SCORE_DECIMALS), extra=steps, room=room, n=table["n"]
    )
    return out.sort_values(["extra", "measure"], ascending=[False, True], ignore_index=True)
