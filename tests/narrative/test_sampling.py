"""Margins of error in words: where they are printed, and where they are not."""

from dataclasses import replace

import pytest

from lib.charts.editable.registry import EDITABLE_CHARTS
from lib.charts.registry import draw
from lib.exports import workbooks
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import about, brief, overview, questions, story, tables
from lib.narrative.sampling import verdicts
from lib.narrative.sampling.position import own_interval
from lib.narrative.targets import distance
from lib.narrative.trends import change, uncertainty
from tests.stats.sampling.printed import PRINTED
from tests.support.made_up_margins import with_margins

LONG_AN = View(province="80", year=2024, lang="vi")
HA_NOI = View(province="01", year=2023, lang="vi")


@pytest.fixture(scope="module")
def measured(dataset):
    """The published data with made-up margins of 2023 and 2024."""
    return Dataset.build(with_margins(dataset.tables))


@pytest.fixture(scope="module")
def printed(dataset):
    """The published data with the three margins that were printed for 2023."""
    rows = PRINTED.drop(columns="score").assign(year=2023, measure="total")
    return Dataset.build(replace(dataset.tables, margins=rows))


def notes(figures):
    return [f"{figure.label}: {figure.figure} ({figure.note})" for figure in figures]


def test_the_printed_interval_of_ha_noi_with_the_level_of_its_figures(printed):
    figures = overview.key_figures(printed, HA_NOI)
    assert figures[0].note.endswith("; khoảng 90%: 43,70–44,22")
    strip = draw("overview.strip", printed, HA_NOI)
    assert strip.legend[-1].label == "Hà Nội: khoảng tin cậy 90%: 43,70–44,22"
    assert "khoảng tin cậy 90%: 43,70–44,22 điểm" in strip.alt
    assert strip.table(printed)["Sai số chuẩn"].dropna().tolist() == [0.886877, 0.157685, 0.193045]
    assert "Hạng tính cả sai số: từ" not in strip.table(printed)  # too few errors
    english = overview.key_figures(printed, replace(HA_NOI, lang="en"))
    assert english[0].note.endswith("; 90%: 43.70–44.22")


def test_a_province_without_a_margin_is_shown_as_before(printed, dataset):
    view = replace(HA_NOI, province="80")
    assert overview.key_figures(printed, view) == overview.key_figures(dataset, view)
    strips = [draw("overview.strip", data, view) for data in (printed, dataset)]
    assert strips[0].legend == strips[1].legend and strips[0].alt == strips[1].alt
    assert brief.paragraphs(printed, view) == brief.paragraphs(dataset, view)


def test_an_interval_without_a_width_is_not_shown(printed, dataset):
    rows = printed.tables.margins.assign(standard_error=float("nan"))
    rows.loc[rows["province"] == "01", ["low", "high"]] = 44.0
    flat = Dataset.build(replace(dataset.tables, margins=rows))
    assert own_interval(printed, HA_NOI) is not None and own_interval(flat, HA_NOI) is None
    assert overview.key_figures(flat, HA_NOI) == overview.key_figures(dataset, HA_NOI)
    assert brief.paragraphs(flat, HA_NOI) == brief.paragraphs(dataset, HA_NOI)
    strips = [draw("overview.strip", data, HA_NOI) for data in (flat, dataset)]
    assert strips[0].legend == strips[1].legend and strips[0].alt == strips[1].alt


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_margins_no_page_names_errors_and_the_caveat_says_whose_they_are(dataset, lang):
    view = replace(LONG_AN, lang=lang)
    care = brief.paragraphs(dataset, view)[-1].text
    assert ("bộ dữ liệu này chưa có sai số" if lang == "vi" else "these data do not have") in care
    methods = " ".join(about.method_texts(dataset, view))
    missing = "bộ dữ liệu này chưa có khoảng tin cậy" if lang == "vi" else "these data do not have"
    assert missing in methods and "Smyth" not in methods
    words = [*notes(overview.key_figures(dataset, view)), *notes(change.key_figures(dataset, view))]
    words += [*notes(distance.key_figures(dataset, view)), distance.lead(dataset, view)]
    assert not any("sai số" in text or "error" in text for text in words)
    assert "interval" not in draw("overview.strip", dataset, view).data


def test_rank_and_group_with_errors(measured):
    rank, group = overview.key_figures(measured, LONG_AN)[1:3]
    assert rank.note.startswith("tính đủ 63: 45–47; tính cả sai số: ")
    assert group.note.endswith("% ở nhóm này")
    care = brief.paragraphs(measured, LONG_AN)[-1].text
    assert "tổng điểm năm 2024 có khoảng tin cậy 90%" in care
    assert "Tính cả sai số lấy mẫu của mọi địa phương, hạng năm 2024 nằm trong khoảng" in care
    answers = " ".join(q.answer for q in questions.questions(measured, LONG_AN))
    assert "chưa có sai số" not in answers and "Tính cả sai số lấy mẫu" in answers


