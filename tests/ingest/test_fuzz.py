"""Whatever happens to a sheet on its way: the right scores, or a refusal; never a wrong number."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.datasets import tables
from lib.ingest import report
from lib.ingest.inspection import inspect_file
from lib.ingest.issues import column_letter
from tests.ingest.workbooks import FIRST, as_csv, grid, next_year, xlsx

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning")]
TABLES = tables.load_tables()
SCORES = next_year(TABLES)
ROWS = grid(TABLES, SCORES)
TRUTH = {(r.province, r.sub_dimension): r.score for r in SCORES.itertuples()}
WIDTH, LAST = len(ROWS[0]), len(ROWS) - 1
CELL = st.tuples(st.integers(FIRST, LAST - 1), st.integers(3, WIDTH - 1))
JUNK = st.one_of(
    st.sampled_from(
        ["1.2.3", "1,2,3", "1.234,5", "hai", "12%", "1e3", "=1+1", "-", "#N/A", " ", "+"]
    ),
    st.text(max_size=6),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.none(),
)
HARMLESS = (str.upper, str.title, lambda s: f"  {s} ", lambda s: s.replace(" ", "  "))


def assert_right_or_refused(result, changed=()):
    """Every score is the published one; what is missing was asked about; else it was refused."""
    for lang in ("vi", "en"):
        assert "{" not in report.verdict(result, lang)
        report.report_text(result, TABLES, lang)
    if not result.usable:
        assert result.issues_of_kind("problem")
        return
    assert result.years == (2025,)
    for row in result.scores.itertuples():
        expected = TRUTH.get((row.province, row.sub_dimension))
        assert expected == row.score, (row, expected, changed)
    if len(result.scores) < len(TRUTH):
        assert result.needs_confirmation


def fuzz(examples):
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=slow
    )


@fuzz(20)
@given(
    columns=st.permutations(range(WIDTH)),
    blanks=st.lists(st.integers(FIRST, LAST), max_size=4),
    commas=st.booleans(),
    spelling=st.sampled_from(HARMLESS),
    separator=st.sampled_from([None, ",", ";", "\t"]),
)
def test_what_only_looks_different_is_read_right(columns, blanks, commas, spelling, separator):
    rows = [list(row) for row in ROWS]
    rows[0] = [spelling(h) for h in rows[0]]
    rows[1] = [spelling(h) for h in rows[1]]
    if commas:
        rows = [[repr(v).replace(".", ",") if isinstance(v, float) else v for v in r] for r in rows]
    rows = [[row[i] for i in columns] for row in rows]
    for index in sorted(blanks, reverse=True):
        rows.insert(index, [None] * WIDTH)
    if separator:
        result = inspect_file(as_csv(rows, separator), "2025.csv", TABLES)
    else:
        result = inspect_file(xlsx({"2025": rows}), "x.xlsx", TABLES)
    assert result.usable and len(result.scores) == len(TRUTH), report.report_text(
        result, TABLES, "en"
    )
    assert_right_or_refused(result)


@fuzz(30)
@given(cells=st.dictionaries(CELL, JUNK, min_size=1, max_size=3), commas=st.booleans())
def test_spoilt_cells(cells, commas):
    rows = [list(row) for row in ROWS]
    for (row, index), value in cells.items():
        rows[row][index] = value
    assert_right_or_refused(inspect_file(as_csv(rows, ";", commas), "2025.csv", TABLES), cells)


@fuzz(20)
@given(
    renamed=st.dictionaries(
        st.tuples(st.integers(0, 1), st.integers(0, WIDTH - 1)),
        st.one_of(st.sampled_from(list(ROWS[0])), st.text(max_size=12), st.none()),
        min_size=1,
        max_size=4,
    )
)
def test_renamed_headers(renamed):
    rows = [list(row) for row in ROWS]
    for (row, index), value in renamed.items():
        rows[row][index] = value
    assert_right_or_refused(inspect_file(as_csv(rows), "2025.csv", TABLES), renamed)


@fuzz(12)
@given(
    top=st.integers(1, LAST),
    left=st.integers(1, WIDTH),
    height=st.integers(1, 3),
    width=st.integers(1, 3),
)
def test_merged_cells(top, left, height, width):

    if height == width == 1:
        width = 2
    area = f"{column_letter(left)}{top}:{column_letter(left + width - 1)}{top + height - 1}"
    result = inspect_file(xlsx({"2025": ROWS}, merged=[area]), "x.xlsx", TABLES)
    assert not result.usable or top > LAST or top <= FIRST
    assert_right_or_refused(result, area)


@fuzz(30)
@given(content=st.binary(max_size=400), name=st.sampled_from(["x.xlsx", "x.csv", "2025.csv", "x"]))
def test_any_bytes(content, name):
    result = inspect_file(content, name, TABLES)
    assert not result.usable and result.issues[0].sentence(TABLES, "vi")


@fuzz(20)
@given(cut=st.integers(1, 400), flips=st.lists(st.integers(0, 10**6), max_size=3))
def test_a_damaged_workbook(cut, flips):
    content = bytearray(WORKBOOK)
    for flip in flips:
        content[flip % len(content)] ^= 0x55
    assert_right_or_refused(
        inspect_file(bytes(content[: len(content) - cut * (len(flips) % 2)]), "x.xlsx", TABLES)
    )


WORKBOOK = xlsx({"2025": ROWS})
