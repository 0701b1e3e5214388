"""The table: one line a measurement, with its limit and whether it is within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

HEAD = "| what | app | bare | ratio | limit | result |\n|---|--:|--:|--:|--:|---|"


@dataclass(frozen=True)
class Line:
    """One measurement. ``limit`` is a ratio where ``relative``, else in the line's unit."""

    what: str
    unit: str
    app: Sequence[float]
    bare: Sequence[float] = ()
    limit: float | None = None
    relative: bool = True
    decimals: int = 0

    @property
    def ratio(self) -> float | None:
        """The app's median by the bare app's; None where that is 0 or was not measured."""
        bare = median(self.bare) if self.bare else 0
        return median(self.app) / bare if bare else None

    @property
    def within_limit(self) -> bool | None:
        """Whether the measurement is within the limit; None without a limit."""
        if self.limit is None:
            return None
        value = self.ratio if self.relative else median(self.app)
        return value is not None and value <= self.limit

    def __str__(self) -> str:
        """The line as a row of the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        limit = ""
        if self.limit is not None:
            limit = f"{self.limit:.2f}×" if self.relative else f"{self.limit:g} {self.unit}"
        result = {None: "", True: "pass", False: "**missed**"}[self.within_limit]
        cells = (self.what, self._value(self.app), self._value(self.bare), ratio, limit, result)
        return f"| {' | '.join(cells)} |"

    def _value(self, values: Sequence[float]) -> str:
        """The median with its quartiles."""
        if not values:
            return ""
        n = self.decimals
        text = f"{median(values):.{n}f} {self.unit}"
        if len(values) < 3:
            return text
        low, _, high = quantiles(values, n=4, method="inclusive")
        return f"{text} ({low:.{n}f}–{high:.{n}f})"


def markdown(title: str, facts: Sequence[str], lines: Sequence[Line]) -> str:
    """Return the whole report."""
    missed = sum(line.within_limit is False for line in lines)
    limits = sum(line.limit is not None for line in lines)
    verdict = f"**{missed} of {limits} limits missed.**" if missed else f"All {limits} limits kept."
    table = "\n".join([HEAD, *map(str, lines)])
    return "\n\n".join([f"# {title}", *facts, table, verdict]) + "\n"
