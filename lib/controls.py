"""The widgets that change the view: each shows what the address says and writes what is chosen."""

import html
from collections.abc import Sequence

import streamlit as st

from lib import cached, state, style
from lib.findings import targets as goals
from lib.findings import trends
from lib.measures.positions import TOTAL
from lib.text import t
from lib.view import View, peer_of, peer_set, peers_of, sets
from lib.world import World


def province_select(world: World, view: View) -> None:
    """The chosen province, by its short name: the field is narrow."""
    key, write = state.bound(view, "province")
    names = world.in_order(view.lang)
    st.selectbox(
        t("control.province", view.lang),
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        width="stretch",
        label_visibility="collapsed",
    )


def year_select(world: World, view: View) -> None:
    """The year, newest first."""
    key, write = state.bound(view, "year")
    st.selectbox(
        t("control.year", view.lang),
        world.calendar[::-1],
        key=key,
        on_change=write,
        width=98,
        label_visibility="collapsed",
    )


def measure_select(world: World, view: View) -> None:
    """The total, a dimension or a sub-dimension."""
    key, write = state.bound(view, "measure")

    def label(measure: str) -> str:
        name = world.measure_name(measure, view.lang)
        return (
            name
            if measure == TOTAL
            else f"{measure}. {name}"
            if "." not in measure
            else (f"\u2003{measure} {name}")
        )

    st.selectbox(
        t("control.measure", view.lang),
        world.measures(view.year),
        format_func=label,
        key=key,
        on_change=write,
        width="stretch",
    )


def since_select(view: View) -> None:
    """The year that movers start from."""
    key, write = state.bound(view, "since")
    years, chosen = cached.told(trends.starts, view), cached.told(trends.since, view)
    st.session_state[key] = chosen if chosen in years else years[0]
    st.selectbox(t("control.since", view.lang), years, key=key, on_change=write, width=160)


def choice(view: View, field: str, options: Sequence[str], labels: str) -> None:
    """A small either-or in the view, as a segmented control; texts are ``labels`` + option."""
    key, write = state.bound(view, field)
    st.segmented_control(
        t(f"control.{field}", view.lang),
        options,
        format_func=lambda o: t(f"{labels}{o}", view.lang),
        key=key,
        on_change=write,
        required=True,
    )


def target_select(world: World, view: View) -> None:
    """What is aimed at: the groups above, the next rank, the first, the next whole point."""
    key, lang = "view_target", view.lang
    st.session_state[key] = goals.code(goals.target_of(world, view))
    names = {goals.code(one): goals.label(one, lang) for one in goals.choices(world, view)}
    default = goals.code(goals.default_target(world, view))

    def write() -> None:
        chosen = st.session_state[key]
        state.change(view, target="" if chosen == default else chosen)

    st.segmented_control(
        t("targets.choose", lang),
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        required=True,
        label_visibility="collapsed",
    )


def dimension_pills(world: World, view: View, dimension: str, label: str) -> None:
    """One dimension out of the year's, ``dimension`` at first; ``label`` is a text key."""
    key = "view_dimension"
    st.session_state[key] = dimension

    def write() -> None:
        if st.session_state[key]:
            state.change(view, measure=st.session_state[key])

    st.pills(
        t(label, view.lang),
        world.dimensions(view.year),
        format_func=lambda d: f"{d}. {world.measure_name(d, view.lang, short=True)}",
        key=key,
        on_change=write,
        required=True,
    )


def scenario_dimension(world: World, view: View) -> str:
    """Whose sub-dimensions have sliders: the view's dimension, else where most can be gained."""
    dimension = view.measure.split(".")[0]
    if dimension not in world.dimensions(view.year):
        dimension = str(world.attainable(view.province, view.year)["dimension"].iloc[0])
    dimension_pills(world, view, dimension, "targets.dimension")
    return dimension


def gain_sliders(world: World, view: View, dimension: str) -> None:
    """One slider a sub-dimension, from nothing to what is attainable, in steps of 0.01."""
    table = world.attainable(view.province, view.year)
    table = table[(table["dimension"] == dimension) & (table["attainable"] > 0)]
    gains = goals.scenario(world, view)
    most = {row.measure: round(row.attainable * 100) for row in table.itertuples()}
    keys = {measure: f"gain_{measure}" for measure in sorted(most)}

    def write() -> None:
        # All of them, because two may have moved since the last run.
        moved = {measure: st.session_state[key] / 100 for measure, key in keys.items()}
        state.change(view, gains=goals.written(gains | moved))

    if keys:
        places = st.columns(max(3, len(keys)), gap="medium", vertical_alignment="bottom")
        for (measure, key), place in zip(keys.items(), places, strict=False):
            st.session_state[key] = round(gains.get(measure, 0.0) * 100)
            place.select_slider(
                goals.slider_label(world, view, measure),
                range(most[measure] + 1),
                # A plain slider writes a decimal point in every language.
                format_func=lambda n: style.signed(n / 100, 2, view.lang),
                key=key,
                on_change=write,
            )
    if note := goals.without_gain(world, view, dimension):
        st.html(f'<p class="source">{html.escape(note)}</p>')


def peer_select(world: World, view: View) -> None:
    """The one province held beside the chosen one."""
    key, write = state.bound(view, "peer")
    st.session_state[key] = peer_of(view, world)
    names = world.in_order(view.lang)
    st.selectbox(
        t("control.peer", view.lang),
        [code for code in names if code != view.province],
        format_func=names.__getitem__,
        key=key,
        on_change=write,
        width=260,
    )


def peer_set_select(world: World, view: View) -> None:
    """Which provinces are compared."""
    lang = view.lang
    kind = peer_set(view, world)
    key = "view_peer_set"
    st.session_state[key] = kind

    def write_kind() -> None:
        chosen = st.session_state[key]
        # An own choice starts from the provinces on screen.
        peers = ",".join(peers_of(view, world)) if chosen == "own" else chosen
        state.change(view, peers=peers, peer="")

    st.segmented_control(
        t("peers.set", lang),
        (*sets(world), "own"),
        format_func=lambda s: t(f"peers.set_{s}", lang),
        key=key,
        on_change=write_kind,
        required=True,
    )


def peer_set_note(world: World, view: View) -> None:
    """What the chosen set means; for an own choice the list to choose from."""
    lang = view.lang
    kind = peer_set(view, world)
    if kind == "own":
        own_key = "view_peers"
        st.session_state[own_key] = peers_of(view, world)
        names = world.in_order(lang)

        def write_own() -> None:
            # With none left, the set that a page starts with.
            chosen = ",".join(st.session_state[own_key]) or View.peers
            state.change(view, peers=chosen, peer="")

        st.multiselect(
            t("control.own", lang),
            [code for code in names if code != view.province],
            format_func=names.__getitem__,
            key=own_key,
            on_change=write_own,
        )
    st.html(f'<p class="source">{html.escape(t(f"peers.note_{kind}", lang))}</p>')
