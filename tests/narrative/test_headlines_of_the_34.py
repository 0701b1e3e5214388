"""Headlines on the 34 before their first published year: two lines, and what they say of names."""

import re

import pytest

from lib.charts.registry import draw
from lib.common.strings import HEADLINE_LENGTH
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import estimates, overview
from lib.narrative.merged import summary
from lib.narrative.table import words as table_words
from lib.stats.ranking import TOTAL
from tests.support import made_up_34

HEADLINE_CHARTS = ("dimensions.strip", "peers.ladder")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("year", [2022, 2024])
def test_headlines_of_estimates_fit_two_lines_with_their_remark(lang, year):
    headlines = []
    for code in made_up_34.base_dataset().members:
        view = View(province=code, year=year, lang=lang, units="34")
        dataset, view = resolve_units(made_up_34.base_dataset(), view, "both")
        if dataset.position(view.year, TOTAL, view.province) is None:
            continue
        own = [module.headline(dataset, view) for module in (overview, table_words)]
        headlines += [estimates.tag_sentence(text, dataset, view) for text in own]
        headlines += [draw(name, dataset, view).title for name in HEADLINE_CHARTS]
    assert len(headlines) > 100
    assert [text for text in headlines if len(text) > HEADLINE_LENGTH] == []
    remark = {"vi": "ước tính)", "en": "estimated)"}[lang]
    assert [text for text in headlines if not text.endswith(remark)] == []
    assert [text for text in headlines if re.search(r"(số liệu|with data)\) \(", text)] == []
    shared = [text for text in headlines if re.search(r"(số liệu|with data); ", text)]
    assert shared


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("year", [2022, 2024])
def test_headlines_on_the_mergers_fit_two_lines_and_say_before_or_after(lang, year):
    dataset = made_up_34.base_dataset()
    for code in dataset.provinces.index:
        view = View(province=code, year=year, lang=lang)
        text = summary.headline(dataset, view) or summary.fallback_headline(dataset, view)
        assert len(text) <= HEADLINE_LENGTH
        assert not re.search(r"\bcũ\b|\bmới\b|\(old\)|\(new\)", text)
