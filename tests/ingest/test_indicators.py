"""Indicators of a file: which are the same over the years, which values are kept."""

from dataclasses import replace

import pandas as pd
import pytest

from lib.ingest.comparisons.indicators import INDICATORS, stored_indicators
from lib.ingest.inspection import inspect_file
from lib.ingest.report import report_text, verdict
from lib.ingest.result import apply_result
from tests.ingest.workbooks import codes, next_year, turned, xlsx

# Printed in the sheet 2023_VIE_ENG: Hà Nội, Hà Giang, Cao Bằng.
CIVIC_KNOWLEDGE = (
    "Proportion with Civic Knowledge", "Hiểu biết về chính sách hiện hành (%)", "0%-100%",
    {"01": 0.745272, "02": 0.703545, "04": 0.483298},
)  # fmt: skip
LEADERS = (
    "Knowledge of Leaders", "Hiểu biết về vị trí lãnh đạo (%)", "0%-100%",
    {"01": 0.581964, "02": 0.334127, "04": 0.369411},
)  # fmt: skip


def row_named(rows, english):
    return next(i for i, row in enumerate(rows) if row[0] == english)


def sheet_of_2023(tables, *indicators):
    """The published year in the producer's layout with these rows below 1.1."""
    rows = turned(tables, tables.scores[tables.scores["year"] == 2023], 2023)
    at = row_named(rows, "Civic Knowledge") + 1
    codes_of_columns = [f"{code:02d}" for code in rows[0][3:]]
    rows[at : at + 1] = [
        [*labels, *map(values.get, codes_of_columns)] for *labels, values in indicators
    ]
    return rows


def indicator(tables, result, label):
    """The stored rows of an indicator of the result by its Vietnamese label."""
    after = apply_result(result, tables)
    named = after.indicator_catalogue[after.indicator_catalogue["label_vi"] == label]
    return after.indicators.merge(
        named.rename(columns={"id": "indicator"})[["indicator", "year", "unit", "sub_dimension"]]
    )


def test_the_printed_values_of_2023_are_kept_as_per_cent(tables):
    rows = sheet_of_2023(tables, CIVIC_KNOWLEDGE, LEADERS)
    result = inspect_file(xlsx({"2023_VIE_ENG": rows}), "papi.xlsx", tables)
    assert result.scores_unchanged and not result.unchanged and not result.needs_confirmation
    civic = indicator(tables, result, CIVIC_KNOWLEDGE[1])
    assert civic.set_index("province")["value"].to_dict() == {
        "01": 74.5272, "02": 70.3545, "04": 48.3298,
    }  # fmt: skip
    assert set(civic["unit"]) == {"%"} and set(civic["sub_dimension"]) == {"1.1"}
    leaders = indicator(tables, result, LEADERS[1])
    assert leaders.set_index("province")["value"].to_dict() == {
        "01": 58.1964, "02": 33.4127, "04": 36.9411,
    }  # fmt: skip
    catalogue = apply_result(result, tables).indicator_catalogue.set_index("id")
    assert catalogue.loc["1.1.01", "label_en"] == CIVIC_KNOWLEDGE[0]
    assert catalogue.loc["1.1.02", ["label_en", "scale", "direction"]].tolist() == [
        LEADERS[0], "0%-100%", "",
    ]  # fmt: skip
    text = report_text(result, tables, "vi")
    assert (
        "mọi điểm đều trùng với số liệu hiện có; ngoài điểm, tệp có số liệu chưa được lưu" in text
    )
    assert "Tệp có 29 chỉ tiêu dưới các nội dung thành phần năm 2023" in text


@pytest.fixture(scope="module")
def content(tables, scores):
    """A new year with a value of its own for each province."""
    rows = turned(
        tables, scores, missing=0, indicator=lambda code, member: round(int(member) / 100, 6)
    )
    return xlsx({"2025_VIE_ENG": rows})


@pytest.fixture(scope="module")
def result(tables, content):
    return inspect_file(content, "papi.xlsx", tables)


def test_a_province_without_a_score_above_has_no_value_whatever_the_cell_says(tables, result):
    after = apply_result(result, tables)
    scored = set(after.scores.loc[after.scores["year"] == 2025, "province"])
    assert len(scored) == 61 and set(after.indicators["province"]) == scored
    assert len(after.indicators) == 61 * 28
    assert "56 giá trị của các chỉ tiêu không được giữ" in report_text(result, tables, "vi")
    assert "indicators_left" in codes(result, "note") and result.usable


