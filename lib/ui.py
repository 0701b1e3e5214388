"""How things are shown: the head of a page, a chart with all that belongs to it, empty states."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from lib import cached, controls, estimates, registry, say, state, style, tables
from lib.catalog import Description
from lib.charts.map import SELECTION
from lib.data import ROOT
from lib.downloads import download
from lib.export import csv_bytes
from lib.figure import Figure, LegendItem
from lib.findings import Kpi
from lib.measures.positions import TOTAL
from lib.style import TONES
from lib.text import t
from lib.view import CHOICES, Notice, View, seen, world_of
from lib.world import World

_UNITS = ("degree", "km", "point")  # those with a word in each language


def link(
    view: View,
    slug: str,
    label: str,
    current: bool = False,
    more: Mapping[str, str] | None = None,
    **changes: object,
) -> str:
    """HTML of a link to a page with the view, or with ``changes`` to it; ``label`` is HTML.

    Followed without loading the app anew (see ``page_wide_script``). ``more`` are parameters that
    Followed without loading the app anew (see ``page_wide_script``). ``more`` are parameters that
    are not the view's: ``data`` (a figure of that page whose data open), ``show`` (one to which the
    page scrolls), ``screen`` (of a presentation).
    """
    if view.measure != TOTAL and st.session_state["slug"] == "targets" != slug:
        # There a dimension only chooses which sliders are seen.
        changes = {"measure": TOTAL} | changes
    query = urlencode(view.query(**changes) | dict(more or {}))
    address = html.escape(f"{slug}?{query}" if query else slug)
    now = ' aria-current="page"' if current else ""
    return f'<a class="go" href="{address}"{now}>{label}</a>'


def head(world: World, view: View, sentence: str, under: str = "", year: bool = True) -> None:
    """The page's conclusion with the province and the year beside it.

    ``under`` is a quiet sentence below; without ``year`` the page has years of its own.
    """
    left, right = st.columns([2, 1], vertical_alignment="top", gap="medium")
    told = world.estimated and world.row(view.year, view.measure, view.province) is not None
    with left, st.container(gap="xsmall"):
        title(estimates.told(sentence, world, view) if told else sentence)
        if under:
            note(under)
    if not year:
        with right:
            controls.province_select(world, view)
        return
    newest = world.calendar[-1]
    with right, st.container(gap=None):
        with st.container(horizontal=True, gap="small"):
            controls.province_select(world, view)
            controls.year_select(world, view)
        here = st.session_state["slug"]
        ways = [_units_switch(world, view)] if registry.page(here).units == "both" else []
        if view.year < newest:
            label = html.escape(t("notice.newer", view.lang, year=newest))
            ways.append(link(view, here, label, year=newest))
        if any(ways):
            st.html(f'<div class="ways middle">{"".join(ways)}</div>')
    if world.estimated:
        note(estimates.note(world, view))


def _units_switch(world: World, view: View) -> str:
    """The 63 provinces of the scores or the 34 of today; no choice where the 34 are published."""
    if world.units == "34" and not world.estimated:
        return ""
    here, lang = st.session_state["slug"], view.lang
    links = "".join(
        link(view, here, html.escape(t(f"units.{n}", lang)), current=n == view.shown, units=n)
        for n in CHOICES["units"]
    )
    name = html.escape(t("units.label", lang))
    return f'<div class="switch" role="group" aria-label="{name}">{links}</div>'


def title(text: str) -> None:
    """A page's first heading."""
    st.html(f'<h1 class="lead">{html.escape(text)}</h1>')


def notices(view: View, found: list[Notice]) -> None:
    """What in the address could not be used, one sentence each."""
    items = ""
    for notice in found:
        sentence = html.escape(t(f"notice.{notice.code}", view.lang, **dict(notice.values)))
        way = ""
        if notice.code == "year_late":  # a year that only a preview had
            way = " " + link(view, "preview", html.escape(t("page.preview", view.lang)))
        items += f"<p>{sentence}{way}</p>"
    if items:
        st.html(f'<div class="notices" role="status">{items}</div>')


