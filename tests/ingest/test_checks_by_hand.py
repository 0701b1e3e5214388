"""What a year of a file must have, on scores made by hand: each limit from both sides."""

from dataclasses import replace

import pandas as pd
import pytest

from lib.ingest.checks import check_scores
from lib.ingest.issues import Location, problem, question
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from lib.ingest.result import KEY

PARTS = ("1.1", "1.2", "6.1")
COLUMNS = {code: Location("s", 0, 4 + at) for at, code in enumerate(PARTS)}


@pytest.fixture(scope="module")
def small(tables):
    """The tables with three sub-dimensions of two dimensions, and scores of 2023 and 2024."""
    parts = tables.sub_dimensions[tables.sub_dimensions["code"].isin(PARTS)]
    scores = pd.concat([scores_of(tables, 2023), scores_of(tables, 2024)], ignore_index=True)
    nothing = tables.printed_scores.head(0)
    return replace(tables, sub_dimensions=parts, scores=scores, printed_scores=nothing)


def scores_of(tables, year, n=63, units="63"):
    """A score of each part for the first provinces, with all its decimals."""
    provinces = list((tables.successors if units == "34" else tables.provinces)["code"])[:n]
    rows = [
        (year, province, part, 1.2 + at * 8 % 63 / 1000 + column / 10 + 0.000_123)
        for at, province in enumerate(provinces)
        for column, part in enumerate(PARTS)
    ]
    return pd.DataFrame(rows, columns=[*KEY, "score"])


