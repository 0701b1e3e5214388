"""Counts in a report have the thousands separator of its language."""

import string
import tomllib

import pytest

from lib.common import paths
from lib.common.text import LANGUAGES
from lib.datasets.descriptions import DataError
from lib.ingest import report
from lib.ingest.issues import Location, problem
from lib.ingest.result import IngestResult


@pytest.mark.parametrize(("lang", "count"), [("vi", "1.764"), ("en", "1,764")])
def test_many_problems_are_counted_as_the_language_writes_numbers(tables, lang, count):
    issues = tuple(problem("no_table", names=n, found=0) for n in range(1764))
    none = tables.scores.iloc[:0]
    result = IngestResult("papi.xlsx", (2025,), (2025,), none, none, {}, issues)
    assert f"{count} " in report.verdict(result, lang)
    (section,) = report.sections(result, tables, lang)
    assert count in section.heading


# What stands in sentences and is no count: years, places, names, figures (floats) and digits.
NO_COUNTS = {
    *("year", "years", "before", "other", "since", "first", "last"),
    *("row", "column", "cell", "file", "files", "folder", "header", "encoding", "more"),
    *("province", "province_other", "provinces", "measure", "measure_column", "measure_other"),
    *("measures", "name", "value", "what", "why", "gone"),
    *("score", "parts", "within", "top", "start", "end", "most", "step", "low", "high", "old"),
    *("new", "factor", "multiple", "level", "decimals"),
}


def placeholders(section, prefix):
    """Code and placeholder of every sentence, as the texts of both languages have them."""
    found = set()
    for lang in LANGUAGES:
        path = paths.ROOT / "lib" / "common" / "text" / f"{lang}.toml"
        texts = tomllib.loads(path.read_text(encoding="utf-8"))[section]
        for key, text in texts.items():
            if key.startswith(prefix):
                names = (name for _, name, _, _ in string.Formatter().parse(text) if name)
                found |= {(key.removeprefix(prefix), name) for name in names}
    return sorted(found)


@pytest.mark.parametrize(("lang", "count"), [("vi", "1.764"), ("en", "1,764")])
def test_every_count_of_a_sentence_has_the_separator_of_its_language(tables, lang, count):
    counted = 0
    for section, prefix in (("ingest", "f_"), ("data_error", "")):
        of_section = placeholders(section, prefix)
        for code, name in of_section:
            others = {n: "x" for c, n in of_section if c == code} | {"what": "formula"}
            if name in NO_COUNTS or (name == "names" and code != "no_table"):
                continue
            values = others | {name: 1764}
            if section == "ingest":
                sentence = problem(code, Location(), **values).sentence(tables, lang)
            else:
                sentence = DataError(code, **values).sentence(lang)
            assert count in sentence, (code, name, sentence)
            counted += 1
    assert counted > 40