def chart(
    view: View,
    name: str,
    *,
    title: bool = True,
    legend: bool = True,
    on_select: Callable[[], None] | None = None,
    key: str | None = None,
    **options: Any,
) -> None:
    """A figure with its title, subtitle, legend, source, and its data one click away."""
    figure = cached.figure(name, view, **options)
    more: dict[str, Any] = {"on_select": on_select} if on_select else {}
    with st.container(gap="xsmall"):
        caption(figure, title)
        st.vega_lite_chart(
            figure.spec, theme=None, alt=figure.alt, width="stretch", key=key or name, **more
        )
        foot(view, figure, options, legend)


def caption(figure: Figure, title: bool = True) -> None:
    """Title (the conclusion, unless the page's head says it) and subtitle (measure, unit, ...)."""
    heading = f"<h2>{html.escape(figure.title)}</h2>" if title else ""
    words = f"{heading}<p>{html.escape(figure.subtitle)}</p>"
    st.html(f'<div class="fig" id="{figure.name}">{words}</div>')


def legend_html(items: Sequence[LegendItem], column: bool = False) -> str:
    """What the colours mean; beside each other, or below each other as a column."""
    parts = "".join(
        f'<div role="listitem"><i class="{item.look}"'
        f' style="--c:{item.color}"></i>'
        f"<span><b>{html.escape(item.label)}</b>"
        + (f" <small>{html.escape(item.detail)}</small>" if item.detail else "")
        + "</span></div>"
        for item in items
    )
    kind = "legend column" if column else "legend"
    return f'<div class="{kind}" role="list">{parts}</div>' if parts else ""


def foot(view: View, figure: Figure, options: dict[str, Any], legend: bool = True) -> None:
    """Legend, source line, and a link to the figure's data, which opens over the page."""
    years = world_of(cached.world(), view).years
    source = say.source(view, figure.source, year=view.year, first=years[0], last=years[-1])
    source = f"{source} {figure.origin}".strip()
    label = '<b class="icon" aria-hidden="true">table_view</b>'
    label += html.escape(t("chart.data", view.lang))
    st.html(
        f"{legend_html(figure.legend) if legend else ''}"
        f'<div class="foot"><p class="source">{html.escape(source)}</p>'
        f"{link(view, st.session_state['slug'], label, more={'data': figure.name})}</div>"
    )
    if st.query_params.get("data") == figure.name:
        data_panel(view, figure, options, source)


def data_panel(view: View, figure: Figure, options: dict[str, Any], source: str) -> None:
    """A figure's table with its downloads, over the page; closing it takes it off the address."""
    subject = world_of(cached.world(), view).name(view.province, view.lang)
    stem = f"{view.file_prefix}-{figure.name.replace('.', '-')}-{_stem(view)}"

    def close() -> None:
        st.query_params.pop("data", None)

    @st.dialog(figure.title, width="large", on_dismiss=close)
    def panel() -> None:
        st.html(f'<p class="source">{html.escape(figure.subtitle)}</p>')
        table(view, figure.table, key=f"table_{figure.name}", height=380)
        st.html(f'<p class="source">{html.escape(source)}</p>')
        with st.container(horizontal=True):
            download(t("chart.csv", view.lang), partial(csv_bytes, figure.table), f"{stem}.csv")
            for kind in ("png", "svg"):
                make = partial(
                    cached.picture, figure.name, view, f"{subject}. {source}", kind, **options
                )
                download(t(f"chart.{kind}", view.lang), make, f"{stem}.{kind}")

    panel()


def _stem(view: View) -> str:
    """What ends a file's name: the province and the year, and that it is one of the 34."""
    return f"{view.province}-{view.year}" + ("-34" if view.shown == "34" else "")


