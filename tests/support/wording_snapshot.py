"""All sentences of some views in both languages, as files that a review of a change shows.

`python -m tests.support.wording_snapshot` writes them anew. A sentence that differs from one before
it in its numbers only is left out, so that each stands there once, with real figures.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from lib.charts.registry import draw
from lib.common.paths import ROOT
from lib.common.text import LANGUAGES
from lib.datasets import tables
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.url_parameters import read_view
from lib.narrative.elements import Screen
from lib.narrative.phrases import lower_first
from lib.narrative.story import build_story
from tests.pages.apps import open_page
from tests.support import made_up_34, made_up_margins
from tests.support.page_texts import page_lines

FOLDER = ROOT / "tests" / "pages" / "wording"
# Links on pages begin with the machine's own address where a host gives none.
ADDRESS = {"PAPI_PUBLIC_URL": "https://papi.example.vn"}
ALL_PAGES = "overview map dimensions peers trends targets plan merged table present brief citizens"
TEXTS = "overview trends targets brief citizens"


@dataclass(frozen=True)
class Example:
    """A view whose pages are read.

    Attributes:
        name: what it is an example of.
        query: its parameters without the language.
        pages: slugs of the pages, with a space between them.
        story: whether its screens and charts are read too.
        data: "" for the published data; "errors", "34": what is made up beside them.
    """

    name: str
    query: dict[str, str]
    pages: str = TEXTS
    story: bool = False
    data: str = ""


def _of(province: str, year: str, **more: str) -> dict[str, str]:
    return {"province": province, "year": year} | more


EXAMPLES = (
    Example("Long An 2023, the 63", _of("80", "2023"), f"{ALL_PAGES} preview about", story=True),
    Example("Long An 2024, the 63", _of("80", "2024"), TEXTS),
    Example(
        "Tây Ninh 2024, the estimated 34",
        _of("80", "2024", units="34"),
        "overview map dimensions peers plan table",
    ),
    Example("Quảng Ninh 2024, first", _of("22", "2024"), f"{TEXTS} merged peers"),
    Example("Kiên Giang 2024, last", _of("91", "2024"), f"{TEXTS} peers"),
    Example("Quảng Ninh 2023, not published", _of("22", "2023"), "overview map citizens merged"),
    Example(
        "Bắc Giang 2022, published in part",
        _of("24", "2022"),
        "overview map brief citizens",
        story=True,
    ),
    Example("Tiền Giang 2011, first year", _of("82", "2011"), TEXTS),
    Example("Thành phố Hồ Chí Minh 2024, a city", _of("79", "2024"), "targets brief merged map"),
    Example("Hà Nội 2018, a new scale", _of("01", "2018"), TEXTS),
    Example(
        "Cần Thơ 2019, a sub-dimension",
        _of("92", "2019", measure="6.2", peers="rank"),
        "map peers trends",
    ),
    Example(
        "Thừa Thiên Huế 2024, changes since 2021",
        _of("46", "2024", since="2021", paint="change"),
        "map trends merged",
    ),
    Example(
        "Long An 2024 with made-up errors",
        _of("80", "2024"),
        "overview trends brief",
        data="errors",
    ),
    Example(
        "Tây Ninh 2025, made-up first scores of the 34",
        _of("80", "2025"),
        "overview trends targets brief peers",
        data="34",
        story=True,
    ),
    Example(
        "A target and a scenario in the URL",
        _of("80", "2023", target="rank:20", gains="6.2:0.1,1.1:0.05"),
        "targets",
    ),
    Example(
        "Parameters that cannot be used",
        {"province": "99", "year": "1999", "measure": "9", "target": "x", "gains": "z"},
        "targets",
    ),
)


@contextmanager
def _data(kind: str) -> Iterator[None]:
    """The app reads the published data, or has made-up ones added."""
    if not kind:
        yield
        return
    if kind == "errors":
        loaded = made_up_margins.with_margins(tables.load_tables())
    else:
        loaded = made_up_34.build_dataset((2025,)).tables
    with (
        patch.object(tables, "load_tables", lambda *_: loaded),
        patch.object(tables, "data_version", lambda *_: f"made-up {kind}"),
    ):
        yield


def read_example(example: Example, lang: str) -> Iterator[tuple[str, list[str]]]:
    """The places of an example, "overview" or "story", each with its lines."""
    with _data(example.data), patch.dict(os.environ, ADDRESS):
        for slug in example.pages.split():
            app = open_page(slug, example.query | {"lang": lang})
            assert not app.exception, (example.name, slug)
            yield slug, page_lines(app)
        if example.story:
            dataset = Dataset.build(tables.load_tables())
            view, _ = read_view(example.query | {"lang": lang}, dataset)
            shown, view = resolve_units(dataset, view)
            story = build_story(shown, view)
            yield "story", [line for screen in story for line in _screen_lines(screen)]
            yield "columns", list(_column_lines(shown, story))


def _screen_lines(screen: Screen) -> Iterator[str]:
    yield f"# {screen.title}"
    yield screen.full_subtitle
    yield from (f"{k.label}: {k.figure}{k.suffix} ({k.note})" for k in screen.key_figures)
    for paragraph in screen.paragraphs:
        yield f"{paragraph.heading}. {paragraph.text}"
    yield from screen.notes
    yield screen.origin


def _column_lines(dataset: Dataset, story: Iterable[Screen]) -> Iterator[str]:
    """The headings of the tables below the story's charts."""
    for screen in story:
        for slot in screen.charts:
            figure = draw(slot.chart, dataset, slot.view)
            yield f"{slot.chart}: {' | '.join(map(str, figure.table(dataset).columns))}"


def snapshot(lang: str) -> str:
    """All sentences of the examples in a language, each once."""
    names, seen = names_pattern(lang), set[str]()
    parts: list[str] = []
    for example in EXAMPLES:
        parts.append(f"\n== {example.name}")
        for place, lines in read_example(example, lang):
            fresh = [line for line in lines if is_new(line, names, seen)]
            if fresh:
                parts += [f"\n-- {place}", *fresh]
    return "\n".join(parts).strip() + "\n"


def names_pattern(lang: str) -> re.Pattern[str]:
    """Names of provinces and measures with the lists of them that sentences hold."""
    dataset = Dataset.build(tables.load_tables())
    names = {
        form
        for data in (dataset, dataset.estimated_34)
        for code in data.provinces.index
        for form in (data.province_name(code, lang), data.name_in_sentence(code, lang))
    }
    names |= {
        form
        for measure in dataset.all_measures
        for short in (True, False)
        for name in [dataset.measure_name(measure, lang, short)]
        for form in (name, lower_first(name))
    }
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def is_new(line: str, names: re.Pattern[str], seen: set[str]) -> bool:
    """Whether a line says what none before it did, other names and numbers apart."""
    pattern = re.sub(r"\d[\d.,]*", "0", names.sub("N", line))
    items = re.sub(r"(?:\W*\b[N0]\b\W*)+", "N", pattern)
    if items in {"", "N"} or items in seen:
        return False
    seen.add(items)
    return True


def snapshot_path(lang: str) -> Path:
    """Where the sentences of a language are kept."""
    return FOLDER / f"{lang}.txt"


def main() -> None:
    """Write the files of both languages."""
    logging.disable(logging.WARNING)  # Streamlit warns of each run outside its server
    FOLDER.mkdir(exist_ok=True)
    for lang in LANGUAGES:
        snapshot_path(lang).write_text(snapshot(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
