"""Read URL parameters: kindly, and a value that cannot be used is replaced and becomes a notice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from lib.common.strings import fold_text
from lib.common.text import Language
from lib.common.theme import ThemeName
from lib.model.chosen_peers import MOST_BESIDE
from lib.model.dataset import Dataset
from lib.model.opening_view import SHIPPED, OpeningView
from lib.model.province_finder import find_province, is_namesake, names_a_successor
from lib.model.unit_lists import dataset_of_year
from lib.model.url_repair import Parameter, repair_parameters
from lib.model.view import CHOICES, NOT_IN_URL, View
from lib.stats.peers import PEER_SETS

FIGURE_PARAMETERS = ("data", "show")  # the figure whose data are open; to which the page scrolls
SCREEN_PARAMETERS = ("screen", "loop")
VIEW_PARAMETERS = tuple(name for name in View.__dataclass_fields__ if name not in NOT_IN_URL)
LOOP_SECONDS = (5, 600)  # limits of the seconds a screen is shown where screens change themselves
_QUOTED_LENGTH, _FIND_LENGTH = 24, 60  # characters that a notice quotes; of words to look for
_YEAR = "[0-9]{4}"
_WRITTEN_TARGET = r"(group|rank|score)[\s:=_-]*([0-9]+(?:[.,][0-9]+)?)"
_WRITTEN_GAINS = r"[0-9]\.[0-9]:[0-9],[0-9]{1,3}"  # with a decimal comma
_TARGET = r"group:[1-3]|rank:[1-9][0-9]?|score:[0-9]{1,2}(\.[0-9]+)?"
_ONLY = r"peers|group:[1-4]"
_GAIN = r"[0-9]\.[0-9]{1,3}"  # points


@dataclass(frozen=True)
class Notice:
    """Something in the URL that could not be used: a text of ``[notice]`` and its values."""

    code: str
    values: tuple[tuple[str, str], ...]


def read_view(
    params: Mapping[str, str],
    dataset: Dataset,
    theme: ThemeName = "light",
    opening: OpeningView = SHIPPED,
) -> tuple[View, list[Notice]]:
    """Read the view that a URL asks for.

    Args:
        params: URL parameters; what is absent has its default, what is no view's is ignored.
        dataset: that of the 63, which knows the provinces, years and measures there are.
        theme: of the browser.
        opening: province, year and language where the URL names none.

    Returns:
        The view, and a notice for each value that had to be replaced; one more, the last, lists
        those that were not written as a link has them and could be read all the same.
    """
    reader = _ViewReader(repair_parameters(params, VIEW_PARAMETERS), dataset, opening)
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
        sort=reader.sort(),
        only=reader.only(),
        find=reader.find(),
        theme=theme,
        preview=View.preview,
        **choices,
    )
    return view, reader.notices + reader.repair_notices()


def read_language(params: Mapping[str, str], default: Language) -> Language:
    """The language that a URL asks for, where no view can be read yet."""
    found = repair_parameters(params, ["lang"]).get("lang")
    lang = _meant_choice("lang", found.value) if found else default
    return cast(Language, lang) if lang in CHOICES["lang"] else default


def _meant_choice(name: str, text: str) -> str:
    """One of a fixed list of values in small letters; a language also as "vi-VN"."""
    return re.split("[-_]", text.lower())[0] if name == "lang" else text.lower()


class _ViewReader:
    """One method a parameter: returns its value, or a replacement and adds a notice."""

    def __init__(
        self, params: Mapping[str, Parameter], dataset: Dataset, opening: OpeningView
    ) -> None:
        """Nothing is read yet."""
        self.params = params
        self.dataset = dataset
        self.opening = opening
        self.lang = opening.lang  # until the choices are read
        self.notices: list[Notice] = []
        self.repaired: dict[str, str] = {}  # the value that was read, by parameter

    def choices(self) -> dict[str, Any]:
        """The parameters that have a fixed list of values."""
        values: dict[str, Any] = {}
        for name, allowed in CHOICES.items():
            default = self.opening.lang if name == "lang" else getattr(View, name)
            text = self._text(name)
            value = _meant_choice(name, text)
            if not text:
                value = "34" if name == "units" and self._asks_for_successor() else default
            elif value in allowed:
                self._read(name, value)
            else:
                self._refuse("choice", name, name=name)
                value = default
            values[name] = value
        self.lang = cast(Language, values["lang"])
        return values

    def province(self) -> str:
        text = self._text("province")
        code = find_province(self.dataset, text) if text else self.opening.province
        if code:
            self._read("province", code)
            if not self._text("year") and not self._text("units"):
                self._ask_which(text)
            return code
        name = self.dataset.province_name(self.opening.province, self.lang)
        self._refuse("province", "province", shown=name)
        return self.opening.province

    def _asks_for_successor(self) -> bool:
        return names_a_successor(self.dataset, self._text("province"))

    def _ask_which(self, text: str) -> None:
        """A notice where a name means one of the 63 or one of the 34 and nothing says which."""
        if text and is_namesake(self.dataset, text):
            code = find_province(self.dataset, text) or ""
            old = self.dataset.member_name(code, self.lang)
            new = self.dataset.successor_label(self.dataset.successor(code), self.lang)
            self._refuse("namesake", "province", old=old, new=new)

    def year(self) -> int:
        """A year that has scores, of whichever list of provinces."""
        years = self.dataset.all_years
        text = self._text("year")
        if not text:
            return self.opening.year
        if self._is_year(text):
            self._read("year", text)
            return int(text)
        is_later = bool(re.fullmatch(_YEAR, text)) and int(text) > years[-1]
        # The newest year is nearest to a later one, which may be that of somebody's preview.
        shown = years[-1] if is_later else self.opening.year
        self._refuse_year("year_late" if is_later else "year", "year")
        return shown

    def measure(self, measures: Sequence[str], year: int) -> str:
        """One of the measures of the year."""
        measure = self._text("measure").lower().replace(",", ".")
        if not measure:
            return View.measure
        if measure in measures:
            self._read("measure", measure)
            return measure
        if measure in self.dataset.all_measures:
            self._refuse("measure_year", "measure", value=measure, year=str(year))
        else:
            self._refuse("measure", "measure")
        return View.measure

    def peers(self) -> str:
        """The name of a set, or those of the codes and names that exist."""
        text = self._text("peers")
        if not text or text.lower() in PEER_SETS:
            self._read("peers", text.lower())
            return text.lower() or View.peers
        return ",".join(self._provinces("peers")) or View.peers

    def _provinces(self, name: str) -> list[str]:
        """The codes of a parameter that lists provinces; what is none becomes a notice."""
        text = self._text(name)
        codes: list[str] = []
        unknown: list[str] = []
        for part in filter(None, map(str.strip, re.split("[,;|]", text))):
            # A name has blanks in it, and codes may be divided by them.
            for word in [part] if find_province(self.dataset, part) else part.split():
                code = find_province(self.dataset, word)
                (codes.append(code) if code else unknown.append(word))
        if unknown or not codes:
            self._refuse(name, name, value=",".join(unknown) or text)
        known = [part for part in text.split(",") if part not in unknown]
        self._read(name, ",".join(codes), written=",".join(known))
        return list(dict.fromkeys(codes))

    def since(self) -> int:
        text = self._text("since")
        if not text:
            return View.since
        if text == "0" or self._is_year(text):
            self._read("since", text)
            return int(text)
        self._refuse_year("since", "since")
        return View.since

    def target(self) -> str:
        text = self._text("target").lower()
        if not text:
            return View.target
        written = re.fullmatch(_WRITTEN_TARGET, text)
        target = f"{written[1]}:{written[2].replace(',', '.')}" if written else ""
        if re.fullmatch(_TARGET, target):
            self._read("target", target)
            return target
        self._refuse("target", "target")
        return View.target

    def gains(self, measures: Sequence[str]) -> str:
        """Those of the gains that are of a sub-dimension of the year."""
        usable: list[str] = []
        unusable: list[str] = []
        text = re.sub(r"\s", "", self._text("gains")).replace(";", ",")
        text = re.sub(_WRITTEN_GAINS, lambda gain: gain[0].replace(",", "."), text)
        for part in filter(None, text.split(",")):
            measure, _, points = part.partition(":")
            is_usable = "." in measure and measure in measures and re.fullmatch(_GAIN, points)
            (usable if is_usable else unusable).append(part)
        if unusable:
            self._refuse("gains", "gains", value=",".join(unusable))
        else:
            self._read("gains", text)
        return ",".join(usable)

    def peer(self) -> str:
        """The codes of at most as many provinces as stand beside the chosen one."""
        codes = self._provinces("peer") if self._text("peer") else []
        if left_out := codes[MOST_BESIDE:]:
            names = ", ".join(self.dataset.province_name(code, self.lang) for code in left_out)
            self._refuse("peer_many", "peer", value=names)
        return ",".join(codes[:MOST_BESIDE])

    def sort(self) -> str:
        """A measure of any year or "name"; the table replaces a measure that it does not show."""
        text = self._text("sort").lower().replace(",", ".")
        if not text or text.removeprefix("-") in ("name", *self.dataset.all_measures):
            self._read("sort", text)
            return text
        self._refuse("choice", "sort", name="sort")
        return View.sort

    def only(self) -> str:
        """The peers, a group, or a region of either list."""
        text = self._text("only")
        tables = self.dataset.tables
        regions = {*tables.regions["code"], *tables.successor_regions["code"]}
        for value in (text.lower(), text.upper()):
            if re.fullmatch(_ONLY, value) or value in regions:
                self._read("only", value)
                return value
        if text:
            self._refuse("choice", "only", name="only")
        return View.only

    def find(self) -> str:
        """Words to look for, whatever they are."""
        return " ".join(self._text("find").split())[:_FIND_LENGTH]

    def repair_notices(self) -> list[Notice]:
        """One notice that lists how the values were read that no link writes so; or none."""
        items = []
        for name, value in self.repaired.items():
            shown = f"{name}={value}"
            if name == "province" and self._asks_for_successor():
                shown = self.dataset.successor_label(value, self.lang)
            elif name in ("province", "peer") or (name == "peers" and value not in PEER_SETS):
                codes = dict.fromkeys(value.split(","))
                shown = ", ".join(self.dataset.province_name(code, self.lang) for code in codes)
            items.append(f"“{_quote(self.params[name].written)}” → {shown}")
        return [Notice("repaired", (("list", "; ".join(items)),))] if items else []

    def _text(self, name: str) -> str:
        """The value of a parameter; "" where the URL does not name it or leaves it empty."""
        return self.params[name].value if name in self.params else ""

    def _read(self, name: str, value: str, written: str | None = None) -> None:
        """Note a value that is not written as it was read; ``written`` is the part that counts."""
        if name not in self.params or not value:
            return
        written = self._text(name) if written is None else written
        if not self.params[name].is_as_written or written != value:
            self.repaired[name] = value

    def _is_year(self, text: str) -> bool:
        return bool(re.fullmatch(_YEAR, text)) and int(text) in self.dataset.all_years

    def _refuse(self, code: str, parameter: str, *, value: str = "", **more: str) -> None:
        """A notice on a parameter; ``value`` is the part of it that is meant, else all of it."""
        self.notices.append(make_notice(code, value or self._text(parameter), **more))

    def _refuse_year(self, code: str, name: str) -> None:
        years = self.dataset.all_years
        more = {"first": str(years[0]), "last": str(years[-1])}
        if code == "year":
            more["shown"] = str(self.opening.year)
        self._refuse(code, name, **more)


def read_figure_request(
    params: Mapping[str, str], figures: frozenset[str]
) -> tuple[dict[str, str], list[Notice]]:
    """Read which figure's data a URL opens and to which figure it scrolls.

    Args:
        params: URL parameters.
        figures: the names of the figures there are.

    Returns:
        The figures by parameter (``FIGURE_PARAMETERS``), and a notice for each that is unknown.
    """
    requested: dict[str, str] = {}
    notices: list[Notice] = []
    for name, parameter in repair_parameters(params, FIGURE_PARAMETERS).items():
        figure = _figure_by_folded_name(figures).get(fold_text(parameter.value), "")
        if figure:
            requested[name] = figure
        elif parameter.value:
            notices.append(make_notice("figure", parameter.value))
    return requested, notices


@cache
def _figure_by_folded_name(figures: frozenset[str]) -> dict[str, str]:
    return {fold_text(figure): figure for figure in figures}


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
    found = repair_parameters(params, SCREEN_PARAMETERS)
    text = found["screen"].value.lower() if "screen" in found else ""
    if text in slugs:
        screen = slugs.index(text) + 1
    elif re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= len(slugs):
        screen = int(text)
    elif text and not re.fullmatch(r"[a-z]+", text):
        notices.append(make_notice("screen", text, last=str(len(slugs))))
    elif text:  # a page that has no screen begins the story
        screen = 1
    seconds = found["loop"].value if "loop" in found else ""
    shortest, longest = LOOP_SECONDS
    if re.fullmatch(r"[0-9]{1,4}", seconds) and shortest <= int(seconds) <= longest:
        loop = int(seconds)
    elif seconds:
        notices.append(make_notice("loop", seconds, first=str(shortest), last=str(longest)))
    return ScreenRequest(screen, loop), notices


def make_notice(code: str, value: str, **more: str) -> Notice:
    """A notice that quotes a value."""
    return Notice(code, (("value", _quote(value)), *more.items()))


def _quote(value: str) -> str:
    """A value as a notice quotes it: shortened and without control characters."""
    quoted = "".join(c if c.isprintable() else " " for c in value)
    return quoted if len(quoted) <= _QUOTED_LENGTH else quoted[: _QUOTED_LENGTH - 1] + "…"