def test_the_same_file_once_more_brings_nothing(tables, content, result):
    again = inspect_file(content, "papi.xlsx", apply_result(result, tables))
    assert again.unchanged and not again.extras and not again.needs_confirmation
    assert "indicators_same" in codes(again)
    assert "mọi điểm đều trùng với số liệu hiện có." in verdict(again, "vi")


def test_a_corrected_value_is_asked_and_an_empty_cell_takes_nothing_away(tables, scores, result):
    present = apply_result(result, tables)
    rows = turned(tables, scores, indicator=lambda code, member: 0.91 if member == "80" else None)
    corrected = inspect_file(xlsx({"2025_VIE_ENG": rows}), "papi.xlsx", present)
    assert codes(corrected, "question") == ["indicators_changed"]
    assert "28 giá trị của các chỉ tiêu khác với số liệu hiện có" in report_text(
        corrected, present, "vi"
    )
    after = apply_result(corrected, present).indicators.set_index(["province", "indicator"])
    assert after.loc[("80", "1.1.01"), "value"] == 91
    assert after.loc[("79", "1.1.01"), "value"] == 79 and len(after) == 61 * 28


def test_what_cannot_be_read_is_asked_about(tables, scores):
    rows = turned(tables, scores)
    at = row_named(rows, "Proportion 1")
    rows[at][5], rows[at][6] = "=SUM(A1:A2)", "khoảng 50"
    result = inspect_file(xlsx({"2025_VIE_ENG": rows}), "papi.xlsx", tables)
    assert "indicators_unread" in codes(result, "question")
    assert "2 ô của các chỉ tiêu chứa nội dung không đọc được" in report_text(result, tables, "vi")


# --- hand-made lines --------------------------------------------------------------------------


def found(*lines, year=2025, province="80"):
    """Lines (sub-dimension, Vietnamese label, value, and more) as the reader gives them."""
    rows = []
    for number, (above, label, value, *more) in enumerate(lines, start=10):
        scale, english = [*more, "0%-100%", ""][:2] if more else ("0%-100%", "")
        rows.append((year, province, above, number, label, english, scale, value, False))
    return pd.DataFrame(rows, columns=INDICATORS)


def stored(tables, table, years=(2023, 2024, 2025)):
    """The present data with the indicators of a frame, and the issues."""
    scores = pd.DataFrame(
        [(y, "80", s) for y in years for s in tables.sub_dimensions["code"]],
        columns=["year", "province", "sub_dimension"],
    )
    extras, issues = stored_indicators(table, scores, tables)
    return replace(tables, **extras), issues


def ids(tables, year):
    catalogue = tables.indicator_catalogue
    return catalogue.loc[catalogue["year"] == year].set_index("label_vi")["id"].to_dict()


def test_a_label_keeps_its_code_over_the_years_and_another_gets_a_new_one(tables):
    first, _ = stored(
        tables, found(("1.1", "Biết chính sách (%)", 0.5), ("1.1", "Biết lãnh đạo", 0.4), year=2023)
    )
    assert ids(first, 2023) == {"Biết chính sách (%)": "1.1.01", "Biết lãnh đạo": "1.1.02"}
    # In another order, with other signs and case, one label reworded, one below another measure.
    table = found(
        ("1.1", "BIẾT LÃNH ĐẠO (%)", 0.41),
        ("1.1", "Biết rõ chính sách (%)", 0.6),
        ("1.2", "Biết chính sách (%)", 0.7),
        year=2024,
    )
    second, _ = stored(first, table)
    assert ids(second, 2024) == {
        "BIẾT LÃNH ĐẠO (%)": "1.1.02",
        "Biết rõ chính sách (%)": "1.1.03",
        "Biết chính sách (%)": "1.2.01",
    }
    assert ids(second, 2023) == ids(first, 2023)
    # A year later the first label is back: its code too.
    third, _ = stored(second, found(("1.1", "Biết chính sách", 0.5)))
    assert ids(third, 2025) == {"Biết chính sách": "1.1.01"}


