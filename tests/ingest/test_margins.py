"""Intervals and standard errors of a file: kept as printed, checked, and taken back."""

import shutil

import numpy as np
import pytest

from lib.datasets import descriptions
from lib.datasets.descriptions import DataError
from lib.datasets.optional_tables import read_descriptions_of_content
from lib.datasets.tables import load_tables
from lib.ingest import report, storage
from lib.ingest.inspection import inspect_file
from lib.model import sampling
from lib.model.dataset import Dataset
from tests.ingest.workbooks import (
    ERROR,
    NAME,
    codes,
    columns_of,
    files,
    inspect_sheet,
    next_year,
    published,
    turned,
    xlsx,
)
from tests.stats.sampling.printed import PRINTED

pytestmark = pytest.mark.slow
LOW, HIGH, SE = "Unweighted 95% CI Low", "Unweighted 95% CI High", "Unweighted Standard Error"


def row_named(rows, label):
    return next(row for row in rows if row[0] == label)


def sentence(result, code, tables):
    return next(i for i in result.issues if i.code == code).sentence(tables, "vi")


def place_of(tables, code, units="63"):
    """Where the column of a province stands, from 0."""
    return 3 + [c for c, _, _ in columns_of(tables, units)].index(code)


def printed_2023(tables):
    """The sheet of 2023 with the figures that were printed for three provinces, and no others."""
    rows = turned(tables, published(tables, 2023), 2023)
    for label, name in ((LOW, "low"), (HIGH, "high"), (SE, "standard_error")):
        row = row_named(rows, label)
        row[3:] = [None] * len(row[3:])
        for code, value in zip(PRINTED["province"], PRINTED[name], strict=True):
            row[place_of(tables, code)] = value
    return rows


@pytest.mark.fast
def test_the_printed_margins_of_2023_are_kept_as_printed_and_their_level_is_told(tables):
    result = inspect_file(xlsx({"2023_VIE_ENG": printed_2023(tables)}), "x.xlsx", tables)
    assert result.usable and result.scores_unchanged and not result.unchanged
    assert codes(result, "question") == []
    kept = result.extras["margins"]
    assert kept["province"].tolist() == ["01", "02", "04"] and set(kept["year"]) == {2023}
    for name in ("low", "high", "standard_error"):
        assert kept[name].tolist() == PRINTED[name].tolist()
    text = report.report_text(result, tables, "vi")
    assert "±1,645 sai số chuẩn, tức khoảng tin cậy 90% hai phía" in text
    assert "±1.645 standard errors, a two-sided 90% interval" in report.report_text(
        result, tables, "en"
    )


def test_they_are_stored_come_back_and_go_with_the_backup(root, tables, rows):
    before = files(root)
    result = inspect_file(xlsx({NAME: rows}), "x.xlsx", tables)
    backup = storage.store_result(result, tables, root)
    assert set(files(root)) > set(before)
    stored = load_tables(root)
    assert len(stored.margins) == stored.scores.query("year == 2025")["province"].nunique()
    assert set(stored.margins["standard_error"]) == {ERROR}
    described = descriptions.read_description(root / "data" / "margins.meta.toml")
    assert described.rows == len(stored.margins)
    again = inspect_file(xlsx({NAME: rows}), "x.xlsx", stored)
    assert again.unchanged
    listed = {found.file for found in read_descriptions_of_content(root / "data")}
    assert {"margins.csv", "indicators.csv", "indicator_catalogue.csv"} <= listed
    shutil.copytree(backup, root / "data", dirs_exist_ok=True)  # by hand, as after a crash
    assert load_tables(root).margins.empty
    # The page about the data lists what it listed before.
    listed = {found.file for found in read_descriptions_of_content(root / "data")}
    assert listed == {name for name in before if name.endswith(".csv")}


def test_a_file_without_margins_takes_none_away(root, tables, rows):
    storage.store_result(inspect_file(xlsx({NAME: rows}), "x.xlsx", tables), tables, root)
    stored = load_tables(root)
    newer = turned(stored, next_year(stored, 2026), 2026, statistics=False)
    result = inspect_file(xlsx({"2026_VIE_ENG": newer}), "x.xlsx", stored)
    assert result.usable and "margins" not in result.extras
    # Half of the errors of the next file are missing: those that are printed are added.
    newer = turned(stored, next_year(stored, 2026), 2026)
    row_named(newer, SE)[3:30] = [None] * 27
    more = inspect_file(xlsx({"2026_VIE_ENG": newer}), "x.xlsx", stored).extras["margins"]
    newest = more[more["year"] == 2026]
    assert newest["low"].notna().all() and 20 < newest["standard_error"].isna().sum() <= 27
    assert set(more[more["year"] == 2025]["standard_error"]) == {ERROR}


