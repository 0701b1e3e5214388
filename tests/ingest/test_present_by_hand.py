"""A sheet of a published year beside the data, on scores made by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from lib.ingest.comparisons.present_scores import (
    check_year_of_content,
    compare_with_present,
    name_year_of_scores,
)
from lib.ingest.comparisons.profiles import check_places_of_present
from lib.ingest.issues import Location, note, problem, question
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell

MEASURES = [f"{d}.{n}" for d in range(1, 6) for n in range(1, 5)]  # 20


def score_of(year, province, measure):
    """A score that no other year, province or measure has."""
    return (
        1 + ((year * 7919 + province * 104729 + int(measure.replace(".", "")) * 613) % 9973) / 1e4
    )


def tables_of(*years, provinces=12):
    rows = [
        (year, f"{p:02d}", measure, score_of(year, p, measure))
        for year in years
        for p in range(1, provinces + 1)
        for measure in MEASURES
    ]
    columns = ["year", "province", "sub_dimension", "score"]
    return SimpleNamespace(scores=pd.DataFrame(rows, columns=columns), years_of_34=set())


def sheet_of(year, figures_of=None, provinces=12, decimals=6, changed=None, units="63"):
    """A sheet of a year with the scores of a year, some changed: {(province, measure): plus}."""
    changed = changed or {}
    cells = []
    for p in range(1, provinces + 1):
        for at, measure in enumerate(MEASURES):
            score = round(score_of(figures_of or year, p, measure), decimals)
            score += changed.get((p, measure), 0)
            place = Location("t", p + 2, at + 3)
            cells.append(ScoreCell(year, f"{p:02d}", measure, score, place, decimals))
    return RecognizedScores(
        cells, columns={year: {"1.1": Location("t", 0, 3)}}, units={year: units}
    )


def told(issues):
    return [(i.kind, i.code, i.location, dict(i.values)) for i in issues]


SHEET = Location("t")


def test_a_sheet_that_says_the_same_is_one_note():
    tables = tables_of(2022, 2023, 2024)
    expected = [("note", "older_same", SHEET, {"year": 2023, "n": 240})]
    assert told(compare_with_present(sheet_of(2023), tables)) == expected


@pytest.mark.parametrize("plus", [0.0123, -0.0123])
def test_a_score_that_differs_is_a_note_at_its_cell(plus):
    found = compare_with_present(sheet_of(2023, changed={(4, "1.3"): plus}), tables_of(2022, 2023))
    old = score_of(2023, 4, "1.3")
    values = {"province": "04", "measure": "1.3", "year": 2023, "old": old}
    ((*where, said),) = told(found)
    assert where == ["note", "older_differs", Location("t", 6, 5)]
    assert said == values | {"new": pytest.approx(old + plus, abs=1e-6)}


def test_a_difference_of_a_millionth_is_rounding():
    for plus, n in ((9e-7, 0), (2e-6, 1)):
        found = compare_with_present(sheet_of(2023, changed={(4, "1.3"): plus}), tables_of(2023))
        assert [i.code for i in found].count("older_differs") == n


def test_a_score_that_the_data_do_not_have_differs_too():
    found = compare_with_present(sheet_of(2023, provinces=12), tables_of(2023, provinces=11))
    assert len(found) == 20 and {dict(i.values)["old"] for i in found} == {"–"}
    assert {dict(i.values)["province"] for i in found} == {"12"}


def test_a_rounded_sheet_says_so_and_differs_only_beyond_its_rounding():
    tables = tables_of(2023)
    ((_, code, _, values),) = told(compare_with_present(sheet_of(2023, decimals=2), tables))
    assert code == "older_same_rounded"
    assert values == {"year": 2023, "n": 240, "decimals": 2, "rounded": 240}
    differs = sheet_of(2023, decimals=2, changed={(4, "1.3"): 0.02})
    assert [i.code for i in compare_with_present(differs, tables)] == [
        "older_rounded", "older_differs",
    ]  # fmt: skip


def test_a_sheet_of_the_other_list_or_without_scores_is_not_read():
    tables = tables_of(2023)
    unread = [("note", "older_unread", SHEET, {"year": 2023})]
    assert told(compare_with_present(sheet_of(2023, units="34"), tables)) == unread
    of_34 = SimpleNamespace(scores=tables.scores, years_of_34={2023})
    assert told(compare_with_present(sheet_of(2023), of_34)) == unread
    assert [i.code for i in compare_with_present(sheet_of(2023, units="34"), of_34)] == [
        "older_same"
    ]
    empty = RecognizedScores(columns={2023: {"1.1": Location("t", 0, 3)}})
    assert told(compare_with_present(empty, tables)) == unread


def differing(n):
    """So many of the 240 scores are others."""
    keys = [(p, measure) for p in range(1, 13) for measure in MEASURES][:n]
    return dict.fromkeys(keys, 5.0)


def test_the_figures_of_another_year_are_told_where_nine_of_ten_are_its():
    tables = tables_of(2021, 2022, 2023)
    other = [("note", "older_other", SHEET, {"year": 2023, "other": 2022})]
    assert told(compare_with_present(sheet_of(2023, figures_of=2022), tables)) == other
    # 24 of 240 are another tenth.
    nearly = sheet_of(2023, figures_of=2022, changed=differing(24))
    assert told(compare_with_present(nearly, tables)) == other
    less = sheet_of(2023, figures_of=2022, changed=differing(25))
    assert {i.code for i in compare_with_present(less, tables)} == {"older_differs"}


@pytest.mark.parametrize(
    ("year", "kind", "code"),
    [(2023, "problem", "year_of_scores"), (2025, "question", "equals_year")],
)
def test_a_new_sheet_with_the_figures_of_a_published_year(year, kind, code):
    tables = tables_of(2021, 2022, 2023)
    found = check_year_of_content(sheet_of(year, figures_of=2022), tables, None)
    assert told(found) == [(kind, code, SHEET, {"year": year, "other": 2022})]
    assert check_year_of_content(sheet_of(year, figures_of=2022), tables, year) == []
    assert check_year_of_content(sheet_of(year, figures_of=2022, units="34"), tables, None) == []
    assert check_year_of_content(sheet_of(year, figures_of=2030), tables, None) == []
    assert check_year_of_content(sheet_of(2023), tables, None) == []
    whole = sheet_of(year, figures_of=2022, decimals=0)
    assert check_year_of_content(whole, tables, None) == []  # those of many a year


def test_two_hundred_scores_in_common_are_enough_and_fewer_are_not():
    for provinces, n in ((10, 1), (9, 0)):  # 200 and 180 scores
        sheet = sheet_of(2025, figures_of=2022, provinces=provinces)
        assert len(check_year_of_content(sheet, tables_of(2022), None)) == n


def test_of_two_years_with_the_same_figures_the_later_is_named():
    tables = tables_of(2021, 2022)
    same = tables.scores[tables.scores["year"] == 2022].assign(year=2020)
    tables.scores = pd.concat([same, tables.scores])
    (found,) = check_year_of_content(sheet_of(2025, figures_of=2022), tables, None)
    assert dict(found.values)["other"] == 2022


MISSING = problem("column_missing", SHEET, year=2023, measures="8.1")


def test_the_columns_of_another_year_are_told_by_that_year():
    tables = tables_of(2022, 2023)
    other = problem("text", Location("t", 3, 4), value="x")
    asked = question("header_like", SHEET, header="x", measure="1.1")
    sheet = sheet_of(2023, figures_of=2022)
    found = name_year_of_scores([other, MISSING, asked], sheet, tables)
    assert told(found) == [
        *told([other]), ("problem", "year_of_scores", SHEET, {"year": 2023, "other": 2022}),
    ]  # fmt: skip
    # Without a problem of its columns, of another year, or with its own figures: as it is.
    for issues, recognized in (
        ([other, asked], sheet),
        ([problem("column_missing", SHEET, year=2022, measures="8.1")], sheet),
        ([other, MISSING], sheet_of(2023)),
        ([other, MISSING], sheet_of(2023, figures_of=2030)),
        ([other, MISSING], sheet_of(2023, figures_of=2022, units="34")),
        ([other, note("header_like", year=2023)], sheet),
    ):
        assert name_year_of_scores(issues, recognized, tables) == issues


def test_a_province_with_the_published_scores_of_another_is_refused():
    present = tables_of(2023).scores
    cells = RecognizedScores(
        [
            ScoreCell(2023, "03", "1.1", 1.0, Location("t", 9, 3)),
            ScoreCell(2022, "03", "1.1", 1.0, Location("u", 5, 3)),
        ]
    )

    def found(new):
        return told(check_places_of_present(new, present, 2023, cells))

    assert found(present) == []
    taken = present[present["province"] == "05"].assign(province="03")
    new = pd.concat([present[present["province"] != "03"], taken], ignore_index=True)
    values = {"province": "03", "province_other": "05", "year": 2023}
    assert found(new) == [("problem", "other_province", Location("t", 9), values)]
    # Nine of ten of its scores are enough: 18 of 20.
    for n, is_refused in ((2, True), (3, False)):
        last = new.index[new["province"] == "03"][-n:]
        spoilt = new.assign(score=new["score"].where(~new.index.isin(last), 9.0))
        assert bool(found(spoilt)) == is_refused
    # Scores that are all a little other than any are a correction.
    assert found(present.assign(score=present["score"] + 0.00005)) == []
    assert found(present.iloc[:0]) == []
