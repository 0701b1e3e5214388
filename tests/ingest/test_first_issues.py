"""Of a file that is wrong everywhere: which thousand issues are kept, what is said of the rest."""

import gc

import pytest

from lib.ingest import inspection
from lib.ingest.inspection import inspect_file
from lib.ingest.issues import Location, note, problem, question
from lib.ingest.result import refused_result

PLACE = Location("s", 3, 4)


@pytest.fixture
def kept(tables, monkeypatch):
    """What is kept of some issues, by kind and code with their number."""

    def keep(*issues):
        result = refused_result("x.csv", tuple(issues))
        monkeypatch.setattr(inspection, "_inspect", lambda *_: result)
        found = inspect_file(b"", "x.csv", tables).issues
        counts = {}
        for issue in found:
            counts[issue.kind, issue.code] = counts.get((issue.kind, issue.code), 0) + 1
        more = {i.code: dict(i.values) for i in found if i.code.startswith("more_")}
        return counts, more

    return keep


def many(make, code, n):
    return [make(code, Location("s", at, 4)) for at in range(n)]


def test_a_thousand_are_kept_as_they_are(kept):
    counts, more = kept(*many(problem, "text", 600), *many(note, "older_differs", 400))
    assert counts == {("problem", "text"): 600, ("note", "older_differs"): 400} and more == {}


def test_of_more_the_problems_go_before_the_questions_and_those_before_the_notes(kept):
    counts, more = kept(
        *many(note, "older_differs", 500), *many(question, "step", 500), *many(problem, "text", 600)
    )
    assert counts == {
        ("problem", "text"): 600, ("question", "step"): 400, ("question", "more_questions"): 1,
        ("note", "more_notes"): 1,
    }  # fmt: skip
    assert more == {
        "more_questions": {"n": 100, "differs": 0},
        "more_notes": {"n": 500, "differs": 500},
    }


def test_a_code_that_repeats_leaves_room_for_the_others(kept):
    counts, more = kept(
        *many(problem, "text", 1_500), *many(problem, "odd", 2), problem("code", PLACE)
    )
    assert counts == {
        ("problem", "text"): 997, ("problem", "odd"): 2, ("problem", "code"): 1,
        ("problem", "more_issues"): 1,
    }  # fmt: skip
    assert more["more_issues"] == {"n": 503, "differs": 0}


def test_notes_of_differences_that_are_left_out_are_counted(kept):
    counts, more = kept(*many(problem, "text", 700), *many(note, "older_differs", 500))
    assert counts["note", "older_differs"] == 300
    assert more == {"more_notes": {"n": 200, "differs": 200}}


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_search_for_garbage_goes_on_afterwards_as_it_was(tables, is_enabled):
    (gc.enable if is_enabled else gc.disable)()
    try:
        inspect_file(b"a,b\n", "x.csv", tables)
        assert gc.isenabled() == is_enabled
    finally:
        gc.enable()
