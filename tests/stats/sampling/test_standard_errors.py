"""What printed intervals and standard errors are worth."""

from statistics import NormalDist

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


# With two degrees of freedom an error's logarithm has the mean -EULER and the variance pi²/6; what
# is common then has 2 degrees of freedom where the variance is pi²/3 and 1 where it is 2 pi²/3.
EULER, DIGAMMA_OF_HALF = 0.5772156649015329, -1.963510026021423


@pytest.mark.parametrize(
    ("variance", "common_df", "shift"),
    [
        (np.pi**2 / 3, 2.0, 0.0),
        (2 * np.pi**2 / 3, 1.0, EULER + DIGAMMA_OF_HALF - np.log(0.5)),
    ],
)
def test_errors_are_moderated_by_the_moments_of_their_logarithms(variance, common_df, shift):
    steps = np.linspace(-1, 1, 12)
    logs = 0.4 + steps * np.sqrt(variance / steps.var(ddof=1))
    printed = np.append(np.exp(logs / 2), np.nan)
    found = moderate_errors(printed)
    common = np.exp(0.4 + shift)
    assert found.common_df == pytest.approx(common_df, rel=1e-8)
    assert found.common**2 == pytest.approx(common, rel=1e-8)
    assert found.df == pytest.approx([common_df + 2] * 12 + [common_df])
    moderated = (common_df * common + 2 * np.exp(logs)) / (common_df + 2)
    assert found.values**2 == pytest.approx([*moderated, common], rel=1e-8)


def test_errors_that_differ_less_than_by_chance_are_their_mean():
    squares = np.linspace(1.0, 1.5, 12)
    found = moderate_errors(np.append(np.sqrt(squares), np.nan))
    assert found.values**2 == pytest.approx([1.25] * 13)
    assert found.common**2 == pytest.approx(1.25) and found.common_df == np.inf
    assert (found.df == np.inf).all()


@pytest.mark.parametrize(("n", "is_known"), [(9, False), (10, True)])
def test_ten_errors_have_something_in_common(n, is_known):
    printed = np.append(np.geomspace(0.1, 2, n), np.nan)
    found = moderate_errors(printed)
    assert np.isfinite(found.common) == is_known == np.isfinite(found.values[-1])
    if not is_known:
        assert found.common_df == 0 and found.df[:n].tolist() == [2.0] * n
        assert np.isnan(found.df[n])


def intervals(*rows):
    return pd.DataFrame(rows, columns=["low", "high", "standard_error"])


def level_of(multiple):
    return 2 * NormalDist().cdf(multiple) - 1


def test_the_bounds_of_a_level_come_from_the_rounding_of_ends_and_errors():
    # Ends to one decimal are within 0.05, so is an error: half an interval of 1 is 0.95 to 1.05.
    found = interval_level(intervals((39.1, 41.1, 0.6)))
    low, high = 0.95 / 0.65, 1.05 / 0.55
    assert found.bounds == pytest.approx((level_of(low), level_of(high)))
    assert found.multiple == pytest.approx((low + high) / 2) and found.n == 1 and found.is_common
    assert found.level == pytest.approx(level_of((low + high) / 2))
    # A larger one narrows them; where the two do not meet, neither is common to most.
    both = interval_level(intervals((39.1, 41.1, 0.6), (30.1, 50.1, 6.1)))
    assert both.bounds == pytest.approx((level_of(9.95 / 6.15), level_of(10.05 / 6.05)))
    assert both.n == 2 and both.is_common
    apart = interval_level(intervals((30.1, 50.1, 6.1), (30.1, 70.1, 6.2)))
    ratios = (10 / 6.1, 20 / 6.2)
    assert not apart.is_common and apart.multiple == pytest.approx(sum(ratios) / 2)
    quartiles = np.quantile(ratios, [0.25, 0.75])
    assert apart.bounds == pytest.approx(tuple(map(level_of, quartiles)))


def test_an_error_that_may_be_nothing_leaves_the_level_open_above():
    found = interval_level(intervals((39.1, 41.1, 0.04), (39.2, 41.2, 0.1), (39.1, 41.2, 0.05)))
    assert found.n == 3
    zero = interval_level(intervals((39.1, 41.1, 0.0)))
    assert zero is None
    open_above = interval_level(intervals((39.0, 41.0, 0.5), (38.0, 42.0, 1.0)))
    # Whole ends are within 0.5 and errors of one decimal within 0.05.
    assert open_above.bounds[0] == pytest.approx(level_of(1.5 / 1.05))
    assert open_above.bounds[1] == pytest.approx(level_of(2.5 / 0.95))


def test_one_error_for_all_is_no_more_rounded_than_the_many_ends():
    rows = [(40.123456 + at - 0.329, 40.123456 + at + 0.329, 0.2) for at in range(5)]
    found = interval_level(intervals(*rows))
    assert found.multiple == pytest.approx(1.645, abs=1e-4) and found.is_known
    other = interval_level(intervals(*rows, (40.0, 42.0, 0.6)))
    assert not other.is_known
