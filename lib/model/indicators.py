"""The indicators below sub-dimensions that a data set has."""

import pandas as pd

from lib.common.strings import folded_words
from lib.model.dataset import Dataset
from lib.model.memoized import VIEWS, memoized, memoized_up_to
from lib.stats.indicators import indicator_positions


@memoized
def indicators_of_year(dataset: Dataset, year: int) -> pd.DataFrame:
    """The positions of a year in every indicator (see ``lib.stats.indicators``).

    Without rows where there are none: no file has brought any, or the scores are estimates, which
    indicators are not made for.
    """
    tables = dataset.tables
    years = [] if dataset.estimated or year not in dataset.years else [year - 1, year]
    years = [y for y in years if y in dataset.years]
    values = tables.indicators[tables.indicators["year"].isin(years)]
    table = indicator_positions(values, tables.indicator_catalogue)
    return table[table["year"] == year].reset_index(drop=True)


@memoized_up_to(VIEWS)
def indicators_of_province(dataset: Dataset, year: int, province: str) -> pd.DataFrame:
    """The rows of ``indicators_of_year`` of one province."""
    table = indicators_of_year(dataset, year)
    return table[table["province"] == province].reset_index(drop=True)


def find_indicators(dataset: Dataset, year: int, words: str) -> list[str]:
    """The indicators of a year that hold all the words in a label or in the name above.

    Args:
        dataset: the data.
        year: of the survey.
        words: as somebody types them; case, diacritics and signs do not matter, and a word may be
            the beginning of one.

    Returns:
        Codes, in the order of the catalogue; none where nothing is typed.
    """
    wanted = folded_words(words)
    if not wanted:
        return []
    return [code for code, known in _words_of_indicators(dataset, year) if _has_all(known, wanted)]


def _has_all(known: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(part) for word in known) for part in wanted)


@memoized
def _words_of_indicators(dataset: Dataset, year: int) -> list[tuple[str, list[str]]]:
    """The code of every indicator of a year with the words that find it."""
    table = indicators_of_year(dataset, year).drop_duplicates("indicator")
    out = []
    for row in table.to_dict("records"):
        names = [dataset.measure_name(row["sub_dimension"], lang) for lang in ("vi", "en")]
        texts = (row["label_vi"], row["label_en"], *names)
        out.append((row["indicator"], folded_words(" ".join(texts))))
    return out