def given(*years, units="63", rows=(), issues=()):
    """A file with these tables of scores, a column a part, a row a province."""
    cells = [
        ScoreCell(r.year, r.province, r.sub_dimension, r.score,
                  Location("s", 3 + at // len(PARTS), COLUMNS[r.sub_dimension].column))
        for year in years
        for at, r in enumerate(year.itertuples())
    ]  # fmt: skip
    numbers = [int(year["year"].iloc[0]) for year in years]
    return RecognizedScores(
        cells,
        list(issues),
        columns={number: dict(COLUMNS) for number in numbers},
        rows={(c.year, c.province) for c in cells} | set(rows),
        units=dict.fromkeys(numbers, units),
    )


def told(recognized, tables, *wanted):
    """The issues of these codes, as (kind, code, values)."""
    result = check_scores(recognized, "x.xlsx", tables)
    found = [(i.kind, i.code, dict(i.values)) for i in result.issues if i.code in wanted]
    return sorted(found, key=str)


def years_told(tables, present, *years, units="63"):
    """What is told of the years of a file as years, beside data with others."""
    scores = pd.concat([scores_of(tables, year) for year in present], ignore_index=True)
    n = 34 if units == "34" else 63
    recognized = given(*(scores_of(tables, y, n, units) for y in years), units=units)
    codes = ("year_early", "year_gap", "year_of_63", "year_before_34", "year_of_34")
    found = told(recognized, replace(tables, scores=scores), *codes)
    return [(kind, code, *values.values()) for kind, code, values in found]


def test_a_year_before_the_first_is_refused(small):
    assert years_told(small, (2022, 2023), 2021) == [("problem", "year_early", 2021, 2022)]
    assert years_told(small, (2022, 2023), 2022) == []


def test_a_year_after_a_gap_is_asked_about_unless_the_file_fills_it(small):
    assert years_told(small, (2020, 2021), 2022) == []
    assert years_told(small, (2020, 2021), 2023) == [("question", "year_gap", 2023, 2022)]
    assert years_told(small, (2020, 2021), 2022, 2023) == []
    assert years_told(small, (2020, 2023), 2022) == []  # no year after the last
    assert years_told(small, (2020, 2023), 2023) == []


def test_since_the_mergers_a_year_is_of_the_34_and_before_of_the_63(small):
    known = (2022, 2023, 2024)
    assert years_told(small, known, 2025, units="34") == []
    assert years_told(small, known, 2024, units="34") == [("problem", "year_of_63", 2024)]
    before = [("problem", "year_before_34", 2024, 2025)]
    assert years_told(small, (2022, 2023), 2024, units="34") == before
    assert years_told(small, known, 2025) == [("question", "year_of_34", 2025, 2025)]
    assert years_told(small, known, 2024) == []
    assert years_told(small, (*known, 2025), 2025) == []  # the data have it of the 63
    until = small.vintages.assign(year_to=2025)
    ended = replace(small, vintages=until)
    assert years_told(ended, (*known, 2025), 2026) == []
    assert years_told(ended, known, 2025) == [("question", "year_of_34", 2025, 2025)]


def with_span(small, code, first=2011, last=None):
    """The tables with other years in which a sub-dimension is measured."""
    parts = small.sub_dimensions
    is_meant = parts["code"] == code
    parts = parts.assign(
        year_from=parts["year_from"].mask(is_meant, first),
        year_to=parts["year_to"].mask(is_meant, last or pd.NA),
    )
    return replace(small, sub_dimensions=parts)


def test_a_part_that_goes_on_after_its_last_year_is_asked_about_and_measured_longer(small):
    codes = ("extended", "ended", "not_yet", "column_missing")
    one, two = (scores_of(small, year) for year in (2025, 2026))
    goes_on = with_span(small, "6.1", last=2024)
    values = {"measure": "6.1", "year": 2025, "last": 2024}
    assert told(given(one), goes_on, *codes) == [("question", "extended", values)]
    assert check_scores(given(one), "x", goes_on).extended == {"6.1": 2025}
    later = {"measure": "6.1", "year": 2026, "last": 2025}
    assert told(given(one, two), goes_on, *codes) == [
        ("question", "extended", values), ("question", "extended", later),
    ]  # fmt: skip
    assert check_scores(given(one, two), "x", goes_on).extended == {"6.1": 2026}
    ended = with_span(small, "6.1", last=2023)
    values = {"measure": "6.1", "year": 2025, "last": 2023}
    assert told(given(one), ended, *codes) == [("problem", "ended", values)]
    for known in (with_span(small, "6.1", last=2025), with_span(small, "6.1", first=2025), small):
        assert told(given(one), known, *codes) == []
        assert check_scores(given(one), "x", known).extended == {}
    early = with_span(small, "6.1", first=2026)
    values = {"measure": "6.1", "year": 2025, "first": 2026}
    assert told(given(one), early, *codes) == [("problem", "not_yet", values)]


def test_a_column_that_a_year_lacks_or_cannot_have_is_refused(small):
    codes = ("column_missing", "not_measured")
    one = given(scores_of(small, 2025))
    del one.columns[2025]["1.2"], one.columns[2025]["6.1"]
    values = {"year": 2025, "measures": "1.2,6.1"}
    assert told(one, small, *codes) == [("problem", "column_missing", values)]
    renamed = {"header": "x", "measure": "1.2", "year": 2025}
    one.issues.append(problem("header_renamed", Location("s", 0, 9), **renamed))
    values = {"year": 2025, "measures": "6.1"}
    assert told(one, small, *codes) == [("problem", "column_missing", values)]
    # Dimension 1 has parts in the year, dimension 7 has none.
    for dimension, expected in (("1", []), ("7", [{"measure": "7", "year": 2025}])):
        more = given(scores_of(small, 2025))
        more.columns[2025][dimension] = Location("s", 0, 9)
        found = told(more, small, *codes)
        assert found == [("problem", "not_measured", values) for values in expected]


@pytest.mark.parametrize(("units", "least", "n_all"), [("63", 35, 63), ("34", 18, 34)])
def test_more_than_half_of_the_provinces_must_have_all_scores(small, units, least, n_all):
    enough = given(scores_of(small, 2025, least, units), units=units)
    assert told(enough, small, "few") == []
    part = scores_of(small, 2025, least, units).iloc[:-1]
    values = {"year": 2025, "n": least - 1, "all": n_all}
    assert told(given(part, units=units), small, "few") == [("problem", "few", values)]
    assert told(given(part, units=units), small, "partial", "absent") == []


def test_a_province_with_some_of_its_scores_is_asked_about_or_as_the_data_have_it(small):
    new = scores_of(small, 2025)
    is_gone = (new["province"] == "80") & new["sub_dimension"].isin(["1.1", "6.1"])
    values = {"province": "80", "year": 2025, "n": 1, "all": 3, "gone": "1.1, 6.1"}
    assert told(given(new[~is_gone]), small, "partial") == [("question", "partial", values)]
    (place,) = {
        issue.location
        for issue in check_scores(given(new[~is_gone]), "x", small).issues
        if issue.code == "partial"
    }
    at = list(small.provinces["code"]).index("80")
    assert (place.row, place.column) == (3 + at, 0)
    # Of a published year a part that the data have is enough; another one is asked about.
    present = small.scores
    is_gone = (present["province"] == "80") & present["sub_dimension"].isin(["1.1", "6.1"])
    part = replace(small, scores=present[~is_gone])
    of_2024 = present[present["year"] == 2024]
    same = given(of_2024[~is_gone[of_2024.index]])
    values["year"] = 2024
    assert told(same, part, "partial") == [("note", "partial", values)]
    assert told(same, small, "partial") == [("question", "partial", values)]


def test_provinces_without_scores_are_noted_and_asked_about_where_they_were_published(small):
    codes = ("absent", "no_row", "empty_row")
    new = scores_of(small, 2025)
    new = new[~new["province"].isin(["80", "82"])]
    absent = ("note", "absent", {"year": 2025, "n": 2, "provinces": "80,82"})
    values = {"year": 2025, "before": 2024}
    assert told(given(new, rows=[(2025, "82")]), small, *codes) == [
        absent,
        ("question", "empty_row", {"province": "82", **values}),
        ("question", "no_row", {"province": "80", **values}),
    ]
    # One that was not published in the newest year before is not asked about.
    present = small.scores
    unpublished = present[~((present["province"] == "80") & (present["year"] == 2024))]
    assert told(given(new), replace(small, scores=unpublished), *codes) == [
        absent,
        ("question", "no_row", {"province": "82", **values}),
    ]
    assert told(given(scores_of(small, 2025)), small, *codes) == []


def test_one_of_the_34_is_asked_about_where_a_member_was_published(small):
    codes = ("absent", "no_row_34", "empty_row_34", "no_row", "empty_row")
    new = scores_of(small, 2025, 34, "34")
    last = new["province"].iloc[-1]
    new = new[new["province"] != last]
    values = {"province": last, "year": 2025, "before": 2024}
    absent = ("note", "absent", {"year": 2025, "n": 1, "provinces": last})
    assert told(given(new, units="34"), small, *codes) == [
        absent, ("question", "no_row_34", values),
    ]  # fmt: skip
    named = given(new, units="34", rows=[(2025, last)])
    assert told(named, small, *codes) == [absent, ("question", "empty_row_34", values)]
    members = small.mergers.loc[small.mergers["successor"] == last, "province"]
    unpublished = small.scores[~small.scores["province"].isin(members)]
    assert told(given(new, units="34"), replace(small, scores=unpublished), *codes) == [absent]
    # A year later the 34 of the year before count, not their members.
    stored = replace(small, scores=pd.concat([small.scores, new]))
    later = given(new.assign(year=2026), units="34")
    absent = ("note", "absent", {"year": 2026, "n": 1, "provinces": last})
    assert told(later, stored, *codes) == [absent]
    whole = replace(small, scores=pd.concat([small.scores, scores_of(small, 2025, 34, "34")]))
    values = {"province": last, "year": 2026, "before": 2025}
    assert told(later, whole, *codes) == [absent, ("question", "no_row", values)]


def test_what_is_missing_because_it_is_hidden_is_to_be_shown(small):
    hidden = question("hidden", Location("s"), n=1, names="x")
    few = scores_of(small, 2025, 20)
    codes = ("hidden", "few", "column_missing")
    assert [t[:2] for t in told(given(few, issues=[hidden]), small, *codes)] == [
        ("problem", "hidden")
    ]
    assert [t[:2] for t in told(given(few), small, *codes)] == [("problem", "few")]
    whole = given(scores_of(small, 2025), issues=[hidden])
    assert [t[:2] for t in told(whole, small, *codes)] == [("question", "hidden")]


def test_a_score_that_differs_by_a_millionth_is_the_present_one_and_by_more_another(small):
    of_2024 = small.scores[small.scores["year"] == 2024]
    is_meant = (of_2024["province"] == "80") & (of_2024["sub_dimension"] == "6.1")
    old = float(of_2024.loc[is_meant, "score"].iloc[0])
    for step, is_new in ((0.000_001, False), (-0.000_001, False), (0.000_002, True),
                         (-0.000_002, True)):  # fmt: skip
        changed = of_2024.assign(score=of_2024["score"].mask(is_meant, round(old + step, 6)))
        result = check_scores(given(changed), "x", small)
        assert len(result.changes) == is_new, step
        if is_new:
            (row,) = result.changes.itertuples(index=False)
            assert (row.year, row.province, row.sub_dimension) == (2024, "80", "6.1")
            assert (row.old, row.new) == (old, round(old + step, 6))
    # A score that the file does not have stays.
    result = check_scores(given(of_2024[~is_meant]), "x", small)
    assert result.changes.empty and len(result.scores) == len(of_2024)
