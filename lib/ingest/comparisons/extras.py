"""What a file has besides scores, as a table: its indicators."""

import pandas as pd

from lib.ingest.layouts.shared import RecognizedScores
from lib.ingest.result import INDICATORS


def indicator_table(recognized: RecognizedScores) -> pd.DataFrame:
    """See ``IngestResult.indicators``."""
    rows = [
        (c.year, c.province, c.sub_dimension, *c.labels, c.scale, c.value)
        for c in recognized.indicators
    ]
    return pd.DataFrame(rows, columns=INDICATORS)
