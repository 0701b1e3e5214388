"""What printed intervals and standard errors are worth."""

import numpy as np
import pandas as pd
import pytest

from lib.stats.sampling.standard_errors import (
    MIN_ERRORS,
    IntervalLevel,
    interval_level,
    moderate_errors,
    rounding_of,
)
from tests.stats.sampling.printed import PRINTED


def test_what_is_labelled_95_percent_is_a_two_sided_90_percent_interval():
    found = interval_level(PRINTED)
    assert found.multiple == pytest.approx(1.645, abs=0.0005)
    assert found.level == pytest.approx(0.90, abs=0.0005) and found.n == 3


def test_a_row_without_its_error_says_nothing_of_the_level():
    assert interval_level(PRINTED.assign(standard_error=np.nan)) is None
    one = PRINTED.assign(low=PRINTED["low"].where(PRINTED["province"] == "04"))
    assert interval_level(one).n == 1


def margins_of(errors, decimals, multiple=1.645):
    """Intervals and errors as a file prints them with so many decimals."""
    scores = np.linspace(37.123456, 46.654321, len(errors))
    columns = {
        "low": scores - multiple * errors,
        "high": scores + multiple * errors,
        "standard_error": errors,
    }
    return pd.DataFrame(columns).round(decimals)


@pytest.mark.parametrize(("decimals", "known"), [(6, True), (3, True), (2, True), (1, False)])
def test_rounded_figures_of_all_provinces_together_tell_the_level_or_its_bounds(decimals, known):
    rng = np.random.default_rng(5)
    found = interval_level(margins_of(rng.uniform(0.15, 0.9, 61), decimals))
    low, high = found.bounds
    assert low - 1e-4 <= 0.90 <= high + 1e-4 and found.is_known == known
    assert found.level == pytest.approx(0.90, abs=0.005 if known else 0.03)


def test_one_rounded_figure_for_all_leaves_the_level_open():
    found = interval_level(margins_of(np.full(61, 0.2), 1))
    assert not found.is_known and found.is_common
    assert found.bounds[0] < 0.80 and found.bounds[1] > 0.95
    exact = margins_of(np.full(61, 0.2), 6)
    assert interval_level(exact).is_known


def test_intervals_of_different_multiples_have_no_common_level():
    errors = np.linspace(0.2, 0.9, 20)
    margins = margins_of(errors, 6, np.linspace(1.2, 2.6, 20))
    found = interval_level(margins)
    assert not found.is_common and not found.is_known


def test_equal_errors_are_not_changed():
    found = moderate_errors(np.full(20, 0.4))
    assert found.values == pytest.approx(np.full(20, 0.4))
    assert found.common_df == np.inf


def test_errors_that_differ_by_chance_alone_become_one():
    rng = np.random.default_rng(3)
    found = moderate_errors(0.5 * np.sqrt(rng.chisquare(20, 300) / 20), error_df=20)
    assert found.values == pytest.approx(np.full(300, 0.5), rel=0.1)
    assert found.common == pytest.approx(0.5, rel=0.03) and found.common_df > 200


def test_errors_that_truly_differ_are_drawn_together_in_part():
    rng = np.random.default_rng(4)
    # s0 = 0.5 and d0 = 4: the model of the method, with errors of four degrees of freedom.
    true = 0.5**2 * 4 / rng.chisquare(4, 4000)
    printed = np.sqrt(true * rng.chisquare(4, 4000) / 4)
    found = moderate_errors(printed, error_df=4)
    assert found.common == pytest.approx(0.5, rel=0.05)
    assert found.common_df == pytest.approx(4, rel=0.15)
    assert found.df == pytest.approx(np.full(4000, found.common_df + 4))
    low, high = printed.argmin(), printed.argmax()
    assert printed[low] < found.values[low] and found.values[high] < printed[high]
    # Nearer to the truth than the printed ones.
    off = [np.mean((np.log(v) - np.log(true) / 2) ** 2) for v in (found.values, printed)]
    assert off[0] < 0.7 * off[1]


def test_a_missing_error_is_the_common_one_and_never_zero():
    printed = np.append(np.geomspace(0.02, 3, 30), np.nan)
    found = moderate_errors(printed)
    assert not found.is_printed[-1] and found.is_printed[:-1].all()
    assert found.values[-1] == pytest.approx(found.common) and found.common > 0
    assert found.df[-1] == pytest.approx(found.common_df)


def test_few_errors_stay_as_printed_and_give_none_to_the_others():
    printed = np.append(PRINTED["standard_error"].to_numpy(), np.nan)
    assert len(PRINTED) < MIN_ERRORS
    found = moderate_errors(printed)
    assert found.values[:3].tolist() == printed[:3].tolist() and np.isnan(found.values[3])


@pytest.mark.parametrize("wrong", [0.0, -0.1])
def test_an_error_of_zero_is_refused(wrong):
    with pytest.raises(ValueError, match="above 0"):
        moderate_errors(np.array([0.2, wrong]))


@pytest.mark.parametrize(
    ("bounds", "is_known", "decimals"),
    [((0.895, 0.9049), True, 2), ((0.895, 0.9051), False, 2), ((0.8999, 0.90035), True, 3),
     ((0.8999, 0.90045), True, 2)],
)  # fmt: skip
def test_a_level_is_told_as_exactly_as_its_bounds_allow(bounds, is_known, decimals):
    level = IntervalLevel(1.645, 0.9, 61, bounds, is_common=True)
    assert (level.is_known, level.decimals) == (is_known, decimals)
    assert not level._replace(is_common=False).is_known


def test_figures_are_off_by_half_a_unit_of_their_last_decimal():
    for values, half in (
        ([40.0, 41.0], 0.5),
        ([40.1, 41.0], 0.05),
        ([40.12, 41.0, np.nan], 0.005),
        ([40.12345, 41.0], 5e-6),
        ([40.123456, 41.0], 5e-7),
        ([40.1234567], 5e-7),
        ([np.nan], 5e-7),
        ([], 5e-7),
    ):
        assert rounding_of(np.array(values)) == pytest.approx(half, rel=1e-9), values