def test_another_scale_is_another_indicator(tables):
    first, _ = stored(tables, found(("6.3", "Chất lượng đường", 2.5, "1-4"), year=2024))
    assert first.indicator_catalogue.loc[0, ["unit", "low", "high"]].tolist() == ["", 1.0, 4.0]
    second, _ = stored(first, found(("6.3", "Chất lượng đường", 2.5, "1-5")))
    assert ids(second, 2025) == {"Chất lượng đường": "6.3.02"}


def test_two_lines_of_one_label_are_both_kept_and_compared_with_no_other_year(tables):
    twins = (("4.2", "Phải đưa tiền", 0.1), ("4.2", "Phải đưa tiền", 0.2))
    first, _ = stored(tables, found(*twins, year=2024))
    assert first.indicators.set_index("indicator")["value"].to_dict() == {
        "4.2.01": 10.0, "4.2.02": 20.0,
    }  # fmt: skip
    again, _ = stored(first, found(*twins, year=2024))
    assert again.indicators.equals(first.indicators)
    second, _ = stored(first, found(*twins))
    assert set(second.indicator_catalogue.query("year == 2025")["id"]) == {"4.2.03", "4.2.04"}


def test_a_direction_that_was_entered_goes_on_with_the_indicator(tables):
    first, _ = stored(tables, found(("4.2", "Phải đưa tiền", 0.1), year=2024))
    entered = first.indicator_catalogue.assign(direction="lower")
    second, _ = stored(
        replace(first, indicator_catalogue=entered), found(("4.2", "Phải đưa tiền", 0.2))
    )
    assert second.indicator_catalogue["direction"].tolist() == ["lower", "lower"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.745272, 0.0, 1.0), (74.5272, 0.0, 100.0)),
        ((74.5272, 0.4, 100.0), (74.5272, 0.4, 100.0)),  # per cent; one share is below 1 per cent
        ((0.745272, 0.5, 31.5), (74.5272, 50.0, 31.5)),  # fractions, one line in per cent
    ],
)
def test_shares_are_per_cent_however_the_file_has_them(tables, values, expected):
    lines = [("2.1", f"Tỷ lệ {n}", value) for n, value in enumerate(values)]
    after, issues = stored(tables, found(*lines))
    assert tuple(after.indicators["value"]) == expected
    assert [issue.kind for issue in issues] == ["note"]


def test_a_value_off_its_scale_is_left_out_and_named(tables):
    lines = (
        ("2.1", "Tỷ lệ A", 0.5),
        ("6.3", "Mức độ đường", 7.0, "1-4"),
        ("2.2", "Tỷ lệ B", 130.0),
    )
    after, issues = stored(tables, found(*lines))
    assert after.indicators["value"].tolist() == [50.0]
    (asked,) = [issue for issue in issues if issue.kind == "question"]
    assert "Tỷ lệ B; Mức độ đường" in asked.sentence(tables, "vi")
    assert len(after.indicator_catalogue) == 1  # nothing is listed that has no value


def test_a_rounded_value_does_not_replace_the_full_one(tables):
    first, _ = stored(tables, found(("1.1", "Biết chính sách", 0.745272)))
    same, issues = stored(first, found(("1.1", "Biết chính sách", 0.75)))
    assert same.indicators["value"].tolist() == [74.5272]
    assert [issue.code for issue in issues] == ["indicators_same"]
    _, issues = stored(first, found(("1.1", "Biết chính sách", 0.76)))
    assert "indicators_changed" in [issue.code for issue in issues]


def test_scores_of_a_file_are_those_without_indicators(tables, scores, result):
    expected = next_year(tables).sort_values(["year", "province", "sub_dimension"])
    assert result.scores["score"].tolist() == expected["score"].tolist()


def test_without_a_vietnamese_label_the_english_one_tells_which_indicator_it_is(tables):
    first, _ = stored(tables, found(("1.1", "", 0.5, "0%-100%", "Civic knowledge"), year=2024))
    same, _ = stored(first, found(("1.1", "", 0.5, "0%-100%", "CIVIC KNOWLEDGE")))
    other, _ = stored(first, found(("1.1", "", 0.5, "0%-100%", "Knows leaders")))
    for after, code in ((same, "1.1.01"), (other, "1.1.02")):
        catalogue = after.indicator_catalogue
        assert catalogue.loc[catalogue["year"] == 2025, "id"].tolist() == [code]
