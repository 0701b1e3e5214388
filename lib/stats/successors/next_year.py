"""Where will the 34 stand next year? By levels that last, once they have published years in a row.

A province's distance to the median is a lasting level and a part that passes within the year; the
level returns slowly to the mean level of its kind, merged or not (see ``sampling.process`` and
``first_year``). Averaging members narrows the spread of the levels of merged provinces; what passes
is that of one province's sample.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.stats.forecasts.next_year import NextYear
from lib.stats.sampling.process import Process, simulate_normal
from lib.stats.successors.first_year import averaged


def simulate_by_levels(
    totals: pd.DataFrame,
    process: Process,
    squares: Mapping[str, float],
    passing: Mapping[str, float] | None = None,
) -> NextYear:
    """The totals of the year after ``totals``.

    The level behind a gap g is N(c + share (g - c), level (1 - share)), c being the mean gap of its
    kind, level = a * process.level with a = ``first_year.averaged`` and share = level / (level +
    passing); a year later the gap is normal with mean c + persistence share (g - c) and variance
    level (1 - persistence² share) + passing.

    Args:
        totals: province, gap_q50 (points); one year of the 34.
        process: that of the 63; see ``sampling.process.estimate_process``.
        squares: the sum of the members' shares² by province; 1 = not merged.
        passing: the variance of what passes, by province (squared points); None = that of one
            province's sample. Joined past years have the mean of their members'.
    """
    provinces = totals["province"]
    gaps = totals["gap_q50"].to_numpy(float)
    own = provinces.map(dict(squares)).to_numpy(float)
    centres = totals.groupby(own < 1)["gap_q50"].transform("mean").to_numpy(float)
    level = process.level * np.array([averaged(square) for square in own])
    noise = np.array([(passing or {}).get(code, process.passing) for code in provinces])
    share, keeps = level / (level + noise), process.persistence
    means = centres + keeps * share * (gaps - centres)
    return simulate_normal(provinces, means, level * (1 - keeps**2 * share) + noise)
