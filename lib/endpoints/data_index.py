"""``/data/``: which addresses there are, and under which terms their figures may be used."""

from starlette.requests import Request

from lib.charts.registry import CHARTS
from lib.common.html_templates import render
from lib.common.text import LANGUAGES, Language, t
from lib.common.theme import LIGHT
from lib.endpoints import data_files, figures, map_files
from lib.endpoints.answers import Task
from lib.endpoints.page_head import TEMPLATES
from lib.endpoints.parameters import opening, request_base_url, request_language
from lib.endpoints.sources import Sources
from lib.endpoints.work import File
from lib.model.dataset import Dataset


def read_index_task(sources: Sources, request: Request) -> Task:
    """The index in the language that the address asks for."""
    lang, base_url = request_language(request), request_base_url(request)
    dataset = sources.dataset()
    start = opening(dataset)
    view = f"province={start.province}&year={start.year}&units=63&lang={lang}"
    chart = next(iter(CHARTS))
    years = {"first": dataset.all_years[0], "last": dataset.all_years[-1]}
    rows = [
        (
            t("data_file.scores", lang, **years),
            _files("data/scores", data_files.ENDINGS, f"lang={lang}"),
        ),
        *_indicator_rows(dataset, lang),
        (
            t("data_file.map", lang, year=start.year),
            _files("data/map", map_files.ENDINGS, f"measure=total&year={start.year}&lang={lang}"),
        ),
        (t("data_file.figure", lang), _files(f"figure/{chart}", figures.ENDINGS, view)),
        (t("data_file.embed", lang), [f"embed/{chart}?{view}"]),
        (t("data_file.card", lang), [f"figure/card.png?{view}"]),
    ]

    def make() -> File:
        content = render(
            TEMPLATES,
            "data_index.html.jinja",
            lang=lang,
            title=t("data_file.title", lang),
            lead=t("data_file.lead", lang),
            note=t("data_file.estimated", lang),
            rows=rows,
            base_url=base_url,
            charts_label=t("data_file.charts", lang),
            charts=", ".join(CHARTS),
            licence_label=t("data_file.licence", lang),
            licence=[t("about.rights", lang), t("data_file.boundaries", lang)],
            citation_label=t("data_file.citation", lang),
            citation=t(
                "data_file.cite",
                lang,
                base=f"{base_url}/data/",
                producers=", ".join(dataset.producers(years["first"], years["last"])["short"]),
                **years,
            ),
            languages={code: name for code, name in LANGUAGES.items() if code != lang},
            palette=LIGHT,
        )
        return File(f"<!DOCTYPE html>{content}".encode(), "text/html; charset=utf-8")

    return Task(f"{lang} {base_url} {start!r}", make)


def _indicator_rows(dataset: Dataset, lang: Language) -> list[tuple[str, list[str]]]:
    """The files of indicators, where the data have any."""
    years = sorted(int(year) for year in dataset.tables.indicators["year"].unique())
    if not years:
        return []
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    files = _files("data/indicators", data_files.ENDINGS, f"lang={lang}")
    return [(t("data_file.indicators", lang, years=span), files)]


def _files(stem: str, endings: dict[str, str], query: str) -> list[str]:
    return [f"{stem}.{ending}?{query}" for ending in endings]