def table(view: View, frame: pd.DataFrame, key: str, height: Any = "auto") -> None:
    """A table that sorts by value and reads in the language's numbers."""
    lang = view.lang
    differences = {t(f"column.{k}", lang) for k in tables.DIFFERENCES}
    differences |= {estimates.column_name(name, lang) for name in differences}
    places = t("column.change_rank", lang)
    formats: dict[str, Callable[[float], str]] = {}
    for column in frame.columns:
        if pd.api.types.is_float_dtype(frame[column]):
            write = style.signed if column in differences else style.number
            formats[column] = partial(write, decimals=2, lang=lang)
        elif column in (places, estimates.column_name(places, lang)):
            formats[column] = partial(style.signed, decimals=0, lang=lang)
    shown = frame.style.format(formats, na_rep="–")
    st.dataframe(shown, hide_index=True, width="stretch", height=height, key=key, placeholder="–")


def kpis(items: list[Kpi], kind: str = "", colors: Mapping[str, str] | None = None) -> None:
    """The key figures in a row that wraps; nothing where there are none.

    ``kind`` "goal" stresses the first, not the rank; "even" makes all alike, however many.
    ``colors`` are those of the provinces in the page's charts, for the cards that are theirs.
    """
    hues = colors or {}
    cells = "".join(
        f'<div role="listitem"{_edge(k, hues.get(k.who, ""))}><p>{html.escape(k.label)}</p>'
        f"<strong>{html.escape(k.figure)}<small>{html.escape(k.suffix)}</small></strong>"
        f"<p>{html.escape(k.note)}</p></div>"
        for k in items
    )
    if cells:
        look = f"kpis {kind} hued" if colors is not None else f"kpis {kind}"
        st.html(f'<div class="{look}" role="list">{cells}</div>')


def _edge(kpi: Kpi, color: str) -> str:
    """The attributes of a card with an edge of its own."""
    look = ' class="estimated"' if kpi.estimated else ""
    return f'{look} style="border-left-color:{color}"' if color else look


def stopped(world: World, view: View, measure: str = TOTAL, ends: bool = True) -> bool:
    """Where the province has no score: a page head that says so, ways on, and True.

    ``ends``: nothing comes after it, so other pages are offered.
    """
    if world.row(view.year, measure, view.province) is not None:
        return False
    lang = view.lang
    head(world, view, say.missing(view, world, measure))
    table = world.positions
    found = table[(table["province"] == view.province) & (table["measure"] == measure)]
    years = sorted((int(y) for y in found["year"]), key=lambda y: (abs(y - view.year), -y))[:2]
    st.write(t("empty.way_on", lang) if years else t("empty.still", lang))
    here = st.session_state["slug"]
    ways = "".join(
        link(view, here, html.escape(t("empty.go_year", lang, year=year)), year=year)
        for year in sorted(years)
    )
    st.html(f'<p class="ways">{ways}</p>')
    if ends:
        others = [p.slug for p in registry.PAGES if p.slug != st.session_state["slug"]]
        next_pages(view, *others[:3])
    return True


def partial_note(world: World, view: View) -> None:
    """Where only a part of the province's scores is published: the sentence that says so."""
    if world.row(view.year, TOTAL, view.province) is None:
        sentence = html.escape(say.missing(view, world))
        st.html(f'<div class="notices" role="status"><p>{sentence}</p></div>')


def next_pages(view: View, *slugs: str) -> None:
    """Where the next question is answered."""
    lang = view.lang
    links = "".join(
        link(
            view,
            slug,
            f"<b>{html.escape(t(f'page.{slug}', lang))}</b>"
            f" {html.escape(t(f'question.{slug}', lang))}",
        )
        for slug in slugs
    )
    st.html(f'<nav class="ways"><p>{html.escape(t("question.next", lang))}</p>{links}</nav>')


@cache
def _web(name: str) -> str:
    """A file of the page's own, read once: it is the same for every run."""
    return (ROOT / "lib" / "web" / name).read_text(encoding="utf-8")


def _css(name: str) -> str:
    """A style sheet on one line: Streamlit looks through every line of it in every run."""
    return " ".join(_web(name).split())


