"""A mutant is tried against every test that may notice it: those that run the changed function."""

import shutil

from bench import tests_run
from lib.common.paths import ROOT

CODE = """
from functools import cache

def direct():
    return helper() + 1

def helper():
    return 1

def while_loading():
    return 5

FIVE = while_loading()

@cache
def kept():
    return inner()

def inner():
    return 2

class Box:
    def method(self):
        return 3
"""
TESTS = """
import pytest
from lib.sums import Box, direct, helper, kept

def test_direct():
    assert direct() == 2

def test_first_use_of_what_is_kept():
    assert kept() == 2

def test_second_use_of_what_is_kept():
    assert kept() == 2

def test_method():
    assert Box().method() == 3

def test_helper_and_no_more():
    assert helper() == 1

def test_that_fails_anyway():
    assert helper() == 7
"""
FILE = "tests/stats/test_sums.py"


def names(runs, *functions):
    found = tests_run.tests_that_run(runs, [f"lib/sums.py:{f}" for f in functions], "lib/sums.py")
    return [test.removeprefix(f"{FILE}::test_") for test in found]


def test_what_runs_a_function_is_tried_also_where_a_cache_keeps_its_result(tmp_path):
    for folder in ("lib/model", "tests/stats"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy2(ROOT / "lib/model/memoized.py", tmp_path / "lib/model")
    (tmp_path / "lib/sums.py").write_text(CODE)
    (tmp_path / FILE).write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    runs = tests_run.record(tmp_path, tmp_path / "kept" / "runs.json")
    assert names(runs, "direct") == ["direct"]
    assert names(runs, "Box.method") == ["method"]
    # A test that fails without any change would notice every change.
    assert sorted(names(runs, "helper")) == ["direct", "helper_and_no_more"]
    # Any test of the file may use what the first one left in the cache.
    first, *others = names(runs, "inner")
    assert first == "first_use_of_what_is_kept" and "second_use_of_what_is_kept" in others
    assert len(names(runs)) == 5  # without a function: all that run anything of the module
    # What runs as the module is loaded is called by no test; any of the module may notice it.
    assert names(runs, "while_loading") == names(runs)


def test_the_quickest_is_tried_first():
    calls = ["lib/sums.py:direct"]
    runs = {
        FILE: {
            "tests": {
                f"{FILE}::test_slow": {"seconds": 3.0, "calls": calls},
                f"{FILE}::test_quick": {"seconds": 0.1, "calls": calls},
                f"{FILE}::test_other": {"seconds": 0.0, "calls": []},
            },
            "shared": [],
        }
    }
    assert names(runs, "direct") == ["quick", "slow"]
