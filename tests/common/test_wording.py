"""The texts keep to the terms of docs/terms.md, and headlines to two lines."""

import re

import pytest

from lib.common.paths import ROOT
from lib.common.strings import HEADLINE_LENGTH, first_that_fits, fit_clauses
from lib.common.text import all_texts
from lib.model.view import View
from lib.narrative import brief, citizens, overview
from lib.narrative.merged import summary
from lib.narrative.targets import distance
from lib.narrative.trends import change

# What editors of administrative documents stumbled over, and what to write instead.
REPLACED = {
    r"trung vị (các|của các) tỉnh|tỉnh trung vị": "trung vị cả nước",
    r"cuối bảng|đầu bảng": "đứng cuối, đứng đầu, thấp nhất, cao nhất",
    r"lượt tỉnh": "số lần",
    r"\b[Xx]in\b": "vui lòng",
    r"trên ngưỡng tách|đúng trên ngưỡng": "điểm đúng bằng ngưỡng",
    r"[Gg]ần hạng nhất": "thứ hạng gần nhất",
    r"trong nội bộ|nội tỉnh": "giữa các đơn vị trước sắp xếp",
    r"[Tt]ập so sánh": "nhóm so sánh",
    r"[Mm]ột năm tốt|năm tốt": "mức tăng khá",
    r"biên độ": "mức",
    r"[Tt]ỉnh cũ|[Tt]ỉnh mới": "trước sắp xếp, sau sắp xếp",
    r"hợp thành|giữ nguyên địa giới": "được sắp xếp thành, không thực hiện sắp xếp",
    r"Nghị quyết 202|Nghị quyết 175": "Nghị quyết số",
    r"thư công vụ": "thư điện tử công vụ",
    r"tổng tuyển cử": "bầu cử đại biểu Quốc hội",
    r"[Dd]ư địa tăng": "dư địa cải thiện",
    r"CECODES, RTA": "producers by year, {producers}",
    r"rung vị thay đổi": "mức thay đổi trung vị",
    r"[Tt]ỉnh trước sắp xếp": "đơn vị trước sắp xếp",
    r"[Kk]hông so (được|điểm|thay)|so được": "so sánh",
    r"\bnhảy\b": "thay đổi đột ngột",
    r"đứt gãy": "gián đoạn",
    r"kém ngưỡng": "thấp hơn ngưỡng",
    r"tỉnh, thành\b(?! phố)": "tỉnh, thành phố",
    r"bình quân(?! cả nước)|giản đơn": "trung bình, trung bình cộng",
    r"[Kk]iểm tra ngược|kiểm chứng": "kiểm nghiệm",
}
REPLACED_IN_ENGLISH = {
    r"\bthe edge\b|lower edge|upper edge": "threshold",
    r"\b[Tt]he cut\b": "threshold",
    r"median province\b|median of the provinces": "national median",
    r"\b[Aa] good year\b": "a good one-year gain",
    r"CECODES, RTA": "producers by year, {producers}",
    r"measured anew|measured alike": "measured differently, measured in the same way",
    r"\brests? on\b": "is based on",
    r"[Ii]nner gap": "gap between the former provinces",
    r"[Ww]hoever": "the data staff, the technical staff",
    r"\b[Aa]im for\b|\bthe aim\b": "target",
    r"\bvs\b": "against",
}


def _faults(texts: dict[str, str], replaced: dict[str, str]) -> list[str]:
    return [
        f"{key}: “{match.group(0)}”, better: {better}"
        for key, text in texts.items()
        for pattern, better in replaced.items()
        if (match := re.search(pattern, text))
    ]


def test_vietnamese_texts_use_the_terms():
    assert _faults(all_texts("vi"), REPLACED) == []


def test_what_is_scored_is_called_an_index():
    """ "Chỉ tiêu" is PAPI's word for an indicator only; in administration it is a quota."""
    allowed = ("indicator", "commitment.papi")
    others = {k: v for k, v in all_texts("vi").items() if not any(a in k for a in allowed)}
    assert _faults(others, {r"[Cc]hỉ tiêu(?! phải giao)": "chỉ số"}) == []


def test_english_texts_use_the_terms():
    assert _faults(all_texts("en"), REPLACED_IN_ENGLISH) == []


@pytest.mark.parametrize(
    "name", ["breaks", "changes", "glossary", "plan_measures", "plans", "regions"]
)
def test_texts_of_the_data_use_the_terms(name):
    content = (ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8")
    assert _faults({name: content}, REPLACED) == []


def test_a_forbidden_variant_is_named():
    assert _faults({"a.b": "đứng cuối bảng về"}, REPLACED) == [
        "a.b: “cuối bảng”, better: đứng cuối, đứng đầu, thấp nhất, cao nhất"
    ]


def test_clauses_give_way_in_their_order():
    long = "; " + "x" * 60
    assert fit_clauses("A" * 40, ", short", long) == "A" * 40 + ", short"
    assert fit_clauses("A" * 20, ", " + "y" * 30, long, first=(1,)) == "A" * 20 + long
    assert fit_clauses("A" * 120, ", b") == "A" * 120


def test_the_longest_wording_that_fits_is_taken():
    assert first_that_fits("A" * 91, "B" * 90, "C") == "B" * 90
    assert first_that_fits("A" * 91, "B" * 92) == "B" * 92


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("year", [2018, 2021, 2024])
def test_headlines_fit_two_lines(dataset, lang, year):
    pages = (overview, brief, citizens, distance, change, summary)
    too_long = [
        sentence
        for province in dataset.total_positions(year)
        for page in pages
        if (sentence := page.headline(dataset, View(province=province, year=year, lang=lang)))
        and len(sentence) > HEADLINE_LENGTH
    ]
    assert too_long == []


def test_the_sources_of_a_year_name_its_producers(dataset):
    def names(first: int, last: int | None = None) -> list[str]:
        return dataset.producers(first, last)["short"].tolist()

    assert names(2022) == ["CECODES", "VFF-CRT", "RTA", "UNDP"]
    assert names(2023) == ["CECODES", "RTA", "UNDP"]
    assert names(2011, 2024) == names(2022)
