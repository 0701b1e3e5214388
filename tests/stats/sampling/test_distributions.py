"""Special functions against printed tables."""

from math import atan, inf, pi, sqrt

import pytest

from lib.stats.sampling.distributions import digamma, inverse_trigamma, trigamma, two_sided_p

EULER = 0.5772156649015329


def test_digamma_and_trigamma_at_known_places():
    assert digamma(1) == pytest.approx(-EULER, abs=1e-10)
    assert digamma(0.5) == pytest.approx(-1.963510026021423, abs=1e-10)
    assert trigamma(1) == pytest.approx(pi**2 / 6, abs=1e-10)
    assert trigamma(0.5) == pytest.approx(pi**2 / 2, abs=1e-10)


@pytest.mark.parametrize("n", [1, 2, 7, 8, 9, 15, 40])
def test_whole_numbers_to_twelve_digits(n):
    harmonic = sum(1 / k for k in range(1, n))
    squares = sum(1 / k**2 for k in range(1, n))
    assert digamma(n) == pytest.approx(harmonic - EULER, abs=1e-12)
    assert trigamma(n) == pytest.approx(pi**2 / 6 - squares, abs=1e-12)


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


# What Student's t is in closed form: 1, 2, 3 and 4 degrees of freedom.
@pytest.mark.parametrize("t", [1e-3, 0.2, 0.7, 1.0, 1.5, 2.5, 6.0, 40.0])
def test_few_degrees_of_freedom_to_eleven_digits(t):
    p = {
        1: 1 - 2 / pi * atan(t),
        2: 1 - t / sqrt(2 + t**2),
        3: 1 - 2 / pi * (t / (sqrt(3) * (1 + t**2 / 3)) + atan(t / sqrt(3))),
        4: 1 - t * (t**2 + 6) / (t**2 + 4) ** 1.5,
    }
    for df, expected in p.items():
        assert two_sided_p(t, df) == pytest.approx(expected, rel=1e-9, abs=1e-11)
        assert two_sided_p(-t, df) == two_sided_p(t, df)


def test_the_ends_of_the_tails():
    assert two_sided_p(0.0, 1) == two_sided_p(0.0, inf) == 1.0
    assert two_sided_p(inf, 5) == two_sided_p(inf) == 0.0
    # With many degrees of freedom it is the normal distribution.
    assert two_sided_p(1.3, 1e5) == pytest.approx(two_sided_p(1.3), rel=1e-4)
    assert two_sided_p(1.3, 30.5) == pytest.approx(
        (two_sided_p(1.3, 30) + two_sided_p(1.3, 31)) / 2, rel=1e-4
    )
