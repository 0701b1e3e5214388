"""The whole result of a file in one sentence, with the counts of the language."""

import pandas as pd
import pytest

from lib.ingest import report
from lib.ingest.issues import Location, note, problem, question
from lib.ingest.result import KEY, IngestResult

ODD = problem("odd", Location("s", 3, 4), what="formula")
ASKED = question("column_bare", Location("s", 0, 9))
NO_CHANGES = pd.DataFrame(columns=[*KEY, "old", "new"])
CHANGED = pd.DataFrame([(2024, "80", "6.2", 1.5, 1.6)], columns=[*KEY, "old", "new"])
EXTRAS = {"margins": pd.DataFrame()}


def scores(*years, provinces=2):
    rows = [
        (year, f"{p:02d}", measure, 1.5)
        for year in years
        for p in range(1, provinces + 1)
        for measure in ("6.1", "6.2", "6.3")
    ]
    return pd.DataFrame(rows, columns=[*KEY, "score"])


def verdict(years, added, issues=(), changes=NO_CHANGES, extras=None, lang="vi"):
    result = IngestResult(
        "papi.xlsx", years, added, scores(*years), changes, {}, tuple(issues), {}, extras or {}
    )
    return report.verdict(result, lang)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ((2025,), (2025,), [ODD, ASKED, note("remarks", n=3)]),
            "Chưa dùng được tệp papi.xlsx: 1 chỗ phải sửa.",
        ),
        (
            ((2025,), (2025,)),
            "Tệp papi.xlsx (2025): 6 điểm của 2 tỉnh, mọi kiểm tra đều đạt.",
        ),
        (
            ((2025,), (2025,), [ASKED, ASKED]),
            "Tệp papi.xlsx (2025): 6 điểm của 2 tỉnh, không có lỗi; 2 chỗ cần người phụ trách số"
            " liệu xác nhận.",
        ),
        (
            ((2024,), (), [ASKED], CHANGED),
            "Tệp papi.xlsx (2024): 6 điểm của 2 tỉnh, không có lỗi; 2 chỗ cần người phụ trách số"
            " liệu xác nhận.",
        ),
        (
            ((2024,), (), [], CHANGED),
            "Tệp papi.xlsx (2024): 6 điểm của 2 tỉnh, không có lỗi; 1 chỗ cần người phụ trách số"
            " liệu xác nhận.",
        ),
        # Of a file with a new year its older sheets are only compared.
        (
            ((2024, 2025), (2025,)),
            "Tệp papi.xlsx (2025): 6 điểm của 2 tỉnh, mọi kiểm tra đều đạt.",
        ),
        (
            ((2023, 2024), ()),
            "Tệp papi.xlsx (2023, 2024): mọi điểm đều trùng với số liệu hiện có.",
        ),
        (
            ((2022, 2023, 2024), ()),
            "Tệp papi.xlsx (2022–2024): mọi điểm đều trùng với số liệu hiện có.",
        ),
        (
            ((2021, 2023, 2024), ()),
            "Tệp papi.xlsx (2021, 2023, 2024): mọi điểm đều trùng với số liệu hiện có.",
        ),
        (
            ((2024,), (), [note("older_differs"), note("older_differs"), note("remarks", n=3)]),
            "Tệp papi.xlsx (2024): không có số liệu mới; 2 điểm khác với số liệu hiện có, số liệu"
            " hiện có được giữ nguyên.",
        ),
        (
            ((2024,), (), [note("older_differs"), note("more_notes", n=7, differs=5)]),
            "Tệp papi.xlsx (2024): không có số liệu mới; 6 điểm khác với số liệu hiện có, số liệu"
            " hiện có được giữ nguyên.",
        ),
        (
            ((2024,), (), [], NO_CHANGES, EXTRAS),
            "Tệp papi.xlsx (2024): mọi điểm đều trùng với số liệu hiện có; ngoài điểm, tệp có số"
            " liệu chưa được lưu (xem mục Ghi nhận).",
        ),
        (
            ((2024,), (), [ASKED], NO_CHANGES, EXTRAS),
            "Tệp papi.xlsx (2024): mọi điểm đều trùng với số liệu hiện có; ngoài điểm, tệp có số"
            " liệu chưa được lưu; 1 chỗ cần người phụ trách số liệu xác nhận.",
        ),
    ],
)
def test_the_verdict(arguments, sentence):
    assert verdict(*arguments) == sentence


