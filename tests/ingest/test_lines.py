"""What a line of figures is by its labels, its scale and how its figures are shown."""

import pytest

from lib.ingest.files.cells import Percentage, SpecialCell
from lib.ingest.layouts.lines import classify_lines
from lib.ingest.matching import HeaderMatcher

ANCHOR = ("Y tế công lập", "Public Health")  # 6.1
NEXT = ("Giáo dục tiểu học công lập", "Public Primary Education")  # 6.2
POINTS, SHARE = "0.25-2.5 điểm/points", "0%-100%"
FIGURES = (0.5, 0.6, 0.7)
SHOWN = tuple(map(Percentage, FIGURES))


@pytest.fixture(scope="module")
def headers(tables):
    return HeaderMatcher.of_year(tables, 2025)


def lines_of(headers, *columns):
    """The lines of a sheet: of each column its labels, then its figures."""
    height = max(len(labels) for labels, _ in columns)
    labels = [[(*own, *[None] * height)[n] for own, _ in columns] for n in range(height)]
    figures = [[own[n] for _, own in columns] for n in range(3)]
    return classify_lines([*labels, *figures], 0, height, headers)


def told(headers, *columns):
    return [(line.kind, line.code) for line in lines_of(headers, *columns)]


@pytest.mark.parametrize(
    ("labels", "figures", "expected"),
    [
        (NEXT, FIGURES, ("code", "6.2")),
        ((*NEXT, POINTS), FIGURES, ("code", "6.2")),
        # Shown as percentages they are shares, unless the scale says that they are points.
        ((*NEXT, POINTS), SHOWN, ("code", "6.2")),
        (NEXT, SHOWN, ("indicator", "6.1")),
        (("Gì đó",), SHOWN, ("indicator", "6.1")),
        # Nor are figures above 1 shares.
        (NEXT, tuple(Percentage(v + 1) for v in FIGURES), ("code", "6.2")),
        (NEXT, (Percentage(0.5), Percentage(1.0), 0.6), ("indicator", "6.1")),  # most of them
        (NEXT, (Percentage(0.5), 0.6, None), ("code", "6.2")),  # half of them
        (("Tỷ lệ hài lòng",), FIGURES, ("indicator", "6.1")),
        (("Something", SHARE), FIGURES, ("indicator", "6.1")),
        (("Something", "1-5"), FIGURES, ("indicator", "6.1")),
        (("Something", POINTS), FIGURES, ("points", "")),
        (("Something",), FIGURES, ("unknown", "6.1")),
        (("Điểm", NEXT[0]), FIGURES, ("code", "6.2")),  # below a name it is the unit
        (("Điểm",), FIGURES, ("code", "score")),
        ((NEXT[0], "Quality of Water"), FIGURES, ("torn", "")),
        (("7.3 Chất lượng nước sạch",), FIGURES, ("like", "7.3")),
        (("Standard Error",), FIGURES, ("error", "6.1")),
        (("Unweighted 95% CI Low",), FIGURES, ("low", "6.1")),
        (("Điểm cao",), FIGURES, ("high", "6.1")),
        (("Điểm cao nhất",), FIGURES, ("unknown", "6.1")),
        (("Weighted PAPI Score",), FIGURES, ("weighted", "total")),
        (("Unweighted PAPI Score",), FIGURES, ("code", "total")),
        (("Dimension 4: Standard Error",), FIGURES, ("error", "4")),
        (("Xếp hạng",), FIGURES, ("rank", "6.1")),
        ((SpecialCell("formula", "=A1"),), FIGURES, ("odd", "")),
    ],
)  # fmt: skip
def test_a_line_behind_a_sub_dimension(headers, labels, figures, expected):
    assert told(headers, (ANCHOR, FIGURES), (labels, figures))[1] == expected


