"""The figures behind what is shown, and all figures there are, each as one spreadsheet (XLSX)."""

from collections.abc import Callable, Iterator

import pandas as pd

from lib import catalog, say, stage, story, workbook
from lib.data import ROOT
from lib.figure import Figure
from lib.measures.positions import TOTAL
from lib.text import t
from lib.view import View
from lib.world import World


def view_book(
    world: World,
    view: View,
    figure: Callable[[World, story.Shown], Figure] = stage.draw,
) -> bytes:
    """The table of every figure of the story, a sheet each, after a sheet that lists them.

    ``figure``: where the figures come from. LookupError where the province has no total that year.
    """
    lang = view.lang
    screens = story.story(world, view)
    contents: list[dict[str, str]] = []
    sheets: dict[str, pd.DataFrame] = {}
    for screen in screens:
        for shown in screen.charts:
            drawn = figure(world, shown)
            sheet = f"{len(sheets) + 1} {t(f'page.{screen.slug}', lang)}"
            sheets[sheet] = drawn.table
            contents.append(
                {
                    t("extract.sheet", lang): sheet,
                    t("extract.says", lang): drawn.title,
                    t("extract.shows", lang): drawn.subtitle,
                    t("extract.screen", lang): screen.title,
                }
            )
    listed = {t("extract.contents", lang): pd.DataFrame(contents)}
    head = t("extract.of_view", lang, name=world.name(view.province, lang), year=view.year)
    sources = dict.fromkeys(story.source(world, s) for s in screens)
    notes = [head, *sources, *_described(("scores",), lang), t("about.rights", lang)]
    return workbook.xlsx(listed | sheets, (t("extract.notes", lang), notes))


def full_book(world: World, lang: str) -> bytes:
    """Every score of every year with its rank, and what the codes mean, as typed tables."""
    sheets = {
        t("extract.scores", lang): scores(world, lang),
        t("extract.provinces", lang): _provinces(world, lang),
        t("extract.dimensions", lang): _dimensions(world, lang),
        t("extract.subs", lang): _subs(world, lang),
        t("extract.breaks", lang): _breaks(world, lang),
    }
    head = t("extract.of_all", lang, first=world.years[0], last=world.years[-1])
    files = ("scores", "provinces", "regions", "dimensions", "sub_dimensions", "breaks")
    notes = [head, t("extract.computed", lang), *_described(files, lang), t("about.rights", lang)]
    return workbook.xlsx(sheets, (t("extract.notes", lang), notes))


def scores(world: World, lang: str) -> pd.DataFrame:
    """All positions: a row a year, province and measure, totals first; scores in points."""
    order = {measure: i for i, measure in enumerate(world.all_measures)}
    table = world.positions
    table = table.assign(order=table["measure"].map(order))
    table = table.sort_values(["year", "province", "order"])
    names = {code: world.name(code, lang) for code in world.provinces.index}
    regions = {code: world.region_name(code, lang) for code in world.provinces.index}
    measures = {m: world.measure_name(m, lang) for m in world.all_measures}
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
        "column.group": table["group"].map({g: say.group(g, lang) for g in say.GROUPS}),
    }
    return _headed(columns, lang)


def _provinces(world: World, lang: str) -> pd.DataFrame:
    table = world.tables.provinces
    columns = {
        "extract.province_code": table["code"],
        "column.province": table[f"name_{lang}"],
        "column.region": [world.region_name(code, lang) for code in table["code"]],
        "extract.south": table["southern_key_region"].map(
            {True: t("extract.yes", lang), False: ""}
        ),
    }
    return _headed(columns, lang)


def _dimensions(world: World, lang: str) -> pd.DataFrame:
    table = world.tables.dimensions
    columns = {
        "extract.measure_code": table["code"],
        "column.measure": table[f"name_{lang}"],
        "extract.since": table["year_from"],
    }
    return _headed(columns, lang)


def _subs(world: World, lang: str) -> pd.DataFrame:
    table = world.tables.sub_dimensions
    columns = {
        "extract.measure_code": table["code"],
        "column.measure": table[f"name_{lang}"],
        "extract.of": table["dimension"],
        "extract.since": table["year_from"],
        "extract.until": table["year_to"],
    }
    return _headed(columns, lang)


def _breaks(world: World, lang: str) -> pd.DataFrame:
    table = world.tables.breaks
    columns = {
        "extract.measure_code": table["sub_dimension"],
        "column.measure": [world.measure_name(m, lang) for m in table["sub_dimension"]],
        "column.year": table["year"],
        "extract.reason": table[f"reason_{lang}"],
    }
    return _headed(columns, lang)


def _headed(columns: dict[str, object], lang: str) -> pd.DataFrame:
    """A frame whose columns are named by texts."""
    return pd.DataFrame({t(key, lang): values for key, values in columns.items()})


def _described(files: tuple[str, ...], lang: str) -> Iterator[str]:
    """What the descriptions of data files say: content, publisher, licence, caveats."""
    for name in files:
        described = catalog.read(ROOT / "data" / f"{name}.meta.toml")
        yield f"{described.say('title', lang)}. {described.say('description', lang)}"
        for source in described.raw["sources"]:
            told = (source.get(entry, "") for entry in ("publisher", "url"))
            publisher = ", ".join(part for part in told if part)
            yield t("about.publisher", lang, publisher=publisher or source["title"])
        yield t("about.licence", lang, name=described.raw["licence"]["name"])
        yield from described.say("caveats", lang)
