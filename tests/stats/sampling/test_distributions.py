"""Special functions against printed tables."""

from math import inf, pi

import pytest

from lib.stats.sampling.distributions import digamma, inverse_trigamma, trigamma, two_sided_p

EULER = 0.5772156649015329


def test_digamma_and_trigamma_at_known_places():
    assert digamma(1) == pytest.approx(-EULER, abs=1e-10)
    assert digamma(0.5) == pytest.approx(-1.963510026021423, abs=1e-10)
    assert trigamma(1) == pytest.approx(pi**2 / 6, abs=1e-10)
    assert trigamma(0.5) == pytest.approx(pi**2 / 2, abs=1e-10)


@pytest.mark.parametrize("x", [1e-4, 3.3e-4, 0.05, 1, 3.3, 40, 9.9e5, 1e7])
def test_the_inverse_of_trigamma(x):
    assert inverse_trigamma(trigamma(x)) == pytest.approx(x, rel=1e-6)


def test_the_inverse_of_trigamma_at_printed_places_and_far_out():
    assert inverse_trigamma(pi**2 / 6) == pytest.approx(1, rel=1e-9)
    assert inverse_trigamma(pi**2 / 2) == pytest.approx(0.5, rel=1e-9)
    assert inverse_trigamma(1e8) == pytest.approx(1e-4, rel=1e-3)  # trigamma(x) is near 1 / x²
    assert inverse_trigamma(1e-8) == pytest.approx(1e8, rel=1e-6)  # and far out near 1 / x


# Two-sided 5 % and 10 % points of Student's t as every table prints them.
@pytest.mark.parametrize(
    ("statistic", "df", "p"),
    [
        (12.706, 1, 0.05),
        (2.920, 2, 0.10),
        (2.228, 10, 0.05),
        (2.042, 30, 0.05),
        (1.960, inf, 0.05),
        (0.0, 3, 1.0),
    ],
)
def test_the_tails_of_student(statistic, df, p):
    assert two_sided_p(statistic, df) == pytest.approx(p, abs=1e-4)
    assert two_sided_p(-statistic, df) == two_sided_p(statistic, df)