def test_two_verdicts_stand_in_the_place_of_the_badge(measured):
    figures = {figure.label: figure.figure for figure in change.key_figures(measured, LONG_AN)}
    assert figures["Vượt sai số lấy mẫu"] == "Không" and figures["Bền vững"] == "Thấp"
    assert "Mức thay đổi" not in figures and len(figures) == 6
    leap = change.key_figures(measured, replace(LONG_AN, province="72"))
    assert [f.figure for f in leap[1:3]] == ["Có", "Cao"]
    before = change.key_figures(measured, replace(LONG_AN, year=2023))
    assert "Mức thay đổi" in {figure.label for figure in before}
    sentences = brief.change_sentences(measured, LONG_AN)
    assert any(s.endswith("chưa vượt sai số lấy mẫu.") for s in sentences)
    assert any(s.startswith("Khả năng bền vững thấp") for s in sentences)


def test_a_change_since_another_year_has_no_verdict(measured):
    assert verdicts.sentences(measured, replace(LONG_AN, shown_since=2021)) == []
    assert verdicts.key_figures(measured, replace(LONG_AN, shown_since=2021)) == []


def test_the_evidence_names_overlapping_samples_and_next_years_ranks(measured):
    evidence = uncertainty.backtest_sentences(measured, LONG_AN)
    assert "không cho biết lý do" in evidence[0]
    assert "tương quan 0,5" in evidence[1] and "hạng năm sau nằm trong khoảng" in evidence[2]
    assert not any("chưa có sai số" in sentence for sentence in evidence)


def test_a_dimension_has_no_verdict_from_the_margins_of_the_total(measured, dataset):
    view = replace(LONG_AN, measure="6")
    assert change.key_figures(measured, view) == change.key_figures(dataset, view)


def test_distances_to_a_threshold_in_standard_errors(measured):
    target = distance.key_figures(measured, LONG_AN)[0]
    assert target.note.endswith(" sai số chuẩn")
    assert "lần sai số chuẩn của khoảng cách này." in distance.lead(measured, LONG_AN)
    on_threshold = replace(LONG_AN, year=2023, target="group:3")
    reached = distance.key_figures(measured, on_threshold)[0]
    assert reached.note == "so với ngưỡng 40,83; 0,0 sai số chuẩn: không phân biệt được"
    assert distance.lead(measured, on_threshold).endswith("không phân biệt được.")


def test_tables_and_files_carry_the_margins(measured):
    changes = tables.yearly_changes_table(measured, LONG_AN)
    own = changes[(changes["Năm"] == 2024) & (changes["Mã"] == "80")].iloc[0]
    assert own["Vượt sai số lấy mẫu"] == "Không" and own["Bền vững"] == "Thấp"
    assert changes.loc[changes["Năm"] == 2023, "Bền vững"].isna().all()
    assert workbooks.view_workbook(measured, LONG_AN).startswith(b"PK")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_methods_are_told_with_their_constants(measured, lang):
    texts = " ".join(about.method_texts(measured, replace(LONG_AN, lang=lang)))
    for part in ("Smyth 2004", "Satterthwaite", "Benjamini", "2023", "2024"):
        assert part in texts
    comma = "," if lang == "vi" else "."
    for constant in ("1{}645", "1{}28", "1{}12", "0{}80"):
        assert constant.format(comma) in texts
    assert "chưa có khoảng tin cậy" not in texts and "do not have intervals" not in texts


def test_a_slide_draws_the_interval_too(measured, dataset):
    with_interval, without = (
        EDITABLE_CHARTS["overview.strip"](data, LONG_AN) for data in (measured, dataset)
    )
    own = own_interval(measured, LONG_AN)
    (line,) = [s for s in with_interval.series if "khoảng tin cậy" in s.name]
    assert line.x == (own.low, own.high)
    assert line.name in with_interval.alt and "khoảng tin cậy" not in without.alt
    assert len(with_interval.series) == len(without.series) + 1


def test_the_screens_of_the_story_say_it_below_their_titles(measured, dataset):
    screens = {screen.name: screen for screen in story.build_story(measured, LONG_AN)}
    assert screens["change"].remark == "Vượt sai số lấy mẫu: không; bền vững: thấp."
    assert screens["distance"].remark.endswith("lần sai số chuẩn của khoảng cách này.")
    assert any("khoảng 90%" in f.note for f in screens["position"].key_figures)
    plain = {screen.name: screen for screen in story.build_story(dataset, LONG_AN)}
    assert plain["change"].remark == "" and "sai số" not in plain["distance"].remark
