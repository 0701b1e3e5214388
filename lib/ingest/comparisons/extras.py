"""What a file has besides scores: its indicators."""

from dataclasses import replace

import pandas as pd

from lib.datasets.tables import Tables
from lib.ingest.comparisons.indicators import stored_indicators
from lib.ingest.files.cells import Percentage
from lib.ingest.layouts.shared import RecognizedScores
from lib.ingest.result import INDICATORS, IngestResult


def add_indicators(
    result: IngestResult, recognized: RecognizedScores, tables: Tables
) -> IngestResult:
    """A result with the indicators of its file, what would be stored of them, and notes on it.

    Args:
        result: with its scores.
        recognized: what the file holds.
        tables: the present data.
    """
    indicators = indicator_table(recognized)
    extras, issues = stored_indicators(indicators, result.scores, tables)
    return replace(
        result,
        indicators=indicators,
        extras={**result.extras, **extras},
        issues=(*result.issues, *issues),
    )


def indicator_table(recognized: RecognizedScores) -> pd.DataFrame:
    """See ``IngestResult.indicators``."""
    rows = [
        (c.year, c.province, c.sub_dimension, c.line, *c.labels, c.scale, float(c.value))
        + (isinstance(c.value, Percentage),)
        for c in recognized.indicators
    ]
    return pd.DataFrame(rows, columns=INDICATORS)
