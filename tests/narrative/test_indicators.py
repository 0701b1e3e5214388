"""What the page says of indicators: neutral words, other languages, what words find."""

from dataclasses import replace

import pandas as pd
import pytest

from lib.exports.workbooks import full_workbook, indicators_sheet
from lib.ingest.forms.commitment_form import Commitments, commitment_template
from lib.ingest.forms.commitments import parse_commitments
from lib.model.dataset import Dataset
from lib.model.indicators import find_indicators
from lib.model.view import View
from lib.narrative.dimensions import indicators
from lib.narrative.plan.actions import action_sections
from lib.narrative.plan.named_indicators import indicator_lines

VIEW = View(province="80", year=2024, peer="79", measure="1")
LABELS = {
    "1.1.01": ("1.1", "Hiểu biết về chính sách hiện hành (%)", "Proportion with Civic Knowledge"),
    "1.1.02": ("1.1", "Hiểu biết về vị trí lãnh đạo (%)", "Knowledge of Leaders"),
    "6.1.01": ("6.1", "Tỷ lệ người dân có bảo hiểm y tế", ""),
    "6.3.01": ("6.3", "Mức độ hài lòng về đường", "Satisfaction with roads"),
}


@pytest.fixture(scope="module")
def with_indicators(dataset):
    """The published scores with values of four indicators, made by hand."""
    rows, names = [], []
    for code, (above, vi, en) in LABELS.items():
        unit = "" if above == "6.3" else "%"
        for year in (2023, 2024):
            names.append(
                {
                    "id": code, "year": year, "sub_dimension": above, "position": int(code[-1]),
                    "label_vi": vi, "label_en": en, "scale": "", "unit": unit, "low": 0.0,
                    "high": 100.0, "direction": "higher" if above == "6.1" else "",
                }
            )  # fmt: skip
            for n, province in enumerate(("80", "79", "72", "82", "83")):
                value = (90 - 10 * n) / (20 if above == "6.3" else 1) + (year - 2023)
                rows.append((year, province, code, value))
    tables = replace(
        dataset.tables,
        indicators=pd.DataFrame(rows, columns=["year", "province", "indicator", "value"]),
        indicator_catalogue=pd.DataFrame(names),
    )
    return Dataset(tables, dataset.positions)


def groups(data, view, codes):
    return {g.code: g for g in indicators.indicator_groups(data, view, codes)}


def test_a_place_is_neutral_and_a_rank_only_where_a_direction_is_known(with_indicators):
    found = groups(with_indicators, VIEW, ["1.1", "1.2", "6.1", "6.3"])
    assert list(found) == ["1.1", "6.1", "6.3"]
    label, cells = found["1.1"].lines[0]
    assert label == LABELS["1.1.01"][1]
    assert cells == ("91,0%", "cao nhất trong 5", "71,0%", "51,0–91,0%", "81,0%", "+1,0")
    assert found["6.1"].lines[0][1][1] == "hạng 1/5 (cao là tốt)"
    other = groups(with_indicators, replace(VIEW, province="72"), ["1.1", "6.1"])
    assert other["1.1"].lines[0][1][1] == "cao thứ 3/5"
    assert other["6.1"].lines[0][1][1] == "hạng 3/5 (cao là tốt)"
    assert groups(with_indicators, replace(VIEW, province="83"), ["1.1"])["1.1"].lines[0][1][1] == (
        "thấp nhất trong 5"
    )
    assert found["6.3"].lines[0][1][:3] == ("5,50", "cao nhất trong 5", "4,50")


def test_the_sub_dimension_of_the_view_is_open_or_the_first(with_indicators):
    codes = ["6.1", "6.3"]
    assert [g.is_open for g in groups(with_indicators, VIEW, codes).values()] == [True, False]
    chosen = groups(with_indicators, replace(VIEW, measure="6.3"), codes)
    assert [g.is_open for g in chosen.values()] == [False, True]


def test_in_english_a_label_that_is_not_printed_stays_vietnamese(with_indicators):
    english = groups(with_indicators, replace(VIEW, lang="en"), ["1.1", "6.1"])
    assert english["1.1"].lines[0][0] == "Proportion with Civic Knowledge"
    assert english["6.1"].lines[0][0] == "Tỷ lệ người dân có bảo hiểm y tế"
    assert english["1.1"].lines[0][1][0] == "91.0%"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lanh dao", ["1.1.02"]),
        ("LÃNH ĐẠO", ["1.1.02"]),
        ("bao hiem", ["6.1.01"]),
        ("hieu biet", ["1.1.01", "1.1.02"]),
        ("leaders know", ["1.1.02"]),
        ("tri thuc cong dan", ["1.1.01", "1.1.02"]),  # the name of the sub-dimension
        ("lanh dao bao hiem", []),
        (" ", []),
    ],
)
def test_words_find_indicators_without_diacritics(with_indicators, words, found):
    assert find_indicators(with_indicators, 2024, words) == found


