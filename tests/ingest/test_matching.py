"""Provinces and columns are recognised in their usual spellings, and only in those."""

import pytest

from lib.ingest.matching import HeaderMatcher, ProvinceMatcher

SPELLED = {
    "TP. Ho Chi Minh": "79",
    "TP.Hồ Chí Minh": "79",
    "Thành phố Hồ Chí Minh": "79",
    "HCMC": "79",
    "Tp HCM": "79",
    "Thua Thien-Hue": "46",
    "Thừa Thiên – Huế": "46",
    "TP Huế": "46",
    "Bà Rịa-Vũng Tàu": "77",
    "BA RIA VUNG TAU": "77",
    "Ba Ria - Vung Tau Province": "77",
    "Tỉnh Long An": "80",
    "Đắc Lắc": "66",
    "Đăk Lăk": "66",
    "Hoà Bình": "17",
    "Hà Nội": "01",
    "Ha Noi City": "01",
    "Thanh Hóa": "38",
    "Kontum": "62",
    "Bình Định": "52",
    "Bình Ðịnh": "52",
    "1. Quảng Ninh": "22",
    "Quảng Ninh (1)": "22",
    "Quảng Ninh *": "22",
    "Quảng Ninh¹": "22",
    "Quảng Ninh [1]": "22",
    "12- Quảng Ninh": "22",
    "12 Quảng Ninh": "22",
    "Atlantis": None,
    "": None,
}


@pytest.mark.parametrize("name", SPELLED)
def test_a_name_in_any_usual_spelling(tables, name):
    assert ProvinceMatcher.of_63(tables).by_name(name) == SPELLED[name]


def test_every_name_in_the_data_is_its_own(tables):
    provinces = ProvinceMatcher.of_63(tables)
    for row in tables.provinces.itertuples():
        for name in (row.name_vi, row.name_en, row.short_vi, row.short_en):
            assert provinces.by_name(name) == row.code


CODES = {1.0: "01", "1": "01", "01": "01", 80.0: "80", 1.5: None, 3.0: None, "x": None, 999.0: None}


@pytest.mark.parametrize(("value", "code"), CODES.items())
def test_codes(tables, value, code):
    assert ProvinceMatcher.of_63(tables).by_code(value) == code


HEADERS = {
    (2015, "Poverty Lists"): "2.2",
    (2015, "2.1 Poverty Lists"): "2.2",  # as the print numbered it then
    (2024, "2.1 Poverty Lists"): "2.1 2.2",
    (2015, "2.1"): "",
    (2024, "2.1"): "2.1",
    (2024, "D6. Public Service Delivery"): "6",
    (2024, "Nội dung 6: Cung ứng dịch vụ công"): "6",
    (2024, "CUNG UNG DICH VU CONG"): "6",
    (2016, "Hiệu quả của Ban Thanh tra Nhân dân"): "3.4",
    (2012, "Un-weighted2015PAPI"): "total",
    (2025, "Un-weighted 2025 PAPI"): "total",
    (2025, "Tổng điểm PAPI"): "total",
    (2025, "Use of E-Government Portals"): "8.1",
    (2025, "9.1 Something"): "",
    (2025, "6.2 Something new"): "",
    (2025, "Xếp hạng"): "",
    (2023, "5.2: Thủ tục cấp giấy chứng nhận quyền sử dụng đất"): "5.3",
    (2023, "5.2"): "",
    (2023, "Dimension 7: Something new"): "7",
    (2023, "Unweighted PAPI Score"): "total",
    (2023, "Weighted PAPI Score"): "",
}


@pytest.mark.parametrize(("year", "header"), HEADERS)
def test_headers_of_their_era(tables, year, header):
    codes = HeaderMatcher.of_year(tables, year).codes(header)
    assert " ".join(sorted(codes)) == HEADERS[year, header]


@pytest.mark.parametrize("year", range(2011, 2026))
def test_no_header_means_two_things(tables, year):
    headers = HeaderMatcher.of_year(tables, year)
    assert {k: v for k, v in headers.codes_of_year.items() if len(v) > 1} == {}


def test_rows_that_sum_up(tables):
    provinces = ProvinceMatcher.of_63(tables)
    summaries = ("Điểm cao nhất", "National average", "TB cả nước", "Trung bình vùng ĐBSCL",
                 "Đồng bằng sông Hồng", "Vùng Tây Nguyên", "Cả nước (63 tỉnh)")  # fmt: skip
    assert all(map(provinces.is_summary, summaries))
    for column in ("name_vi", "name_en", "short_vi", "short_en"):
        assert not any(map(provinces.is_summary, tables.provinces[column]))


def test_a_remark_in_brackets_or_that_a_unit_is_new_is_no_part_of_a_name(tables):
    new = ProvinceMatcher.of_34(tables)
    for text in ("Tây Ninh (mới)", "Tây Ninh mới", "Tỉnh Tây Ninh (Long An, Tây Ninh)"):
        assert new.by_name(text) == new.by_name("Tây Ninh")
    assert new.by_name("(mới)") is None and new.by_name("Long An (Tây Ninh)") is None
