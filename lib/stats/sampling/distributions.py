"""Special functions that the methods with standard errors need: digamma, trigamma, Student's t."""

from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

_SHIFT = 8.0  # from here on the asymptotic series below are exact to about twelve digits
_TINY = 1e-300
_CONVERGED = 1e-14


def digamma(x: float) -> float:
    """The derivative of the logarithm of the gamma function (Abramowitz and Stegun 6.3.18).

    Args:
        x: above 0.
    """
    below = 0.0
    while x < _SHIFT:
        below -= 1 / x
        x += 1
    s = 1 / x**2
    series = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))))
    return below + log(x) - 1 / (2 * x) - series


def trigamma(x: float) -> float:
    """The derivative of ``digamma`` (Abramowitz and Stegun 6.4.12).

    Args:
        x: above 0.
    """
    below = 0.0
    while x < _SHIFT:
        below += 1 / x**2
        x += 1
    s = 1 / x**2
    series = s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * 5 / 66))))
    return below + 1 / x + s / 2 + series / x


def inverse_trigamma(y: float) -> float:
    """The x at which ``trigamma`` is y, by Newton's method as in Smyth (2004), appendix.

    Args:
        y: above 0.

    Returns:
        Above 0.
    """
    if y > 1e7:
        return 1 / sqrt(y)
    if y < 1e-6:
        return 1 / y
    x, change = 0.5 + 1 / y, inf
    while abs(change) >= 1e-10 * x:  # from here on it converges from below, in a dozen steps
        step = 1e-5 * x
        slope = (trigamma(x + step) - trigamma(x - step)) / (2 * step)
        change = trigamma(x) * (1 - trigamma(x) / y) / slope
        x += change
    return x


def two_sided_p(statistic: float, df: float = inf) -> float:
    """The probability of a statistic at least as far from 0, either way.

    Args:
        statistic: of Student's t, or normally distributed where ``df`` is infinite.
        df: degrees of freedom, above 0; need not be whole.

    Returns:
        0-1.
    """
    if df == inf:
        return 2 * NormalDist().cdf(-abs(statistic))
    return _incomplete_beta(df / (df + statistic**2), df / 2, 0.5)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function (Abramowitz and Stegun 26.5.8)."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    # The continued fraction by Lentz's method.
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    out = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            d = 1 / _nonzero(1 + coefficient * d)
            c = _nonzero(1 + coefficient / c)
            out *= c * d
        if abs(c * d - 1) < _CONVERGED:
            break
    return front * out


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