def page_wide_style(view: View) -> None:
    """Styles of the whole page, the same in every run and so sent once.

    A page that needs more has a style sheet of its own.
    """
    names = ("ink", "muted", "grid", "accent", "second", "band", "background", "low", "high")
    # Paper is white whatever the screen is.
    variables, printed = (
        "".join(f"--{n}:{getattr(tone, n)};" for n in names)
        for tone in (TONES[view.theme], TONES["light"])
    )
    failed = f'--failed:"{t("chart.failed", view.lang)}";'
    st.html(
        f"<style>:root{{{variables}{failed}}}"
        f"@media print{{:root{{{printed}}}}}{_css('ui.css')}</style>"
    )
    if own := registry.page(st.session_state["slug"]).styles:
        st.html(f"<style>{_css(f'{own}.css')}</style>")


def page_wide_script(lang: str) -> None:
    """The page's own script, the same in every run and so sent once.

    It tells the page its language and follows our own links without loading it anew: as after the
    browser's back button, Streamlit runs the page that the new address names. On a phone it also
    closes the menu. It is the same text for everybody, so that a web server can allow it by its
    hash and no other.
    """
    script = _web("ui.js")
    # What changes with the language makes it run again.
    words = f'<span hidden data-page-lang="{lang}"></span><script>{script}</script>'
    st.html(words, unsafe_allow_javascript=True)


def failure(lang: str, sentence: str, next_step: str = "") -> None:
    """A plain page for data that cannot be trusted, or for what else went wrong."""
    st.title(t("failure.title", lang))
    st.error(sentence)
    st.write(next_step or t("failure.next", lang))


@st.cache_resource(show_spinner=False)
def _webgl() -> Callable[..., Any]:
    """A component without a face: asks whether the browser has WebGL."""
    return st.components.v2.component(
        "webgl",
        js="""export default function ({ setStateValue }) {
          const context = document.createElement("canvas").getContext("webgl2");
          setStateValue("webgl", context ? "yes" : "no");
        }""",
    )


def has_webgl() -> bool | None:
    """Whether this browser can draw the interactive map; None until it has answered."""
    answer = _webgl()(key="webgl", on_webgl_change=lambda: None).webgl
    return None if answer is None else answer == "yes"


def points(view: View, title: str, sentences: list[str]) -> None:
    """Sentences as a numbered list under a heading (a text key); nothing where there are none."""
    items = "".join(f"<li>{html.escape(s)}</li>" for s in sentences)
    heading = html.escape(t(title, view.lang))
    if items:
        st.html(f'<section class="aloud"><h2>{heading}</h2><ol>{items}</ol></section>')


def note(sentence: str) -> None:
    """One quiet sentence in place of a picture."""
    st.html(f'<p class="source">{html.escape(sentence)}</p>')


def national_map(world: World, view: View) -> None:
    """The national map as the view asks, drawn or interactive; a click chooses the province."""
    if view.render == "interactive":
        webgl = has_webgl()
        if webgl:
            _interactive_map(view)
            return
        key = "map.checking" if webgl is None else "map.no_webgl"
        st.info(t(key, view.lang))
    key = f"national-{view.paint}"

    def clicked() -> None:
        picked = st.session_state[key].selection.get(SELECTION) or []
        if picked and picked[0]["code"] in world.provinces.index:
            state.change(view, province=picked[0]["code"])

    chart(view, "map.national", title=False, legend=False, on_select=clicked, key=key)


def _interactive_map(view: View) -> None:
    figure = cached.figure("map.national", view)
    caption(figure, title=False)
    # A selection would stay on the map and pale all else, so each click starts a fresh map.
    clicks = st.session_state.setdefault("deck_clicks", 0)
    key = f"national-deck-{clicks}"

    def clicked() -> None:
        st.session_state["deck_clicks"] += 1
        picked = st.session_state[key].selection.objects.get("provinces") or []
        if picked:
            state.change(view, province=picked[0]["properties"]["code"])

    st.pydeck_chart(
        cached.deck(view),
        height=450,
        key=key,
        on_select=clicked,
        selection_mode="single-object",
        alt=t("map.interactive_alt", view.lang, headline=figure.title),
    )
    foot(view, figure, {}, legend=False)