@pytest.mark.parametrize(
    ("labels", "figures", "expected"),
    [
        (("Tỷ lệ hài lòng",), FIGURES, ("unknown", "")),
        (("Something", "1-5"), FIGURES, ("unknown", "")),
        (("Something",), SHOWN, ("unknown", "")),
        (("Something",), FIGURES, ("unknown", "")),
        (("Standard Error",), FIGURES, ("error", "")),
        (("Chỉ số PAPI: sai số chuẩn",), FIGURES, ("error", "total")),
    ],
)
def test_the_same_with_nothing_before_it(headers, labels, figures, expected):
    assert told(headers, (labels, figures)) == [expected]


def test_below_a_dimension_nothing_is_an_indicator_of_the_sub_dimension_before_it(headers):
    health = ("Cung ứng dịch vụ công", "Public Service Delivery")
    environment = ("Quản trị môi trường", "Environmental Governance")
    found = told(
        headers,
        (health, FIGURES), (ANCHOR, FIGURES), (("Tỷ lệ 1 (%)",), FIGURES),
        (environment, FIGURES), (("Tỷ lệ 2 (%)",), FIGURES), (("Standard Error",), FIGURES),
    )  # fmt: skip
    assert found == [
        ("code", "6"), ("code", "6.1"), ("indicator", "6.1"),
        ("code", "7"), ("unknown", ""), ("error", "7"),
    ]  # fmt: skip


def test_a_line_without_a_figure_is_none_unless_it_has_the_label_of_a_measure(headers):
    nothing = (None, None, None)
    found = lines_of(
        headers, (ANCHOR, nothing), (("Something",), nothing), (NEXT, FIGURES), (("Tỷ lệ",), SHOWN)
    )
    assert [(line.column, line.kind) for line in found] == [
        (1, "code"), (3, "code"), (4, "indicator"),
    ]  # fmt: skip
    assert [line.as_percent for line in found] == [False, False, True]


def test_a_sheet_that_is_formatted_as_percentages_has_scores_and_indicators(headers):
    # Half of its measures prove nothing, more than half do.
    both = told(headers, (ANCHOR, FIGURES), (("Điểm PAPI", POINTS), FIGURES), (NEXT, SHOWN))
    assert both[2] == ("indicator", "6.1")
    points = [(*labels, POINTS) for labels in (ANCHOR, NEXT)]
    bare = ("Cơ sở hạ tầng căn bản", "Basic Infrastructure")
    found = told(headers, *((labels, SHOWN) for labels in (*points, bare, NEXT, ("Tỷ lệ",))))
    # What is known already is an indicator of the same name.
    assert found == [
        ("code", "6.1"), ("code", "6.2"), ("code", "6.3"),
        ("indicator", "6.3"), ("indicator", "6.3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ((3.0, 4.0, 5.0, 6.0, 7.0), "code"),
        ((None, 4.0, 5.0, 6.0, 7.0), "torn"),  # only four
        ((2.0, 4.0, 5.0, 6.0, 7.0), "torn"),
        ((3.1, 4.1, 5.1, 6.1, 7.1), "torn"),  # codes of sub-dimensions
    ],
)
def test_a_row_that_numbers_five_columns_is_no_label(headers, numbers, kind):
    # 7 and 7.1 below the name of 6.2 contradict it where they are labels.
    names = ("a", "b", "c", "d", NEXT[0])
    columns = [((name, number), FIGURES) for name, number in zip(names, numbers, strict=True)]
    assert lines_of(headers, *columns)[-1].kind == kind


def test_labels_are_kept_once_without_their_scale_and_told_apart_by_language(headers):
    texts = ("Y tế công lập", "Public Health", "Public Health", POINTS)
    (line,) = lines_of(headers, (texts, FIGURES))
    assert (line.labels, line.scale) == (("Y tế công lập", "Public Health"), POINTS)
    assert line.header == "Y tế công lập / Public Health"
    assert line.label_vi_en == ("Y tế công lập", "Public Health")
    (english,) = lines_of(headers, (("Public Health",), FIGURES))
    assert english.label_vi_en == ("", "Public Health")
    (vietnamese,) = lines_of(headers, (("Y tế công lập",), FIGURES))
    assert vietnamese.label_vi_en == ("Y tế công lập", "")
