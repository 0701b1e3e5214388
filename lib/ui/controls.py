"""What changes the view: each control shows what the URL says and leads to what is chosen."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.common.numbers import format_signed
from lib.common.pages import page_by_slug
from lib.common.text import t
from lib.model.chosen_peers import (
    MOST_BESIDE,
    available_peer_sets,
    named_beside,
    peer_codes,
    peer_set_name,
    single_peer,
)
from lib.model.dataset import Dataset
from lib.model.unit_lists import page_years
from lib.model.view import View
from lib.narrative.targets import choice, scenario
from lib.narrative.trends import since
from lib.stats.ranking import TOTAL
from lib.ui.parts.links import page_link, show_choice, show_labelled_links
from lib.ui.parts.province_picker import (
    ProvincePicker,
    province_picker,
    show_picked_provinces,
    show_province_picker,
)
from lib.ui.parts.select_field import SelectField, select_field, show_select_field
from lib.ui.parts.texts import show_note
from lib.ui.session import current_slug
from lib.ui.url_state import change_view


def province_select(dataset: Dataset, view: View) -> ProvincePicker:
    """The chosen province, by its short name: the field is narrow."""
    return province_picker(
        dataset,
        view,
        "province",
        t("control.province", view.lang),
        link_to=lambda code: {"province": code},
        chosen=view.province,
        label_hidden=True,
    )


def year_select(dataset: Dataset, view: View) -> SelectField:
    """The year, newest first."""
    years = page_years(dataset, page_by_slug(current_slug()).units)[::-1]
    options = {year: str(year) for year in years}
    return select_field(view, "year", t("control.year", view.lang), options, view.year, True)


def measure_select(dataset: Dataset, view: View) -> None:
    """The total, a dimension or a sub-dimension."""

    def label(measure: str) -> str:
        name = dataset.measure_name(measure, view.lang)
        if measure == TOTAL:
            return name
        is_dimension = "." not in measure
        return f"{measure}. {name}" if is_dimension else f"\u2003{measure} {name}"

    options = {measure: label(measure) for measure in dataset.measures(view.year)}
    show_select_field(view, "measure", t("control.measure", view.lang), options, view.measure)


def since_links(dataset: Dataset, view: View, measure: str) -> None:
    """The year that changes are counted from; nothing where only the year before compares."""
    choices = since.choices(dataset, view, measure)
    items = [
        page_link(view, current_slug(), label, since=year, current=year == view.shown_since)
        for year, label in choices.items()
    ]
    show_labelled_links(t("control.since", view.lang), items)
    if note := since.refused_note(dataset, view, measure):
        show_note(note)


def field_choice(view: View, field: str, options: Sequence[str]) -> None:
    """A choice of few values of a field of the view, with texts of [control]."""
    items = []
    for option in options:
        change: dict[str, Any] = {field: option}
        label = t(f"control.{field}_{option}", view.lang)
        is_current = option == getattr(view, field)
        items.append(page_link(view, current_slug(), label, current=is_current, **change))
    show_choice(t(f"control.{field}", view.lang), items)


def target_choice(dataset: Dataset, view: View) -> None:
    """The target: the groups above, the next rank, the first, the next whole point."""
    chosen = choice.target_code(choice.chosen_target(dataset, view))
    default = choice.target_code(choice.default_target(dataset, view))
    items = []
    for target in choice.target_choices(dataset, view):
        code = choice.target_code(target)
        label = choice.target_label(dataset, view, target)
        written = "" if code == default else code
        items.append(page_link(view, current_slug(), label, current=code == chosen, target=written))
    show_choice(t("targets.choose", view.lang), items, label_hidden=True)


def dimension_choice(dataset: Dataset, view: View, dimension: str, label: str) -> None:
    """One of the year's dimensions; ``dimension`` is the present one, ``label`` a text key."""
    items = [
        page_link(
            view,
            current_slug(),
            f"{d}. {dataset.measure_name(d, view.lang, short=True)}",
            current=d == dimension,
            measure=d,
        )
        for d in dataset.dimensions(view.year)
    ]
    show_choice(t(label, view.lang), items)