def test_what_is_only_counted_counts():
    more = question("more_questions", n=1200)
    assert "1.202 chỗ cần" in verdict((2025,), (2025,), [ASKED, more, ASKED])
    assert "1,202" in verdict((2025,), (2025,), [ASKED, more, ASKED], lang="en")


def sections_of(tables, issues, changes=NO_CHANGES):
    result = IngestResult("x", (2024,), (), scores(2024), changes, {}, tuple(issues))
    return report.sections(result, tables, "vi")


def test_like_problems_are_a_sentence_each_up_to_three_and_one_sentence_from_four_on(tables):
    def of_rows(n):
        return [problem("text", Location("s", 3 + 2 * at, 5), value=f"x{at}") for at in range(n)]

    (three,) = sections_of(tables, of_rows(3))
    assert three.heading == "Phải sửa (3)" and len(three.sentences) == 3
    (four,) = sections_of(tables, of_rows(4))
    assert four.heading == "Phải sửa (4)" and len(four.sentences) == 1
    assert "Tương tự ở 3 chỗ khác: ô E5; ô E7; ô E9." in four.sentences[0]
    (five,) = sections_of(tables, of_rows(5))
    assert "Tương tự ở 4 chỗ khác: ô E5; ô E7; ô E9; …." in five.sentences[0]


def test_questions_of_ten_measures_stay_apart_and_of_eleven_do_not(tables):
    subs = list(tables.sub_dimensions["code"])

    def asked(n):
        issues = [
            question("column_sorted", Location("s", 0, 4 + at), n=12, measure=subs[at], year=2025)
            for at in range(n)
        ]
        (section,) = sections_of(tables, issues)
        return section.sentences

    assert len(asked(10)) == 10
    (one,) = asked(11)
    assert "Tương tự ở 10 chỗ khác: 1.2; 1.3; " in one and "…" not in one
    (many,) = asked(22)
    named = many.partition("chỗ khác: ")[2]
    assert named.count(";") == 20 and named.endswith("; ….")


def test_forty_changes_are_told_and_the_others_counted(tables):
    def changed(n):
        rows = [(2024, "80", "6.2", 1.5, 1.6)] * n
        return pd.DataFrame(rows, columns=[*KEY, "old", "new"])

    (all_told,) = sections_of(tables, [], changed(40))
    assert all_told.heading == "Khác với số liệu hiện có (40)"
    assert len(all_told.sentences) == 40 and "Long An" in all_told.sentences[-1]
    (more,) = sections_of(tables, [], changed(42))
    assert more.heading == "Khác với số liệu hiện có (42)"
    assert len(more.sentences) == 41 and more.sentences[-1] == "và 2 chỗ khác."


def test_sections_stand_in_the_order_of_their_weight_and_none_is_empty(tables):
    found = sections_of(tables, [note("remarks", n=3), ASKED, ODD], CHANGED)
    assert [section.kind for section in found] == ["problem", "question", "change", "note"]
    assert [section.kind for section in sections_of(tables, [note("remarks", n=3)])] == ["note"]


def test_what_repeats_is_told_once_with_the_first_of_the_other_places(tables):
    issues = [problem("odd", Location("s", 10 * k, k), what="formula") for k in range(1, 9)]
    result = IngestResult(
        "papi.xlsx", (2025,), (2025,), scores(2025), NO_CHANGES, {}, tuple(issues), {}, {}
    )
    (section,) = report.sections(result, tables, "vi")
    assert section.sentences == (
        "Trang tính “s”, ô A10: ô chứa công thức, không phải là số; vui lòng dán lại dưới dạng giá"
        " trị. Tương tự ở 7 chỗ khác: ô B20; ô C30; ô D40; ….",
    )
