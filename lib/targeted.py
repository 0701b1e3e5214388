"""How targets are shown: a scenario, what the chances rest on, whom to learn from."""

import html

import streamlit as st

from lib import cached, controls, registry, say, style, ui
from lib.findings import targets as goals
from lib.measures import attainable
from lib.text import t
from lib.view import View
from lib.world import World


def what_if(world: World, view: View) -> None:
    """A scenario: where it leads, ready-made ones, and sliders for one dimension at a time."""
    lang = view.lang
    scenario = (view, "province", "year", "target", "gains")
    title, figures = cached.told(goals.outcome, *scenario)
    subtitle = t("targets.what_if_subtitle", lang, year=view.year)
    with st.container(gap="xsmall"):
        heading = f"<h2>{html.escape(title)}</h2><p>{html.escape(subtitle)}</p>"
        st.html(f'<div class="fig">{heading}</div>')
        ui.kpis(figures)
        here = st.session_state["slug"]
        links = "".join(
            ui.link(view, here, html.escape(t(f"targets.recipe_{name}", lang)), gains=gains)
            for name, gains in cached.goal(goals.recipes, view).items()
        )
        st.html(
            f'<p class="source">{html.escape(cached.told(goals.parts, *scenario))}</p>'
            f'<div class="ways"><p>{html.escape(t("targets.recipes", lang))}</p>{links}</div>'
        )
    dimension = controls.scenario_dimension(world, view)
    controls.gain_sliders(world, view, dimension)


def no_gains(world: World, view: View) -> None:
    """Where there are no movements to judge gains by: a sentence, and the next year as a way on."""
    lang = view.lang
    sentence = html.escape(t("targets.no_scenario", lang, year=view.year))
    later = [y for y in world.years_of(view.province) if y > view.year][:1]
    ways = "".join(
        ui.link(
            view, st.session_state["slug"], html.escape(t("empty.go_year", lang, year=y)), year=y
        )
        for y in later
    )
    st.html(f'<div class="fig"><p>{sentence}</p><p class="ways">{ways}</p></div>')


def trust(view: View) -> None:
    """What the chances rest on and how well they did."""
    title = html.escape(t("targets.chance_heading", view.lang))
    items = "".join(f"<p>{html.escape(s)}</p>" for s in cached.goal(goals.tested, view))
    st.html(f'<div class="fig"><h2>{title}</h2>{items}</div>')


def learnt(world: World, view: View) -> None:
    """Who gained most from where the province stands: a table that becomes cards on a phone."""
    lang = view.lang
    rows = cached.goal(goals.learnt, view)
    within = style.number(attainable.WITHIN, 0, lang)
    words = [t("targets.learn_subtitle", lang, within=within)] if rows else []
    words += [
        t("targets.learn_break", lang, before=year - 1, year=year)
        for year in goals.rebuilt_among(world, rows)
    ]
    head = (
        f'<div class="fig"><h2>{html.escape(goals.learnt_title(world, view, rows))}</h2>'
        f"<p>{html.escape(' '.join(words))}</p></div>"
    )
    names = [
        html.escape(t(f"targets.learn_{name}", lang))
        for name in ("province", "years", "points", "gain", "ranks", "distance", "most")
    ]
    body = "".join(
        f'<tr><th scope="row">{_of_province(world, view, row)}</th>'
        + "".join(
            f'<td data-name="{name}">{html.escape(cell)}</td>'
            for name, cell in zip(names[1:], row.cells, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    columns = "".join(f'<th scope="col">{name}</th>' for name in names)
    table = f'<table class="plain"><tr>{columns}</tr>{body}</table>' if rows else ""
    source = say.source(view, "source.series", first=world.years[0], last=world.years[-1])
    st.html(f'{head}{table}<p class="source">{html.escape(source)}</p>')


def _of_province(world: World, view: View, row: goals.Learnt) -> str:
    name = html.escape(world.name(row.province, view.lang))
    return ui.link(view, registry.PAGES[0].slug, name, province=row.province, year=row.year)


def goal_method(view: View) -> None:
    """How the targets' figures are made and where they end."""
    lang = view.lang
    with st.expander(t("targets.method", lang)):
        values = {"similar": attainable.SIMILAR, "fewest": attainable.MIN_MOVES}
        st.markdown(
            "\n\n".join(
                t(f"targets.method_{name}", lang, **values)
                for name in ("alike", "good", "solution", "difficulty", "still")
            )
        )
