"""What is asked about figures that go beyond the data so far, at the edge where it begins."""

from dataclasses import replace

import pandas as pd
import pytest

from lib.ingest.issues import Location
from lib.ingest.layouts.shared import RecognizedScores, ScoreCell
from lib.ingest.plausibility import check_plausibility
from lib.ingest.result import KEY, IngestResult
from lib.stats.mergers import estimate_scores
from tests.ingest.workbooks import next_year

LONG_AN, PART = "80", "6.2"
TAY_NINH = "80"  # of the 34, with Long An in it


def asked(tables, scores, code, units="63", columns=None):
    """The questions of one kind about a new year that a file brings, as (place, values)."""
    year = int(scores["year"].iloc[0])
    changes = pd.DataFrame(columns=[*KEY, "old", "new"])
    result = IngestResult("x.xlsx", (year,), (year,), scores, changes, {}, (), {year: units})
    cells = [
        ScoreCell(year, row.province, row.sub_dimension, row.score, place(row.Index))
        for row in scores.reset_index(drop=True).itertuples()
    ]
    recognized = RecognizedScores(cells, columns={year: columns or {}})
    issues = check_plausibility(result, recognized, tables)
    return [(issue.location, dict(issue.values)) for issue in issues if issue.code == code]


def place(number):
    """A row a score, so that no column can be shifted by itself."""
    return Location("s", number + 2, 5)


def with_score(scores, score, province=LONG_AN, part=PART):
    """The scores with another one, and where it stands."""
    is_meant = (scores["province"] == province) & (scores["sub_dimension"] == part)
    number = int(is_meant.to_numpy().argmax())
    return scores.assign(score=scores["score"].mask(is_meant, score)), place(number)


@pytest.fixture(scope="module")
def scores(tables):
    """A new year with the scores of the newest."""
    return next_year(tables, factor=1)


@pytest.fixture(scope="module")
def known(tables):
    """All scores of the part that the tests change."""
    return tables.scores[tables.scores["sub_dimension"] == PART]


def test_a_year_within_all_that_was_is_not_asked_about(tables, scores):
    for code in ("beyond", "step", "median"):
        assert asked(tables, scores, code) == []


def test_a_score_below_the_lowest_or_above_the_highest_is_asked_about(tables, scores, known):
    low, high = known["score"].min(), known["score"].max()
    for score in (low, high):
        assert asked(tables, with_score(scores, score)[0], "beyond") == []
    for score in (low - 0.00001, high + 0.00001):
        changed, where = with_score(scores, score)
        ((location, values),) = asked(tables, changed, "beyond")
        assert location == where
        assert values == {"score": score, "low": low, "high": high, "province": LONG_AN,
                          "measure": PART, "year": 2025}  # fmt: skip


def test_a_rounded_score_is_beyond_only_by_more_than_its_rounding(tables, scores, known):
    rounded = scores.assign(score=scores["score"].round(2))
    low, high = known["score"].min(), known["score"].max()
    for score, is_asked in (
        (round(low, 2), False),
        (round(low, 2) - 0.01, True),
        (round(high, 2), False),
        (round(high, 2) + 0.01, True),
    ):
        found = [v for _, v in asked(tables, with_score(rounded, score)[0], "beyond")]
        assert bool([v for v in found if v["measure"] == PART]) == is_asked, score


@pytest.mark.parametrize("direction", [1, -1])
def test_a_change_larger_than_any_before_is_asked_about(tables, scores, known, direction):
    table = known.pivot(index="province", columns="year", values="score")
    largest = table.diff(axis=1).abs().max().max()  # no break of this part is on record
    assert PART not in set(tables.breaks["sub_dimension"])
    # The province that has the most room in the direction.
    start = direction * (direction * table[2024]).min()
    province = str((direction * table[2024]).idxmin())
    for beyond, is_asked in ((-0.00001, False), (0.0, False), (0.00001, True)):
        end = start + direction * (largest + beyond)
        changed, where = with_score(scores, end, province)
        found = [f for f in asked(tables, changed, "step") if f[1]["measure"] == PART]
        assert bool(found) == is_asked, beyond
    ((location, values),) = found
    assert location == where
    assert (values["province"], values["year"]) == (province, 2025)
    assert values["start"] == pytest.approx(start) and values["end"] == pytest.approx(end)
    assert values["most"] == pytest.approx(largest)


def test_a_jump_of_the_median_is_asked_about_unless_it_is_on_record(tables, scores):
    column = Location("s", 0, 9)
    half = scores["score"].mask(scores["sub_dimension"] == "7.2", scores["score"] / 2)
    changed = scores.assign(score=half)
    before, after = (
        table.loc[table["sub_dimension"] == "7.2", "score"].median()
        for table in (tables.scores[tables.scores["year"] == 2024], changed)
    )
    ((location, values),) = asked(tables, changed, "median", columns={"7.2": column})
    assert location == column and (values["measure"], values["year"]) == ("7.2", 2025)
    assert values["step"] == pytest.approx(before - after) and values["step"] > 0
    # Where measures are rows the sheet is named alone.
    ((location, _),) = asked(tables, changed, "median", columns={"7.2": Location("s", 7, 9)})
    assert location == Location("s")
    on_record = tables.breaks.iloc[[0]].assign(sub_dimension="7.2", year=2025)
    recorded = replace(tables, breaks=pd.concat([tables.breaks, on_record]))
    assert asked(recorded, changed, "median") == []


@pytest.fixture(scope="module")
def first_of_34(tables):
    """A first year of the 34: what their members' scores of the year before come to."""
    before = next_year(tables, factor=1).rename(columns={"sub_dimension": "measure"})
    estimated = estimate_scores(before, tables.mergers).rename(columns={"measure": "sub_dimension"})
    return estimated.assign(year=2025)[[*KEY, "score"]].reset_index(drop=True)


@pytest.mark.parametrize("direction", [1, -1])
def test_scores_of_the_34_may_move_as_far_as_the_63_ever_did(tables, known, first_of_34, direction):
    largest = known.pivot(index="province", columns="year", values="score").diff(axis=1)
    largest = float(largest.abs().max().max())
    start = first_of_34.query("province == @TAY_NINH and sub_dimension == '6.2'")["score"].iloc[0]
    assert asked(tables, first_of_34, "step_34", "34") == []
    for beyond, is_asked in ((-0.0001, False), (0.0001, True)):
        end = start + direction * (largest + beyond)
        changed, where = with_score(first_of_34, end, TAY_NINH)
        found = asked(tables, changed, "step_34", "34")
        assert bool(found) == is_asked
    ((location, values),) = found
    assert location == where and (values["province"], values["measure"]) == (TAY_NINH, PART)
    assert values["most"] == pytest.approx(largest)
    assert (values["start"], values["end"]) == pytest.approx((start, end))


def test_a_second_year_of_the_34_is_compared_with_their_first(tables, first_of_34):
    # Published far from the estimates: a year later nothing moves.
    far, _ = with_score(first_of_34, 2.4, TAY_NINH)
    stored = replace(
        tables,
        scores=pd.concat([tables.scores, far]),
    )
    assert asked(stored, far.assign(year=2026), "step_34", "34") == []
    back = first_of_34.assign(year=2026)
    moved = asked(stored, with_score(back, 0.3, TAY_NINH)[0], "step_34", "34")
    assert [(v["province"], v["start"]) for _, v in moved] == [(TAY_NINH, 2.4)]