def test_the_34_have_margins_too(tables, scores):
    result = inspect_sheet(tables, turned(tables, scores, units="34"), name=NAME)
    assert result.usable and set(result.extras["margins"]["year"]) == {2025}
    assert set(result.extras["margins"]["province"]) <= set(tables.successors["code"])
    assert len(result.extras["margins"]) == result.scores["province"].nunique()


# --- what is refused, what is asked ---------------------------------------------------------


@pytest.mark.fast
def test_errors_that_are_all_zero_are_refused(tables, rows):
    errors = row_named(rows, SE)
    errors[3:] = [0] * len(errors[3:])
    result = inspect_sheet(tables, rows, name=NAME)
    assert codes(result, "problem") == ["margins_zero"] and "margins" not in codes(result)
    assert "margins_bare" not in codes(result)
    assert "đều bằng 0" in sentence(result, "margins_zero", tables)


def test_a_zero_where_nothing_is_published_is_no_error(tables, scores):
    part = scores[scores["province"] != "01"]
    rows = turned(tables, part)
    row_named(rows, SE)[place_of(tables, "01")] = 0
    result = inspect_sheet(tables, rows, name=NAME)
    assert "01" not in set(result.extras["margins"]["province"])
    assert not any(code.startswith("margins_") for code in codes(result))


def test_one_zero_is_asked_and_counts_as_not_printed(tables, rows):
    row_named(rows, SE)[place_of(tables, "80")] = 0
    result = inspect_sheet(tables, rows, name=NAME)
    assert "margins_some_zero" in codes(result, "question")
    assert "Long An" in sentence(result, "margins_some_zero", tables)
    own = result.extras["margins"].set_index("province").loc["80"]
    assert own[["standard_error"]].isna().all() and own["low"] > 0


@pytest.mark.parametrize(
    ("label", "plus", "code"),
    [
        (HIGH, -1.0, "margins_ends"),
        (HIGH, 0.05, "margins_skewed"),
        (SE, 0.02, "margins_uneven"),
    ],
)
def test_what_does_not_fit_is_named(tables, rows, label, plus, code):
    row_named(rows, label)[place_of(tables, "80")] += plus
    result = inspect_sheet(tables, rows, name=NAME)
    assert code in codes(result)
    assert "Long An" in sentence(result, code, tables)
    assert result.usable == (code != "margins_ends")


def without_width(tables, rows, decimals, error):
    """Rounded ends, those of Long An one figure, beside its error; None: there are no errors."""
    at = place_of(tables, "80")
    for label in (LOW, HIGH):
        row = row_named(rows, label)
        row[3:] = [round(v, decimals) if isinstance(v, float) else v for v in row[3:]]
    total = round(row_named(rows, "Unweighted PAPI Score")[at], decimals)
    row_named(rows, LOW)[at] = row_named(rows, HIGH)[at] = total
    if error is None:
        rows.remove(row_named(rows, SE))
    else:
        row_named(rows, SE)[at] = error
    return inspect_sheet(tables, rows, name=NAME)


@pytest.mark.parametrize(("decimals", "error"), [(1, 0.02), (1, 0.03), (0, 0.2), (0, None)])
def test_ends_that_rounding_makes_one_figure_are_kept_and_told(tables, rows, decimals, error):
    result = without_width(tables, rows, decimals, error)
    assert result.usable and not [c for c in codes(result, "question") if "margins" in c]
    assert "margins_no_width" in codes(result, "note")
    text = sentence(result, "margins_no_width", tables)
    assert "vì đã làm tròn" in text
    assert "Long An" in text or decimals == 0  # then others have no width either
    own = result.extras["margins"].set_index("province").loc["80"]
    assert own["low"] == own["high"] > 0


@pytest.mark.parametrize(("decimals", "error"), [(1, 0.2), (1, 0), (1, None), (9, 0.2), (9, 0.001)])
def test_ends_of_one_figure_that_rounding_does_not_explain_are_refused(
    tables, rows, decimals, error
):
    result = without_width(tables, rows, decimals, error)
    assert codes(result, "problem") == ["margins_ends"]
    assert "Long An" in sentence(result, "margins_ends", tables)


