"""How the first published score of one of the 34 is told beside its estimate, in whole sentences.

The years are made up; see ``tests.support.made_up_34``.
"""

import pytest

from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative import overview
from lib.narrative.successors import changes
from lib.narrative.trends import change, decomposition, uncertainty
from tests.support import made_up_34


def shown(code: str, lang: str):
    view = View(province=code, year=2025, lang=lang)
    return resolve_units(made_up_34.build_dataset((2025,)), view)


@pytest.mark.parametrize(
    ("lang", "aloud", "note"),
    [
        ("vi", "vẫn là 12 như ước tính.", "vẫn là 12 như ước tính"),
        ("en", "is still 12, as estimated.", "still 12, as estimated"),
    ],
)
def test_a_rank_as_estimated_is_said_once(lang, aloud, note):
    dataset, view = shown("25", lang)  # Phú Thọ: 12 by the estimate and as published
    assert overview.spoken_sentences(dataset, view)[1].endswith(aloud)
    for page in (overview, change):
        assert any(note in figure.note for figure in page.key_figures(dataset, view))


@pytest.mark.parametrize(("lang", "common"), [("vi", "mức thay đổi chung"), ("en", "the change")])
def test_a_common_fall_is_not_called_a_gain(lang, common):
    dataset, view = shown("25", lang)
    found = changes.first_change(dataset, view)
    judged = changes.evidence_sentences(dataset, view)[0]
    assert found is not None and found.control < 0 and common in judged
    assert "mức tăng chung" not in judged and "gained" not in judged


def test_parts_of_a_difference_are_told_in_whole_sentences():
    dataset, view = shown("86", "en")
    told = decomposition.drivers_title(dataset, view, decomposition.change_parts(dataset, view))
    assert "came out furthest above the estimate; " in told
    assert told.endswith("came out furthest below the estimate")


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "chưa đủ căn cứ để nói"), ("en", "too little to say that")]
)
def test_a_score_that_agrees_with_its_estimate_is_called_neither_better_nor_worse(lang, words):
    published, view = shown("80", lang)
    assert changes.first_change(published, view).verdict == "consistent"
    assert words in uncertainty.no_badge_reason(published, view)
