"""The conclusions in words, one module a page: sentences and key figures, every number computed.

Nothing here claims a cause.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kpi:
    """One key figure: its label, the figure, what it is out of, and a note below."""

    label: str
    figure: str
    suffix: str
    note: str
