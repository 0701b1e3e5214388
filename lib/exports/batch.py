"""The files of every province of a year, written into a folder one after the other."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from lib.common.text import Language
from lib.exports import share_cards, workbooks
from lib.exports.file_names import province_file_name
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_year
from lib.model.view import View
from lib.narrative import partly_published
from lib.stats.ranking import TOTAL

Outcome = Literal["written", "kept", "failed"]


@dataclass(frozen=True)
class Job:
    """A file to write: its name, and what makes its content."""

    name: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Done:
    """What became of a job; ``why`` says what failed."""

    name: str
    outcome: Outcome
    why: str = ""


def unpublished(dataset: Dataset, year: int) -> list[str]:
    """The codes of the provinces without any score in a year, of which there are no files."""
    shown = dataset_of_year(dataset, year)
    return [p for p in shown.unscored_provinces(year, TOTAL) if p not in _with_a_part(shown, year)]


def _with_a_part(dataset: Dataset, year: int) -> list[str]:
    """The provinces of which only some dimensions are published in a year."""
    return [
        province
        for province in dataset.unscored_provinces(year, TOTAL)
        if partly_published.has_part(dataset, View(province=province, year=year, preview=""))
    ]


def jobs(dataset: Dataset, year: int, lang: Language, base_url: str = "") -> list[Job]:
    """Slides, pages to print, two pictures and the figures of every province with scores.

    The pictures show a rank; of a province without a total there are none.

    Args:
        dataset: that of the 63; a year of the 34 has theirs.
        year: one of its ``all_years``.
        lang: of the files.
        base_url: the app's public address, for links; "" for none.
    """
    shown = dataset_of_year(dataset, year)
    out: list[Job] = []
    for province in [*shown.total_positions(year), *_with_a_part(shown, year)]:
        view = View(province=province, year=year, lang=lang, preview="")
        if shown.units == "34":
            view = replace(view, units="34", shown_units="34")
        out += _jobs_of_province(shown, view, base_url)
    return out


def _jobs_of_province(dataset: Dataset, view: View, base_url: str) -> Iterator[Job]:
    # With python-pptx and typst, which nothing else that reads this module needs.
    from lib.exports.pdf import document
    from lib.exports.pptx import slides

    def name(*parts: str, ending: str) -> str:
        return province_file_name(dataset, view, *parts, ending=ending)

    yield Job(name(ending=".pdf"), lambda: document.pdf_bytes(dataset, view, base_url))
    yield Job(name(ending=".pptx"), lambda: slides.pptx_bytes(dataset, view, base_url))
    yield Job(name(ending=".xlsx"), lambda: workbooks.view_workbook(dataset, view))
    if partly_published.has_part(dataset, view):
        return
    for kind in share_cards.LAYOUTS:
        yield Job(name(kind, ending=".png"), _card_maker(dataset, view, kind))


def _card_maker(dataset: Dataset, view: View, kind: share_cards.CardKind) -> Callable[[], bytes]:
    return lambda: share_cards.png(dataset, view, kind)


def write_all(listed: list[Job], folder: Path, again: bool = False) -> Iterator[Done]:
    """Write the files; one that fails does not stop the others.

    A file that is there already is kept, so a run that was stopped goes on where it was. A file is
    written under another name first, so none is ever half there.

    Args:
        listed: what to write.
        folder: where to; it is made.
        again: whether files that are there are written anew.

    Yields:
        What became of each, in the order of ``listed``.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for job in listed:
        path = folder / job.name
        if path.exists() and not again:
            yield Done(job.name, "kept")
            continue
        try:
            content = job.make()
        except Exception as error:  # of whatever kind, since the other files can still be made
            yield Done(job.name, "failed", f"{type(error).__name__}: {error}")
            continue
        part = path.with_name(f".{job.name}.part")
        part.write_bytes(content)
        os.replace(part, path)
        yield Done(job.name, "written")
