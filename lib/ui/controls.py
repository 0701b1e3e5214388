"""The widgets that change the view: each shows what the address says and writes what is chosen."""

import html
from collections.abc import Sequence

import streamlit as st

from lib.common import numbers
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.peer_groups import available_peer_sets, peer_codes, peer_set_name, single_peer
from lib.model.view import View
from lib.narrative import trends
from lib.narrative.targets import choice, scenario
from lib.stats.ranking import TOTAL
from lib.ui import cache, url_state


def province_select(dataset: Dataset, view: View) -> None:
    """The chosen province, by its short name: the field is narrow."""
    key, write = url_state.bind_widget(view, "province")
    names = dataset.provinces_by_name(view.lang)
    st.selectbox(
        t("control.province", view.lang),
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        width="stretch",
        label_visibility="collapsed",
    )


def year_select(dataset: Dataset, view: View) -> None:
    """The year, newest first."""
    key, write = url_state.bind_widget(view, "year")
    st.selectbox(
        t("control.year", view.lang),
        dataset.all_years[::-1],
        key=key,
        on_change=write,
        width=98,
        label_visibility="collapsed",
    )


def measure_select(dataset: Dataset, view: View) -> None:
    """The total, a dimension or a sub-dimension."""
    key, write = url_state.bind_widget(view, "measure")

    def label(measure: str) -> str:
        name = dataset.measure_name(measure, view.lang)
        return (
            name
            if measure == TOTAL
            else f"{measure}. {name}"
            if "." not in measure
            else (f"\u2003{measure} {name}")
        )

    st.selectbox(
        t("control.measure", view.lang),
        dataset.measures(view.year),
        format_func=label,
        key=key,
        on_change=write,
        width="stretch",
    )


def since_select(view: View) -> None:
    """The year that movers start from."""
    key, write = url_state.bind_widget(view, "since")
    years, chosen = cache.compute(trends.start_years, view), cache.compute(trends.start_year, view)
    st.session_state[key] = chosen if chosen in years else years[0]
    st.selectbox(t("control.since", view.lang), years, key=key, on_change=write, width=160)


def segmented_choice(view: View, field: str, options: Sequence[str], labels: str) -> None:
    """A small either-or in the view, as a segmented control; texts are ``labels`` + option."""
    key, write = url_state.bind_widget(view, field)
    st.segmented_control(
        t(f"control.{field}", view.lang),
        options,
        format_func=lambda o: t(f"{labels}{o}", view.lang),
        key=key,
        on_change=write,
        required=True,
    )


def target_select(dataset: Dataset, view: View) -> None:
    """What is aimed at: the groups above, the next rank, the first, the next whole point."""
    key, lang = "view_target", view.lang
    st.session_state[key] = choice.target_code(choice.chosen_target(dataset, view))
    names = {
        choice.target_code(one): choice.target_label(one, lang)
        for one in choice.target_choices(dataset, view)
    }
    default = choice.target_code(choice.default_target(dataset, view))

    def write() -> None:
        chosen = st.session_state[key]
        url_state.change_view(view, target="" if chosen == default else chosen)

    st.segmented_control(
        t("targets.choose", lang),
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        required=True,
        label_visibility="collapsed",
    )


def dimension_pills(dataset: Dataset, view: View, dimension: str, label: str) -> None:
    """One dimension out of the year's, ``dimension`` at first; ``label`` is a text key."""
    key = "view_dimension"
    st.session_state[key] = dimension

    def write() -> None:
        if st.session_state[key]:
            url_state.change_view(view, measure=st.session_state[key])

    st.pills(
        t(label, view.lang),
        dataset.dimensions(view.year),
        format_func=lambda d: f"{d}. {dataset.measure_name(d, view.lang, short=True)}",
        key=key,
        on_change=write,
        required=True,
    )


def scenario_dimension(dataset: Dataset, view: View) -> str:
    """Whose sub-dimensions have sliders: the view's dimension, else where most can be gained."""
    dimension = view.measure.split(".")[0]
    if dimension not in dataset.dimensions(view.year):
        dimension = str(dataset.attainable_gains(view.province, view.year)["dimension"].iloc[0])
    dimension_pills(dataset, view, dimension, "targets.dimension")
    return dimension


def gain_sliders(dataset: Dataset, view: View, dimension: str) -> None:
    """One slider a sub-dimension, from nothing to what is attainable, in steps of 0.01."""
    table = dataset.attainable_gains(view.province, view.year)
    table = table[(table["dimension"] == dimension) & (table["attainable"] > 0)]
    gains = scenario.scenario_gains(dataset, view)
    most = {row.measure: round(row.attainable * 100) for row in table.itertuples()}
    keys = {measure: f"gain_{measure}" for measure in sorted(most)}

    def write() -> None:
        # All of them, because two may have moved since the last run.
        moved = {measure: st.session_state[key] / 100 for measure, key in keys.items()}
        url_state.change_view(view, gains=scenario.format_gains(gains | moved))

    if keys:
        places = st.columns(max(3, len(keys)), gap="medium", vertical_alignment="bottom")
        for (measure, key), place in zip(keys.items(), places, strict=False):
            st.session_state[key] = round(gains.get(measure, 0.0) * 100)
            place.select_slider(
                scenario.slider_label(dataset, view, measure),
                range(most[measure] + 1),
                # A plain slider writes a decimal point in every language.
                format_func=lambda n: numbers.format_signed(n / 100, 2, view.lang),
                key=key,
                on_change=write,
            )
    if note := scenario.no_slider_note(dataset, view, dimension):
        st.html(f'<p class="source">{html.escape(note)}</p>')


def peer_select(dataset: Dataset, view: View) -> None:
    """The one province held beside the chosen one."""
    key, write = url_state.bind_widget(view, "peer")
    st.session_state[key] = single_peer(dataset, view)
    names = dataset.provinces_by_name(view.lang)
    st.selectbox(
        t("control.peer", view.lang),
        [code for code in names if code != view.province],
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        width=260,
    )


def peer_set_select(dataset: Dataset, view: View) -> None:
    """Which provinces are compared."""
    lang = view.lang
    kind = peer_set_name(dataset, view)
    key = "view_peer_set"
    st.session_state[key] = kind

    def write_kind() -> None:
        chosen = st.session_state[key]
        # An own choice starts from the provinces on screen.
        peers = ",".join(peer_codes(dataset, view)) if chosen == "own" else chosen
        url_state.change_view(view, peers=peers, peer="")

    st.segmented_control(
        t("peers.set", lang),
        (*available_peer_sets(dataset), "own"),
        format_func=lambda s: t(f"peers.set_{s}", lang),
        key=key,
        on_change=write_kind,
        required=True,
    )


def peer_set_note(dataset: Dataset, view: View) -> None:
    """What the chosen set means; for an own choice the list to choose from."""
    lang = view.lang
    kind = peer_set_name(dataset, view)
    if kind == "own":
        own_key = "view_peers"
        st.session_state[own_key] = peer_codes(dataset, view)
        names = dataset.provinces_by_name(lang)

        def write_own() -> None:
            # With none left, the set that a page starts with.
            chosen = ",".join(st.session_state[own_key]) or View.peers
            url_state.change_view(view, peers=chosen, peer="")

        st.multiselect(
            t("control.own", lang),
            [code for code in names if code != view.province],
            format_func=names.__getitem__,
            key=own_key,
            on_change=write_own,
        )
    st.html(f'<p class="source">{html.escape(t(f"peers.note_{kind}", lang))}</p>')
