"""Read URL parameters; a value that cannot be used is replaced and becomes a notice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.common.theme import ThemeName
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_year
from lib.model.view import CHOICES, View
from lib.stats.peers import PEER_SETS

LOOP_SECONDS = (5, 600)  # limits of the seconds a screen is shown where screens change themselves
_QUOTED_LENGTH = 24  # characters of an unusable value that a notice quotes
_YEAR = "[0-9]{4}"
_TARGET = r"group:[1-3]|rank:[1-9][0-9]?|score:[0-9]{1,2}(\.[0-9]+)?"
_GAIN = r"[0-9]\.[0-9]{1,3}"  # points


@dataclass(frozen=True)
class Notice:
    """Something in the URL that could not be used: a text of ``[notice]`` and its values."""

    code: str
    values: tuple[tuple[str, str], ...]


def read_view(
    params: Mapping[str, str], dataset: Dataset, theme: ThemeName = "light"
) -> tuple[View, list[Notice]]:
    """Read the view that a URL asks for.

    Args:
        params: URL parameters; what is absent has its default, what is no view's is ignored.
        dataset: that of the 63, which knows the provinces, years and measures there are.
        theme: of the browser.

    Returns:
        The view, and a notice for each value that had to be replaced.
    """
    reader = _ViewReader(params, dataset)
    # The notices stand in the order of these calls.
    choices = reader.choices()
    province = reader.province()
    year = reader.year()
    measures = dataset_of_year(dataset, year).measures(year)
    view = View(
        province=province,
        year=year,
        measure=reader.measure(measures, year),
        peers=reader.peers(),
        since=reader.since(),
        target=reader.target(),
        gains=reader.gains(measures),
        peer=reader.peer(),
        theme=theme,
        preview=View.preview,
        **choices,
    )
    return view, reader.notices


class _ViewReader:
    """One method a parameter: returns its value, or a replacement and adds a notice."""

    def __init__(self, params: Mapping[str, str], dataset: Dataset) -> None:
        """Nothing is read yet."""
        self.params = params
        self.dataset = dataset
        self.notices: list[Notice] = []

    def choices(self) -> dict[str, Any]:
        """The parameters that have a fixed list of values."""
        values = {}
        for name, allowed in CHOICES.items():
            value = self._text(name)
            if value not in allowed:
                self._refuse("choice", value, name=name)
                value = getattr(View, name)
            values[name] = value
        return values

    def province(self) -> str:
        code = self._text("province")
        if code in self.dataset.provinces.index:
            return code
        self._refuse("province", code)
        return View.province

    def year(self) -> int:
        """A year that has scores, of whichever list of provinces."""
        years = self.dataset.all_years
        text = self._text("year")
        if self._is_year(text):
            return int(text)
        is_later = bool(re.fullmatch(_YEAR, text)) and int(text) > years[-1]
        self._refuse_year("year_late" if is_later else "year", text)
        # The newest year is nearest to a later one, which may be that of somebody's preview;
        # a future data set may no longer reach the default.
        return View.year if View.year in years and not is_later else years[-1]

    def measure(self, measures: Sequence[str], year: int) -> str:
        """One of the measures of the year."""
        measure = self._text("measure")
        if measure in measures:
            return measure
        if measure in self.dataset.all_measures:
            self._refuse("measure_year", measure, year=str(year))
        else:
            self._refuse("measure", measure)
        return View.measure

    def peers(self) -> str:
        """The name of a set, or those of the codes that exist."""
        text = self._text("peers")
        if text in PEER_SETS:
            return text
        codes = list(dict.fromkeys(text.split(",")))
        existing = [code for code in codes if code in self.dataset.provinces.index]
        if len(existing) < len(codes):
            self._refuse("peers", ",".join(code for code in codes if code not in existing))
        return ",".join(existing) or View.peers

    def since(self) -> int:
        text = self._text("since")
        if text == "0" or self._is_year(text):
            return int(text)
        self._refuse_year("since", text)
        return View.since

    def target(self) -> str:
        target = self._text("target")
        if not target or re.fullmatch(_TARGET, target):
            return target
        self._refuse("target", target)
        return View.target

    def gains(self, measures: Sequence[str]) -> str:
        """Those of the gains that are of a sub-dimension of the year."""
        usable: list[str] = []
        unusable: list[str] = []
        for part in filter(None, self._text("gains").split(",")):
            measure, _, points = part.partition(":")
            is_sub_dimension = "." in measure and measure in measures
            is_usable = is_sub_dimension and re.fullmatch(_GAIN, points)
            (usable if is_usable else unusable).append(part)
        if unusable:
            self._refuse("gains", ",".join(unusable))
        return ",".join(usable)

    def peer(self) -> str:
        code = self._text("peer")
        if not code or code in self.dataset.provinces.index:
            return code
        self._refuse("peer", code)
        return View.peer

    def _text(self, name: str) -> str:
        return self.params.get(name, str(getattr(View, name)))

    def _is_year(self, text: str) -> bool:
        return bool(re.fullmatch(_YEAR, text)) and int(text) in self.dataset.all_years

    def _refuse(self, code: str, value: str, **more: str) -> None:
        self.notices.append(_make_notice(code, value, **more))

    def _refuse_year(self, code: str, value: str) -> None:
        years = self.dataset.all_years
        self._refuse(code, value, first=str(years[0]), last=str(years[-1]))


@dataclass(frozen=True)
class ScreenRequest:
    """What a URL asks of the presentation.

    Attributes:
        screen: number of the screen from 1; 0 = none is shown.
        loop: seconds after which the next screen follows; 0 = it waits for a click.
    """

    screen: int = 0
    loop: int = 0


def read_screen_request(
    params: Mapping[str, str], slugs: Sequence[str]
) -> tuple[ScreenRequest, list[Notice]]:
    """Read the screen that a URL asks for and how fast the screens change.

    Args:
        params: URL parameters: ``screen`` is a number from 1 or the slug of a page, ``loop`` a
            number of seconds.
        slugs: the page of each screen.

    Returns:
        The request, and a notice for each value that cannot be used.
    """
    notices: list[Notice] = []
    screen = loop = 0
    text = params.get("screen", "")
    if text in slugs:
        screen = slugs.index(text) + 1
    elif re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= len(slugs):
        screen = int(text)
    elif text and not re.fullmatch(r"[a-z]+", text):
        notices.append(_make_notice("screen", text, last=str(len(slugs))))
    elif text:  # a page that has no screen begins the story
        screen = 1
    seconds = params.get("loop", "")
    shortest, longest = LOOP_SECONDS
    if re.fullmatch(r"[0-9]{1,4}", seconds) and shortest <= int(seconds) <= longest:
        loop = int(seconds)
    elif seconds:
        notices.append(_make_notice("loop", seconds, first=str(shortest), last=str(longest)))
    return ScreenRequest(screen, loop), notices


def _make_notice(code: str, value: str, **more: str) -> Notice:
    """A notice that quotes the value, shortened and without control characters."""
    quoted = "".join(c if c.isprintable() else " " for c in value)
    if len(quoted) > _QUOTED_LENGTH:
        quoted = quoted[: _QUOTED_LENGTH - 1] + "…"
    return Notice(code, (("value", quoted), *more.items()))
