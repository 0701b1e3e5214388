"""How targets are shown: a scenario, what the chances rest on, whom to learn from."""

import html

import streamlit as st

from lib.common import numbers, pages
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.targets import evidence
from lib.narrative.targets import scenario as targets_scenario
from lib.stats import attainable_gains
from lib.ui import cache, controls
from lib.ui.parts import key_figures
from lib.ui.parts import links as parts_links


def show_scenario(dataset: Dataset, view: View) -> None:
    """A scenario: where it leads, ready-made ones, and sliders for one dimension at a time."""
    lang = view.lang
    scenario = (view, "province", "year", "target", "gains")
    title, figures = cache.compute(targets_scenario.scenario_outcome, *scenario)
    subtitle = t("targets.what_if_subtitle", lang, year=view.year)
    with st.container(gap="xsmall"):
        heading = f"<h2>{html.escape(title)}</h2><p>{html.escape(subtitle)}</p>"
        st.html(f'<div class="fig">{heading}</div>')
        key_figures.show_key_figures(figures)
        here = st.session_state["slug"]
        links = "".join(
            parts_links.page_link(
                view, here, html.escape(t(f"targets.recipe_{name}", lang)), gains=gains
            )
            for name, gains in cache.compute_for_target(
                targets_scenario.ready_made_scenarios, view
            ).items()
        )
        st.html(
            f'<p class="source">{html.escape(cache.compute(targets_scenario.scenario_parts, *scenario))}</p>'
            f'<div class="ways"><p>{html.escape(t("targets.recipes", lang))}</p>{links}</div>'
        )
    dimension = controls.scenario_dimension(dataset, view)
    controls.gain_sliders(dataset, view, dimension)


def show_no_gains(dataset: Dataset, view: View) -> None:
    """Where there are no movements to judge gains by: a sentence, and the next year as a way on."""
    lang = view.lang
    sentence = html.escape(t("targets.no_scenario", lang, year=view.year))
    later = [y for y in dataset.years_with_total(view.province) if y > view.year][:1]
    ways = "".join(
        parts_links.page_link(
            view, st.session_state["slug"], html.escape(t("empty.go_year", lang, year=y)), year=y
        )
        for y in later
    )
    st.html(f'<div class="fig"><p>{sentence}</p><p class="ways">{ways}</p></div>')


def show_forecast_evidence(view: View) -> None:
    """What the chances rest on and how well they did."""
    title = html.escape(t("targets.chance_heading", view.lang))
    items = "".join(
        f"<p>{html.escape(s)}</p>"
        for s in cache.compute_for_target(evidence.forecast_evidence, view)
    )
    st.html(f'<div class="fig"><h2>{title}</h2>{items}</div>')


def show_gain_examples(dataset: Dataset, view: View) -> None:
    """Who gained most from where the province stands: a table that becomes cards on a phone."""
    lang = view.lang
    rows = cache.compute_for_target(evidence.gain_examples, view)
    within = numbers.format_number(attainable_gains.LEVEL_TOLERANCE, 0, lang)
    words = [t("targets.learn_subtitle", lang, within=within)] if rows else []
    words += [
        t("targets.learn_break", lang, before=year - 1, year=year)
        for year in evidence.redefinition_years(dataset, rows)
    ]
    head = (
        f'<div class="fig"><h2>{html.escape(evidence.gain_examples_title(dataset, view, rows))}</h2>'
        f"<p>{html.escape(' '.join(words))}</p></div>"
    )
    names = [
        html.escape(t(f"targets.learn_{name}", lang))
        for name in ("province", "years", "points", "gain", "ranks", "distance", "most")
    ]
    body = "".join(
        f'<tr><th scope="row">{_example_link(dataset, view, row)}</th>'
        + "".join(
            f'<td data-name="{name}">{html.escape(cell)}</td>'
            for name, cell in zip(names[1:], row.cells, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    columns = "".join(f'<th scope="col">{name}</th>' for name in names)
    table = f'<table class="plain"><tr>{columns}</tr>{body}</table>' if rows else ""
    source = phrases.source_line(
        view, "source.series", first=dataset.years[0], last=dataset.years[-1]
    )
    st.html(f'{head}{table}<p class="source">{html.escape(source)}</p>')


def _example_link(dataset: Dataset, view: View, row: evidence.GainExample) -> str:
    name = html.escape(dataset.province_name(row.province, view.lang))
    return parts_links.page_link(
        view, pages.PAGES[0].slug, name, province=row.province, year=row.year
    )


def show_method(view: View) -> None:
    """How the targets' figures are made and where they end."""
    lang = view.lang
    with st.expander(t("targets.method", lang)):
        values = {
            "similar": attainable_gains.REFERENCE_SIZE,
            "fewest": attainable_gains.MIN_REFERENCES,
        }
        st.markdown(
            "\n\n".join(
                t(f"targets.method_{name}", lang, **values)
                for name in ("alike", "good", "solution", "difficulty", "still")
            )
        )
