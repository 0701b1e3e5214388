"""Remember what a method returned, in the object that it belongs to."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

S = TypeVar("S")
P = ParamSpec("P")
R = TypeVar("R")


# Views of these many provinces and years are remembered; the charts that are kept are of fewer.
VIEWS = 128


def memoized(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Decorate a method, or a function of an object, so that each result is computed once.

    Once an object, that is, and combination of the other arguments.

    The results live in the object's ``__dict__`` and go with it, unlike those of
    ``functools.cache``. Two threads that ask at the same time may both compute a result; either
    of the two is kept, so the method must depend on nothing but its object and its arguments.
    All results are kept: for what is asked by year and measure, of which there are some hundred.

    Args:
        method: takes hashable arguments and returns what callers do not change.
    """
    return _remember(method, None)


def memoized_up_to(
    most: int,
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """As ``memoized``, for what is asked by province: of more results the oldest are dropped.

    A server that runs for weeks is asked for every province in every year.

    Args:
        most: results that an object keeps.
    """

    def decorate(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        return _remember(method, most)

    return decorate


def _remember(
    method: Callable[Concatenate[S, P], R], most: int | None
) -> Callable[Concatenate[S, P], R]:
    # By module too: functions of other modules with the same name must not share results.
    attribute = f"_results_of_{method.__module__}.{method.__qualname__}"

    @wraps(method)
    def lookup(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        results: dict[Any, R] = self.__dict__.setdefault(attribute, {})
        key = (args, *sorted(kwargs.items())) if kwargs else args
        try:
            return results[key]
        except KeyError:
            pass  # computed outside of this block: an error in it has no KeyError as its context
        result = results[key] = method(self, *args, **kwargs)
        if most is not None and len(results) > most:
            for oldest in list(results)[:-most]:
                results.pop(oldest, None)
        return result

    return lookup
