"""Which of many like tests ``make unit`` runs."""

from collections.abc import Mapping
from typing import Any

import pytest


def fast_first(values: Mapping[str, Any]) -> list:
    """Return the values as parameters with their names as ids: the first fast, all others slow."""
    first, *others = values
    return [
        pytest.param(values[first], id=first, marks=pytest.mark.fast),
        *(pytest.param(values[name], id=name, marks=pytest.mark.slow) for name in others),
    ]
