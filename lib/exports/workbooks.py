"""The data behind the story's figures, and all data there are, each as one spreadsheet (XLSX)."""

from collections.abc import Iterator, Sequence

import pandas as pd

from lib.common import spreadsheet
from lib.common.paths import ROOT
from lib.common.text import t
from lib.datasets import descriptions
from lib.exports.figure_source import FigureSource, draw_figure
from lib.model.dataset import Dataset
from lib.model.indicators import indicators_of_year
from lib.model.view import View
from lib.narrative import phrases, story
from lib.stats.ranking import TOTAL


def view_workbook(dataset: Dataset, view: View, figure_source: FigureSource = draw_figure) -> bytes:
    """The tables of the story's figures, a sheet each, after a sheet that lists them.

    Args:
        dataset: The data.
        view: Its province, year and language are the story's.
        figure_source: Where the figures come from.

    Raises:
        LookupError: The province has no total that year.
    """
    lang = view.lang
    screens = story.build_story(dataset, view)
    contents: list[dict[str, str]] = []
    sheets: dict[str, pd.DataFrame] = {}
    for screen in screens:
        for slot in screen.charts:
            figure = figure_source(dataset, slot)
            sheet = f"{len(sheets) + 1} {t(f'page.{screen.slug}', lang)}"
            sheets[sheet] = figure.table(dataset)
            contents.append(
                {
                    t("extract.sheet", lang): sheet,
                    t("extract.says", lang): figure.title,
                    t("extract.shows", lang): figure.subtitle,
                    t("extract.screen", lang): screen.title,
                }
            )
    contents_sheet = {t("extract.contents", lang): pd.DataFrame(contents)}
    name = dataset.name_in_sentence(view.province, lang)
    sources = dict.fromkeys(story.screen_source(dataset, screen) for screen in screens)
    notes = [
        t("extract.of_view", lang, name=name, year=view.year),
        *sources,
        *description_sentences(("scores",), lang),
        t("about.rights", lang),
    ]
    return spreadsheet.write_xlsx(contents_sheet | sheets, (t("extract.notes", lang), notes))


def figure_workbook(table: pd.DataFrame, notes: Sequence[str], lang: str) -> bytes:
    """The table behind one figure, then a sheet of notes.

    Args:
        table: see ``charts.figure.Figure.table``.
        notes: its title, what it shows, its source, the address of the page.
        lang: the language.
    """
    sheet = t("extract.figure", lang)
    return spreadsheet.write_xlsx({sheet: table}, (t("extract.notes", lang), notes))


def full_workbook(dataset: Dataset, lang: str) -> bytes:
    """Every score of every year with its rank, and the meaning of the codes, as typed tables."""
    published = dataset.published_34
    of_34 = (
        {} if published is None else {t("extract.scores_34", lang): scores_sheet(published, lang)}
    )
    sheets = {
        t("extract.scores", lang): scores_sheet(dataset, lang),
        **of_34,
        t("extract.provinces", lang): _provinces_sheet(dataset, lang),
        t("extract.dimensions", lang): _dimensions_sheet(dataset, lang),
        t("extract.subs", lang): _sub_dimensions_sheet(dataset, lang),
        t("extract.breaks", lang): _breaks_sheet(dataset, lang),
    }
    indicators = indicators_sheet(dataset, lang)
    if len(indicators):
        sheets[t("indicators.sheet", lang)] = indicators
    files = ("scores", "provinces", "regions", "dimensions", "sub_dimensions", "breaks")
    notes = [
        t("extract.of_all", lang, first=dataset.all_years[0], last=dataset.all_years[-1]),
        t("extract.computed", lang),
        *description_sentences(files, lang),
        t("about.rights", lang),
    ]
    return spreadsheet.write_xlsx(sheets, (t("extract.notes", lang), notes))


def scores_sheet(dataset: Dataset, lang: str) -> pd.DataFrame:
    """All positions, one row for a year, province and measure; scores in points."""
    order = {measure: i for i, measure in enumerate(dataset.all_measures)}
    table = dataset.positions
    table = table.assign(order=table["measure"].map(order))
    table = table.sort_values(["year", "province", "order"])
    names = {code: dataset.province_name(code, lang) for code in dataset.provinces.index}
    regions = {code: dataset.region_name(code, lang) for code in dataset.provinces.index}
    measures = {m: dataset.measure_name(m, lang) for m in dataset.all_measures}
    columns = {
        "column.year": table["year"],
        "extract.province_code": table["province"],
        "column.province": table["province"].map(names),
        "column.region": table["province"].map(regions),
        "extract.measure_code": table["measure"].replace(TOTAL, ""),
        "column.measure": table["measure"].map(measures),
        "column.score": table["score"],
        "column.rank": table["rank"],
        "column.scored": table["scored"],
        "column.group": table["group"].map(
            {g: phrases.group_name(g, lang) for g in phrases.GROUPS}
        ),
    }
    return _frame_with_titles(columns, lang)


