"""Columns of tables with printed margins and the verdicts that follow; none without margins."""

import numpy as np
import pandas as pd

from lib.common.text import t
from lib.model import sampling
from lib.model.dataset import Dataset


def margin_columns(
    dataset: Dataset, year: int, measure: str, provinces: pd.Series
) -> dict[str, list[float]]:
    """Interval, standard error and true ranks of each province, by key of ``[column]``.

    Args:
        dataset: the data.
        year, measure: of the scores.
        provinces: codes, one for each row.
    """
    found = sampling.margins(dataset, year, measure)
    if found is None:
        return {}
    rows = [found.by_province.get(code) for code in provinces]
    columns = {
        key: [np.nan if row is None else float(getattr(row, name)) for row in rows]
        for key, name in (
            ("interval_low", "low"),
            ("interval_high", "high"),
            ("standard_error", "printed"),
        )
    }
    ranks = sampling.true_ranks(dataset, year, measure)
    if ranks:
        columns["true_best"] = [ranks[code].best for code in provinces]
        columns["true_worst"] = [ranks[code].worst for code in provinces]
    return columns


def verdict_columns(
    dataset: Dataset, measure: str, changes: pd.DataFrame, lang: str
) -> dict[str, list[str | None]]:
    """Whether each change is beyond sampling error and how likely it lasts.

    Args:
        dataset: the data.
        measure: of the changes.
        changes: year (the later one), province.
        lang: "vi" or "en".
    """
    if not sampling.has_margins(dataset):
        return {}
    verdicts = [
        sampling.change_verdict(dataset, int(row.year), row.province, measure)
        for row in changes.itertuples()
    ]
    if not any(verdicts):
        return {}
    beyond = [
        None if v is None else t("sampling.yes" if v.is_beyond else "sampling.no", lang)
        for v in verdicts
    ]
    lasting = [
        None if v is None or v.lasting is None else t(f"sampling.lasting_{v.lasting.verdict}", lang)
        for v in verdicts
    ]
    return {"beyond_sampling": beyond, "lasting": lasting}
