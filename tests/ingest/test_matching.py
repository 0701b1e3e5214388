"""Provinces and columns are recognised in their usual spellings, and only in those."""

import pytest

from lib.ingest.matching import HeaderMatcher, ProvinceMatcher, printed_number, two_digit_code

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


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "01"), (10.0, "10"), (999.0, "999"), (1000.0, ""), (0.0, ""), (-1.0, ""), (1.5, ""),
        ("1", "01"), ("001", "01"), ("01.0", "01"), ("1000", ""), ("1.5", ""), ("'01", "01"),
        ("T01", "01"), ("T-01", "01"), ("ABC 7", "07"), ("ABCD7", ""), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_code_as_two_digits(value, code):
    assert two_digit_code(value) == code


def test_a_text_longer_than_any_label_is_none(tables):
    provinces = ProvinceMatcher.of_63(tables)
    headers = HeaderMatcher.of_year(tables, 2025)
    for blanks, is_read in ((0, True), (1, False)):
        name = "Hà Nội".ljust(300 + blanks)
        header = "Quality of Water".ljust(300 + blanks)
        assert (provinces.by_name(name) == "01") == is_read
        assert (headers.codes(header) == {"7.3"}) == is_read
        nearly = "Hà Nộii".ljust(300 + blanks)
        assert (provinces.nearest(nearly) == "01") == is_read


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Cao nhất", True), ("Điểm cao nhất", True), ("Cao Bằng", False), ("Trung vị", True),
        ("Trung", False), ("Tổng cộng", True), ("Tổng điểm", True), ("Cộng", True),
        ("Đồng bằng sông Hồng", True), ("Vùng Đồng bằng sông Hồng", True), ("Đồng bằng", False),
        ("TB", True), ("TB vùng", True), ("Mean of all", True), ("The mean", False),
        ("National", True), ("Sum", True), ("Toàn quốc", True), ("Bình quân", True),
        ("Bình Dương", False), ("Quảng Ninh", False), ("", False),
    ],
)  # fmt: skip
def test_which_names_sum_up(tables, text, is_one):
    assert ProvinceMatcher.of_63(tables).is_summary(text) == is_one


@pytest.mark.parametrize(
    ("name", "code"),
    [("Hà Nộii", "01"), ("Hà Giangg", "02"), ("Quảng Nin", "22"), ("Atlantis", None), ("Hà", None)],
)
def test_the_province_of_a_misspelt_name(tables, name, code):
    assert ProvinceMatcher.of_63(tables).nearest(name) == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("7.3 Chất lượng nước sạch", "7.3"),
        ("7.3: Quality of the Water", "7.3"),
        ("7.3 Chất lượng nước sinh hoạt tại địa phương", "7.3"),  # longer than the name
        ("8.3 Phúc đáp", "8.3"),  # the beginning of it
        ("7.2 Chất lượng nước sạch", None),  # the number says another thing
        ("7 Chất lượng nước sạch", None),
        ("Chất lượng nước sạch", None),
        ("7.3 Hoàn toàn khác hẳn", None),
        ("7.3 Nước", None),  # too short to be told from others
        ("9.1 Chất lượng nước sạch", None),
        ("7.3 " + "Chất lượng nước sạch" * 20, None),
    ],
)
def test_a_new_name_with_its_number(tables, header, code):
    assert HeaderMatcher.of_year(tables, 2025).nearest(header) == code


@pytest.mark.parametrize(
    ("year", "header", "code"),
    [
        (2025, "6.2 Something new", "6.2"),
        (2025, "6.2", ""),
        (2025, "6.2 :", ""),
        (2025, "6 Something new", ""),
        (2025, "9.1 Something new", ""),
        (2025, "5.2 Something new", ""),  # the print numbers these otherwise
        (2020, "5.2 Something new", "5.2"),
        (2017, "2.2 Something new", ""),
        (2018, "2.2 Something new", "2.2"),
        (2017, "3.2 Something new", ""),
        (2018, "3.2 Something new", "3.2"),
        (2017, "1.2 Something new", "1.2"),
    ],
)
def test_the_sub_dimension_of_a_number_under_any_name(tables, year, header, code):
    assert HeaderMatcher.of_year(tables, year).sub_dimension_of_number(header) == code


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ("6", "6"), ("6.2", "6.2"), ("6.2. Giáo dục", "6.2"), ("D6. Public", "6"),
        ("Dim 6", "6"), ("Nội dung thành phần 6.2: Giáo dục", "6.2"), ("Chỉ số nội dung 6", "6"),
        (" 6.2 x", "6.2"), ("62", ""), ("0.1 x", ""), ("6.0 x", "6"), ("x 6.2", ""),
    ],
)  # fmt: skip
def test_the_number_with_which_a_header_begins(header, number):
    assert printed_number(header) == number