def map_legend(view: View) -> None:
    """The map's legend in a column, with what a click does."""
    figure = cached.figure("map.national", view)
    click = html.escape(t("map.click", view.lang))
    st.html(f'{legend_html(figure.legend, column=True)}<p class="source">{click}</p>')


def map_of_34(world: World, view: View) -> None:
    """The national map of the 34 by their estimates, the successor outlined."""
    plain = replace(view, measure=TOTAL, paint=View.paint, units="34", asked=None)
    _, shown = seen(world, plain, "both")
    asked = view.asked or (view.province, view.year)
    shown = replace(shown, units=view.units, asked=asked)
    chart(shown, "map.national", height=385, islets=False, key="map-of-34")


def weights_template(world: World, view: View) -> None:
    """How to weigh the members by population or anything else: two files to fill in."""
    lang = view.lang
    description = ROOT / "data" / "templates" / "weights.meta.toml"
    with st.expander(t("merged.weights", lang)):
        st.markdown(t("merged.weights_how", lang, method=estimates.method(world, lang)))
        with st.container(horizontal=True):
            template = partial(csv_bytes, tables.weights_template(world))
            download("weights.csv", template, "weights.csv")
            download(description.name, description.read_bytes, description.name)


def drill(world: World, view: View) -> None:
    """From a dimension into its sub-dimensions: one table that sorts and downloads."""
    lang = view.lang
    dimension = view.measure.split(".")[0]
    if dimension not in world.dimensions(view.year):  # the total: begin with the weakest
        profile = world.profile(view.year, view.province)
        dimension = str(profile.loc[profile["share"].idxmin(), "measure"])
    controls.dimension_pills(world, view, dimension, "control.dimension")
    title, subtitle = say.drill(view, world, dimension)
    source = "source.scores"
    frame = tables.of_province(world, view, world.subs(view.year, dimension))
    if world.estimated:
        title, source = estimates.told(title, world, view), estimates.SOURCES[source]
        frame = estimates.named(frame, world, view)
    st.html(f'<div class="fig"><h2>{html.escape(title)}</h2><p>{html.escape(subtitle)}</p></div>')
    code, name = t("column.code", lang), t("column.measure", lang)
    shown = frame.assign(**{name: frame[code] + " " + frame[name]})
    table(view, shown.drop(columns=[code, t("column.scored", lang)]), key=f"drill-{dimension}")
    st.html(f'<p class="source">{html.escape(say.source(view, source, year=view.year))}</p>')
    name = f"{view.file_prefix}-{dimension}-{_stem(view)}.csv"
    download(t("chart.csv", lang), partial(csv_bytes, frame), name)


def described_file(view: View, description: Description) -> None:
    """One data file as its description tells it."""
    lang = view.lang
    with st.expander(f"**{description.file}** · {description.say('title', lang)}"):
        st.write(description.say("description", lang))
        raw = description.raw
        lines = [t("about.file_rows", lang, rows=style.number(description.rows, 0, lang))]
        lines += [t("about.publisher", lang, publisher=s["publisher"]) for s in raw["sources"]]
        lines.append(t("about.licence", lang, name=raw["licence"]["name"]))
        st.markdown(" · ".join(lines))
        for caveat in description.say("caveats", lang):
            st.markdown(f"- {caveat}")
        frame = pd.DataFrame(
            {
                t("about.field", lang): [f.name for f in description.fields],
                t("about.field_label", lang): [
                    f.label_vi if lang == "vi" else f.label_en for f in description.fields
                ],
                t("about.field_type", lang): [
                    t(f"about.type_{f.type}", lang) for f in description.fields
                ],
                t("about.field_unit", lang): [
                    t(f"about.unit_{f.unit}", lang) if f.unit in _UNITS else f.unit or "–"
                    for f in description.fields
                ],
            }
        )
        st.table(frame.set_index(frame.columns[0]))