def test_intervals_of_which_none_has_a_width_are_refused(tables, rows):
    for label in (LOW, HIGH):
        row_named(rows, label)[3:] = [41.0] * len(rows[0][3:])
    rows.remove(row_named(rows, SE))
    assert codes(inspect_sheet(tables, rows, name=NAME), "problem") == ["margins_ends"]


def test_a_stored_interval_without_a_width_is_not_known_to_the_pages(root, tables, rows):
    kept = without_width(tables, rows, 1, 0.02)
    storage.store_result(kept, tables, root)
    stored = load_tables(root).margins.set_index(["year", "province"])
    assert stored.at[(2025, "80"), "low"] == stored.at[(2025, "80"), "high"]
    dataset = Dataset.build(load_tables(root))
    own, other = (sampling.margin(dataset, 2025, code) for code in ("80", "01"))
    assert np.isnan(own.low) and np.isnan(own.high) and own.printed == 0.02
    assert other.low < other.high


def test_a_score_outside_its_interval_is_asked(tables, rows):
    for label in (LOW, HIGH):
        row_named(rows, label)[place_of(tables, "80")] += 0.5
    result = inspect_sheet(tables, rows, name=NAME)
    assert "margins_outside" in codes(result, "question")
    assert "margins_skewed" not in codes(result)


@pytest.mark.parametrize(
    ("decimals", "told"),
    [(1, "chỉ biết mức này từ 77% đến 98%"), (2, "chỉ biết mức này từ 89% đến 91%")],
)
def test_rounded_margins_are_no_fault_and_no_level_is_made_up(tables, rows, decimals, told):
    for label in (LOW, HIGH, SE):
        row = row_named(rows, label)
        row[3:] = [round(v, decimals) if isinstance(v, float) else v for v in row[3:]]
    result = inspect_sheet(tables, rows, name=NAME)
    of_margins = [i for i in result.issues if i.code.startswith("margins")]
    assert [(i.kind, i.code) for i in of_margins] == [("note", "margins_rounded")]
    text = of_margins[0].sentence(tables, "vi")
    assert told in text and "làm tròn nên không xác định được mức tin cậy" in text


def test_totals_that_are_rounded_too_do_not_leave_the_middle_of_their_intervals(tables, rows):
    short = [[round(v, 2) if isinstance(v, float) else v for v in row] for row in rows]
    result = inspect_sheet(tables, short, name=NAME)
    assert result.usable and not [c for c in codes(result, "question") if "margins" in c]
    assert "beyond" not in codes(result, "question")


def test_other_figures_for_present_margins_are_asked(root, tables, rows):
    storage.store_result(inspect_file(xlsx({NAME: rows}), "x.xlsx", tables), tables, root)
    stored = load_tables(root)
    for label, by in ((LOW, -0.0329), (HIGH, 0.0329), (SE, 0.02)):
        row_named(rows, label)[place_of(tables, "80")] += by
    result = inspect_file(xlsx({NAME: rows}), "x.xlsx", stored)
    assert "margins_other" in codes(result, "question") and result.needs_confirmation
    assert "Long An" in sentence(result, "margins_other", tables)


@pytest.mark.parametrize(
    ("text", "code"),
    [("2023,80,total,40.5,41.2,0", "margin_zero"), ("2023,80,total,41.2,40.5,0.2", "margin_ends")],
)
def test_a_stored_file_of_zeros_is_refused_by_the_app_too(root, text, code):
    folder = root / "data"
    head = "year,province,measure,low,high,standard_error\n"
    (folder / "margins.csv").write_text(f"{head}{text}\n", encoding="utf-8")
    shutil.copy(folder / "templates" / "margins.meta.toml", folder)
    descriptions.stamp_description(folder / "margins.meta.toml")
    with pytest.raises(DataError) as caught:
        load_tables(root)
    assert caught.value.code == code and "dòng 2" in caught.value.sentence("vi")


def test_margins_of_a_dimension_are_kept_and_told_apart(tables, rows):
    at = rows.index(next(row for row in rows if str(row[0]).startswith("Dimension 1")))
    vi = "Chỉ số nội dung 1"
    errors = [f"{rows[at][0]} Standard Error", f"{vi} - sai số chuẩn", None, *[0.1] * 63]
    result = inspect_sheet(tables, [*rows[: at + 1], errors, *rows[at + 1 :]], name=NAME)
    assert result.usable
    of_dimension = result.extras["margins"][result.extras["margins"]["measure"] == "1"]
    assert set(of_dimension["standard_error"]) == {0.1} and of_dimension["low"].isna().all()
    assert "margins_dimensions" in codes(result, "note")