def test_what_words_find_is_shown_wherever_it_stands(with_indicators):
    view = replace(VIEW, find="bao hiem")
    ((label, cells),) = indicators.found_lines(with_indicators, view)
    assert label == "Tỷ lệ người dân có bảo hiểm y tế · 6.1 Y tế công lập" and cells[0] == "91,0%"
    table = indicators.indicator_table(with_indicators, view, ["1.1"])
    assert table["Mã chỉ tiêu"].tolist() == ["6.1.01"]
    assert indicators.section_title(with_indicators, view, "1") == "1 chỉ tiêu có “bao hiem”"
    nothing = replace(VIEW, find="xe")
    assert indicators.found_lines(with_indicators, nothing) == ()
    assert "Không có chỉ tiêu nào" in indicators.section_title(with_indicators, nothing, "1")


def test_the_title_counts_what_lies_above_the_median(with_indicators):
    title = indicators.section_title(with_indicators, VIEW, "1")
    assert title.startswith("Long An cao hơn trung vị cả nước ở 2/2 chỉ tiêu của nội dung ")
    low = replace(VIEW, province="83")
    assert "ở 0/2 chỉ tiêu" in indicators.section_title(with_indicators, low, "1")


def test_without_indicators_there_is_nothing(dataset, with_indicators):
    assert not indicators.has_indicators(dataset, VIEW)
    assert not indicators.has_indicators(with_indicators, replace(VIEW, year=2022))
    assert not indicators.has_indicators(with_indicators.estimated_34, VIEW)
    assert indicators_sheet(dataset, "vi").empty


@pytest.mark.slow
def test_the_spreadsheet_has_a_sheet_of_indicators_only_where_there_are_some(
    dataset, with_indicators
):
    sheet = indicators_sheet(with_indicators, "vi")
    assert len(sheet) == 4 * 2 * 5
    row = sheet[(sheet["Năm"] == 2024) & (sheet["Mã tỉnh"] == "80")].iloc[0]
    assert row["Tỉnh, thành phố"] == "Long An" and row["Giá trị"] == 91.0 and row["Đơn vị"] == "%"
    import io

    from openpyxl import load_workbook

    for data, expected in ((with_indicators, True), (dataset, False)):
        book = load_workbook(io.BytesIO(full_workbook(data, "vi")), read_only=True)
        assert ("Chỉ tiêu" in book.sheetnames) is expected


def test_the_table_to_download_has_whole_figures(with_indicators):
    table = indicators.indicator_table(with_indicators, VIEW, ["1.1"])
    assert table["Giá trị"].tolist() == [91.0, 91.0] and table["So với 2023"].tolist() == [1.0, 1.0]
    assert table["Mã chỉ tiêu"].tolist() == ["1.1.01", "1.1.02"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        (
            "1.1.02; ty le nguoi dan co bao hiem y te",
            (
                "Chỉ tiêu PAPI: Hiểu biết về vị trí lãnh đạo (%) "
                "(2023: 90,0%, cao nhất trong 5; 2024: 91,0%, cao nhất trong 5)",
                "Chỉ tiêu PAPI: Tỷ lệ người dân có bảo hiểm y tế "
                "(2023: 90,0%, hạng 1/5 (cao là tốt); 2024: 91,0%, hạng 1/5 (cao là tốt))",
            ),
        ),
        ("xe", ("Chỉ tiêu PAPI “xe”: không có trong số liệu của các năm của kế hoạch.",)),
    ],
)
def test_an_action_shows_the_indicators_that_its_commitment_names(with_indicators, text, lines):
    assert indicator_lines(with_indicators, VIEW, text) == lines


def test_a_commitment_with_indicators_stands_beside_its_action(with_indicators):
    tables = with_indicators.tables
    content = (
        "plan,id,owner,deadline,indicator,target,papi\n1523/KH-UBND,B1,Sở Nội vụ,,,,lanh dao\n"
    )
    committed = parse_commitments(content.encode(), tables.plan_measures)
    assert not committed.problems
    sections = action_sections(with_indicators, VIEW, committed)
    (action,) = [a for s in sections for a in s.actions if a.id == "B1"]
    assert action.commitment == "Chủ trì: Sở Nội vụ"
    assert len(action.indicators) == 1 and "vị trí lãnh đạo" in action.indicators[0]


def test_the_form_asks_for_indicators_only_where_there_are_some():
    actions = pd.DataFrame({"plan": ["1"], "id": ["A1"], "measure_vi": ["x"]})
    plain = commitment_template(actions, Commitments().rows, "vi")
    assert "Chỉ tiêu PAPI" not in plain.columns
    asked = commitment_template(actions, Commitments().rows, "vi", papi=True)
    assert list(asked.columns) == [*plain.columns, "Chỉ tiêu PAPI"]
