"""Parts of the page on targets: a scenario, what the chances rest on, whom to learn from."""

import streamlit as st

from lib.common.numbers import format_number
from lib.common.pages import PAGES
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.phrases import source_line
from lib.narrative.targets import evidence, scenario
from lib.stats.attainable_gains import LEVEL_TOLERANCE, MIN_REFERENCES, REFERENCE_SIZE
from lib.ui.cache import compute, compute_for_target
from lib.ui.controls import gain_sliders, scenario_dimension
from lib.ui.html import show_html
from lib.ui.parts.key_figures import show_key_figures
from lib.ui.parts.links import page_link
from lib.ui.parts.texts import show_figure_heading
from lib.ui.session import current_slug

_SCENARIO_FIELDS = ("province", "year", "target", "gains")
_EXAMPLE_COLUMNS = ("province", "years", "points", "beyond", "kept", "ranks", "most")
_METHOD = ("alike", "good", "regression", "solution", "chance", "still")


def show_scenario(dataset: Dataset, view: View) -> None:
    """A scenario: where it leads, ready-made ones, and sliders for one dimension at a time."""
    lang = view.lang
    title, figures = compute(scenario.scenario_outcome, view, *_SCENARIO_FIELDS)
    ready_made = compute_for_target(scenario.ready_made_scenarios, view)
    with st.container(gap="xsmall"):
        show_figure_heading(title, t("targets.what_if_subtitle", lang, year=view.year))
        show_key_figures(figures)
        show_html(
            "pages/scenario",
            composition=compute(scenario.scenario_parts, view, *_SCENARIO_FIELDS),
            label=t("targets.recipes", lang),
            items=[
                page_link(view, current_slug(), t(f"targets.recipe_{name}", lang), gains=gains)
                for name, gains in ready_made.items()
            ],
        )
    dimension = scenario_dimension(dataset, view)
    gain_sliders(dataset, view, dimension)


def show_no_gains(dataset: Dataset, view: View) -> None:
    """Where there is no reference to judge gains by: a sentence and a link to the next year."""
    lang = view.lang
    later_years = [y for y in dataset.years_with_total(view.province) if y > view.year]
    show_html(
        "pages/no_gains",
        sentence=t("targets.no_scenario", lang, year=view.year),
        items=[
            page_link(view, current_slug(), t("empty.go_year", lang, year=year), year=year)
            for year in later_years[:1]
        ],
    )


def show_forecast_evidence(view: View) -> None:
    """What the chances rest on and how well such forecasts did."""
    show_html(
        "pages/forecast_evidence",
        heading=t("targets.chance_heading", view.lang),
        sentences=compute_for_target(evidence.forecast_evidence, view),
    )


def show_gain_examples(dataset: Dataset, view: View) -> None:
    """Who gained most from a level like the province's: a table that becomes cards on a phone."""
    lang = view.lang
    examples = compute_for_target(evidence.gain_examples, view)
    within = format_number(LEVEL_TOLERANCE, 0, lang)
    key = "targets.learn_subtitle" if dataset.units == "63" else "successor.learn_subtitle"
    least = format_number(evidence.least_example_gain(dataset, view), 2, lang)
    notes = [t(key, lang, within=within, least=least)] if examples else []
    notes.append(compute(evidence.redefinition_note, view, "province", "year"))
    rows = [
        (
            page_link(
                view,
                PAGES[0].slug,
                evidence.example_name(dataset, example, lang),
                province=example.province,
                year=example.year,
                units="63",
            ),
            example.cells,
        )
        for example in examples
    ]
    show_html(
        "pages/gain_examples",
        title=evidence.gain_examples_title(dataset, view, examples),
        subtitle=" ".join(note for note in notes if note),
        headings=[t(f"targets.learn_{name}", lang) for name in _EXAMPLE_COLUMNS],
        rows=rows,
        source_line=source_line(dataset, view, "source.series"),
    )


def show_method(view: View) -> None:
    """How the targets' figures are made and what they cannot tell."""
    values = {"similar": REFERENCE_SIZE, "fewest": MIN_REFERENCES}
    with st.expander(t("targets.method", view.lang)):
        st.markdown(
            "\n\n".join(t(f"targets.method_{name}", view.lang, **values) for name in _METHOD)
        )