def scenario_dimension(dataset: Dataset, view: View) -> str:
    """The dimension whose sub-dimensions have sliders, with the links to choose it.

    It is that of the view's measure; where that is the total, the one with most to gain.
    """
    dimension = view.measure.split(".")[0]
    if dimension not in dataset.dimensions(view.year):
        dimension = str(dataset.split_gains(view.province, view.year)["dimension"].iloc[0])
    dimension_choice(dataset, view, dimension, "targets.dimension")
    return dimension


def gain_sliders(dataset: Dataset, view: View, dimension: str) -> None:
    """One slider a sub-dimension, from nothing to what a good year adds, in steps of 0.01."""
    table = dataset.split_gains(view.province, view.year)
    table = table[(table["dimension"] == dimension) & (table["extra"] > 0)]
    gains = scenario.scenario_gains(dataset, view)
    # Steps of 0.01 points as whole numbers, which a slider compares exactly.
    largest = {row.measure: round(row.extra * 100) for row in table.itertuples()}
    keys = {measure: f"gain_{measure}" for measure in sorted(largest)}

    def write() -> None:
        # All sliders, because two may have changed since the last run.
        changed = {measure: st.session_state[key] / 100 for measure, key in keys.items()}
        change_view(view, gains=scenario.format_gains(gains | changed))

    if keys:
        columns = st.columns(max(3, len(keys)), gap="medium", vertical_alignment="bottom")
        for (measure, key), column in zip(keys.items(), columns, strict=False):
            st.session_state[key] = round(gains.get(measure, 0.0) * 100)
            column.select_slider(
                scenario.slider_label(dataset, view, measure),
                range(largest[measure] + 1),
                # A plain slider writes a decimal point in every language.
                format_func=lambda n: format_signed(n / 100, 2, view.lang),
                key=key,
                on_change=write,
            )
    if note := scenario.no_slider_note(dataset, view, dimension):
        show_note(note)


def beside_select(dataset: Dataset, view: View) -> None:
    """The provinces beside the chosen one: those that are named, and a field to name more.

    Where none is named yet, the field shows the one that the page starts with.
    """
    named = named_beside(dataset, view)
    if len(named) == MOST_BESIDE:
        show_note(t("control.peer_full", view.lang))
    show_picked_provinces(
        dataset,
        view,
        {code: {"peer": ",".join(other for other in named if other != code)} for code in named},
    )
    if len(named) == MOST_BESIDE:
        return
    show_province_picker(
        dataset,
        view,
        "peer",
        t("control.peer_more" if named else "control.peer", view.lang),
        link_to=lambda code: {"peer": ",".join([*named, code])},
        chosen="" if named else single_peer(dataset, view),
        without=[view.province, *named],
    )


def peer_set_choice(dataset: Dataset, view: View) -> None:
    """The set of provinces to compare with; "own" is the viewer's own list."""
    chosen = peer_set_name(dataset, view)
    # Only its members compare with the southern key region, unless a link asks for it.
    is_southern = bool(dataset.provinces.at[view.province, "southern_key_region"])
    offered = [
        name
        for name in available_peer_sets(dataset)
        if name != "south" or is_southern or chosen == "south"
    ]
    items = [
        page_link(
            view,
            current_slug(),
            t(f"peers.set_{name}", view.lang),
            current=name == chosen,
            # The viewer's own list starts from the provinces on screen.
            peers=",".join(peer_codes(dataset, view)) if name == "own" else name,
            peer="",
        )
        for name in (*offered, "own")
    ]
    show_choice(t("peers.set", view.lang), items)


def peer_set_note(dataset: Dataset, view: View) -> None:
    """What the chosen set means; for the viewer's own list the field to change it."""
    name = peer_set_name(dataset, view)
    if name == "own":
        _own_peers_select(dataset, view)
    show_note(t(f"peers.note_{name}", view.lang))


def _own_peers_select(dataset: Dataset, view: View) -> None:
    codes = peer_codes(dataset, view)

    def link_to(codes: Sequence[str]) -> dict[str, str]:
        # With none left, the set that the page starts with.
        return {"peers": ",".join(codes) or View.peers, "peer": ""}

    show_picked_provinces(
        dataset,
        view,
        {code: link_to([other for other in codes if other != code]) for code in codes},
    )
    show_province_picker(
        dataset,
        view,
        "peers",
        t("control.own", view.lang),
        link_to=lambda code: link_to([*codes, code]),
        without=[view.province, *codes],
    )