def indicators_sheet(dataset: Dataset, lang: str) -> pd.DataFrame:
    """Every value of an indicator, of the 63 and of the 34 in their years; without rows for none.

    Shares are in per cent, other values on the scale of the indicator.
    """
    parts = []
    new = dataset.published_34
    for units in (dataset, new) if new else (dataset,):
        for year in units.years:
            table = indicators_of_year(units, year)
            names = {code: units.province_name(code, lang) for code in units.provinces.index}
            parts.append(table.assign(name=table["province"].map(names)))
    table = pd.concat([part for part in parts if len(part)] or parts[:1])
    columns = {
        "column.year": table["year"],
        "extract.province_code": table["province"],
        "column.province": table["name"],
        "extract.measure_code": table["sub_dimension"],
        "column.measure": [dataset.measure_name(m, lang) for m in table["sub_dimension"]],
        "indicators.code": table["indicator"],
        "indicators.col_label": table[f"label_{lang}"],
        "indicators.scale": table["scale"],
        "indicators.unit": table["unit"],
        "indicators.col_value": table["value"],
        "indicators.place": table["place"],
        "column.scored": table["n"],
    }
    return _frame_with_titles(columns, lang)


def _provinces_sheet(dataset: Dataset, lang: str) -> pd.DataFrame:
    table = dataset.tables.provinces
    columns = {
        "extract.province_code": table["code"],
        "column.province": table[f"name_{lang}"],
        "column.region": [dataset.region_name(code, lang) for code in table["code"]],
        "extract.south": table["southern_key_region"].map(
            {True: t("extract.yes", lang), False: ""}
        ),
    }
    return _frame_with_titles(columns, lang)


def _dimensions_sheet(dataset: Dataset, lang: str) -> pd.DataFrame:
    table = dataset.tables.dimensions
    columns = {
        "extract.measure_code": table["code"],
        "column.measure": table[f"name_{lang}"],
        "extract.since": table["year_from"],
    }
    return _frame_with_titles(columns, lang)


def _sub_dimensions_sheet(dataset: Dataset, lang: str) -> pd.DataFrame:
    table = dataset.tables.sub_dimensions
    columns = {
        "extract.measure_code": table["code"],
        "column.measure": table[f"name_{lang}"],
        "extract.of": table["dimension"],
        "extract.since": table["year_from"],
        "extract.until": table["year_to"],
    }
    return _frame_with_titles(columns, lang)


def _breaks_sheet(dataset: Dataset, lang: str) -> pd.DataFrame:
    table = dataset.tables.breaks
    columns = {
        "extract.measure_code": table["sub_dimension"],
        "column.measure": [dataset.measure_name(m, lang) for m in table["sub_dimension"]],
        "column.year": table["year"],
        "extract.reason": table[f"reason_{lang}"],
    }
    return _frame_with_titles(columns, lang)


def _frame_with_titles(columns: dict[str, object], lang: str) -> pd.DataFrame:
    """A frame whose columns are titled by the texts of these keys."""
    return pd.DataFrame({t(key, lang): values for key, values in columns.items()})


def description_sentences(files: tuple[str, ...], lang: str) -> Iterator[str]:
    """What the descriptions of data files say: content, publishers, licence, caveats."""
    for name in files:
        description = descriptions.read_description(ROOT / "data" / f"{name}.meta.toml")
        title = description.localized("title", lang)
        yield f"{title}. {description.localized('description', lang)}"
        sources = description.raw["sources"]
        for name_of_source, source in zip(description.publishers(lang), sources, strict=True):
            publisher = ", ".join(filter(None, (name_of_source, source.get("url", ""))))
            yield t("about.publisher", lang, publisher=publisher or source["title"])
        yield t("about.licence", lang, name=description.licence_name(lang))
        yield from description.localized("caveats", lang)
