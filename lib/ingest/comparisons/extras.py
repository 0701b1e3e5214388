"""What a file has besides scores, as tables: indicators and margins of error."""

from statistics import NormalDist

import pandas as pd

from lib.ingest.issues import Issue, note
from lib.ingest.layouts.shared import RecognizedScores
from lib.ingest.result import INDICATORS, MARGINS


def indicator_table(recognized: RecognizedScores) -> pd.DataFrame:
    """See ``IngestResult.indicators``."""
    rows = [
        (c.year, c.province, c.sub_dimension, *c.labels, c.scale, c.value)
        for c in recognized.indicators
    ]
    return pd.DataFrame(rows, columns=INDICATORS)


def margin_table(recognized: RecognizedScores) -> pd.DataFrame:
    """See ``IngestResult.margins``."""
    keys = ["year", "province", "measure"]
    cells = pd.DataFrame(
        [(c.year, c.province, c.measure, c.kind, c.value) for c in recognized.margins],
        columns=[*keys, "kind", "value"],
    ).drop_duplicates([*keys, "kind"])
    if cells.empty:
        return pd.DataFrame(columns=MARGINS)
    table = cells.pivot(index=keys, columns="kind", values="value").reset_index()
    return table.reindex(columns=MARGINS).rename_axis(columns=None)


def note_on_margins(margins: pd.DataFrame) -> Issue:
    """How many margins there are and what level their intervals have by their standard errors.

    An interval of z standard errors on both sides has the level 2 F(z) - 1, where F is the
    distribution function of the normal distribution.

    Args:
        margins: see ``IngestResult.margins``.
    """
    errors = ((margins["high"] - margins["low"]) / 2 / margins["error"]).dropna()
    if errors.empty:
        return note("margins", n=len(margins), errors=0.0, level=0)
    z = round(float(errors.median()), 3)
    level = round(100 * (2 * NormalDist().cdf(z) - 1))
    return note("margins", n=len(margins), errors=z, level=level)
