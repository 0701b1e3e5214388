"""Each file that is stored leaves a row that says what changed, and why."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.common.paths import ROOT
from lib.datasets.optional_tables import OPTIONAL_TABLES
from lib.ingest.issues import question
from lib.ingest.result import KEY, IngestResult, note_change

DAY = date(2027, 4, 2)


def result(**changes):
    scores = pd.DataFrame([(2025, "80", "1.1", 2.0), (2025, "80", "1.2", 1.0)])
    scores.columns = [*KEY, "score"]
    nothing = pd.DataFrame(columns=[*KEY, "old", "new"])
    new_year = IngestResult("papi 2025.xlsx", (2025,), (2025,), scores, nothing, {}, ())
    return replace(new_year, **changes)


def last_row(tables, stored):
    after = note_change(tables, stored, DAY)
    assert len(after.changes) == len(tables.changes) + 1
    return after.changes.iloc[-1]


def test_a_new_year_is_noted_with_its_file(dataset):
    row = last_row(dataset.tables, result())
    assert (row["date"], row["kind"], row["files"]) == ("2027-04-02", "added", "scores.csv")
    assert row["what_vi"] == "Thêm 2 điểm của năm 2025."
    assert row["what_en"] == "Scores of 2025 added: 2."
    assert row["why_vi"] == "Nạp từ tệp “papi 2025.xlsx”."


def test_a_correction_is_one(dataset):
    corrected = pd.DataFrame([(2024, "80", "1.1", 2.0, 2.5)], columns=[*KEY, "old", "new"])
    row = last_row(dataset.tables, result(added_years=(), changes=corrected))
    assert row["kind"] == "corrected" and row["what_vi"] == "Sửa 1 điểm của năm 2024."


@pytest.mark.parametrize("code", ["indicators_changed", "margins_other", "printed_other"])
def test_other_figures_beside_the_scores_are_a_correction_too(dataset, code):
    extras = {"margins": pd.DataFrame({"year": [2024]})}
    stored = result(added_years=(), extras=extras, issues=(question(code),))
    assert last_row(dataset.tables, stored)["kind"] == "corrected"
    # Beside a new year it is an addition, and so is what replaces nothing.
    assert last_row(dataset.tables, replace(stored, added_years=(2025,)))["kind"] == "added"
    assert last_row(dataset.tables, replace(stored, issues=()))["kind"] == "added"


def test_a_sub_dimension_that_is_measured_longer_is_named(dataset):
    row = last_row(dataset.tables, result(extended={"7.3": 2025}))
    assert row["files"] == "scores.csv; sub_dimensions.csv"
    assert row["what_vi"].endswith("cập nhật: các năm đo của nội dung thành phần.")


def test_what_comes_beside_the_scores_is_named(dataset):
    margins = pd.DataFrame({"year": [2024]})
    row = last_row(dataset.tables, result(added_years=(), extras={"margins": margins}))
    assert row["files"] == "margins.csv"
    assert row["what_en"].endswith("intervals and standard errors.")


@pytest.mark.parametrize("name", ["printed_scores", *OPTIONAL_TABLES])
def test_every_table_that_a_file_may_bring_has_a_name(dataset, name):
    stored = result(added_years=(), extras={name: pd.DataFrame()})
    row = last_row(dataset.tables, stored)
    assert row["what_vi"].startswith("Thêm hoặc cập nhật: ") and row["files"] == f"{name}.csv"


def test_a_file_that_changes_nothing_leaves_no_row_and_one_stored_twice_one(dataset):
    tables = dataset.tables
    assert note_change(tables, result(added_years=()), DAY) is tables
    once = note_change(tables, result(), DAY)
    assert len(note_change(once, result(), DAY).changes) == len(once.changes)


def test_the_listed_changes_are_in_order_and_of_files_that_are_there(dataset):
    changes = dataset.tables.changes
    assert changes["date"].is_monotonic_increasing
    for files in changes["files"]:
        for name in files.split("; "):
            assert (ROOT / "data" / name).exists(), name


@pytest.mark.parametrize("column", ["what", "why"])
def test_both_languages_name_the_same_numbers_of_plans(dataset, column):
    for row in dataset.tables.changes.itertuples():
        vi, en = getattr(row, f"{column}_vi"), getattr(row, f"{column}_en")
        assert ("KH-UBND" in vi) == ("KH-UBND" in en)


def test_a_score_that_a_published_year_did_not_have_is_added(dataset):
    nothing = float("nan")
    changes = pd.DataFrame([(2024, "26", "1.1", nothing, 2.5)], columns=[*KEY, "old", "new"])
    row = last_row(dataset.tables, result(added_years=(), changes=changes))
    assert row["kind"] == "added" and row["what_vi"] == "Thêm 1 điểm của năm 2024."
    both = pd.concat([changes, changes.assign(province="80", old=2.0)])
    row = last_row(dataset.tables, result(added_years=(), changes=both))
    assert row["kind"] == "corrected"
    assert row["what_en"] == "Scores of 2024 added: 1. Scores of 2024 corrected: 1."
