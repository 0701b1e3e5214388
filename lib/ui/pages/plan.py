"""Parts of the page on a plan: its actions beside the scores, and who does what, from a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeVar

import streamlit as st

from lib.common.paths import ROOT
from lib.common.spreadsheet import write_xlsx
from lib.common.text import Language, t
from lib.datasets import tables
from lib.datasets.descriptions import read_description
from lib.exports.csv_files import csv_bytes
from lib.exports.file_names import province_file_name
from lib.ingest.forms import commitment_form
from lib.ingest.forms.commitment_form import Commitments
from lib.ingest.forms.headings import heading
from lib.ingest.limits import COMMITMENTS_LIMITS
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan import actions, outline, results
from lib.narrative.plan import tables as plan_tables
from lib.server.run_queue import FILE_QUEUE, TooManyFiles
from lib.ui.cache import HASH_BY_REPR, compute_for_plan, current_dataset
from lib.ui.downloads import download_button
from lib.ui.html import show_html
from lib.ui.parts.charts import show_chart
from lib.ui.parts.links import page_link, show_labelled_links
from lib.ui.parts.notices import show_notice_sentences
from lib.ui.parts.tables import show_short_table
from lib.ui.parts.texts import show_note
from lib.ui.upload_field import upload_field

T = TypeVar("T")
_MAX_COMPUTED = 100  # of a plan each three, of 10 kB or less
_COMMITMENTS_KEY = "commitments"  # what the viewer has uploaded, for as long as the session lasts
_BUSY_KEY = "commitments_busy"  # whether the last file could not be read yet
_UPLOAD_KEY = "commitments_upload"
_ACCEPT = ".xlsx,.csv,.txt"
# lib/ui/web/plan.css knows these columns by their places.
_COLUMNS_AFTER_NAME = ("score", "rank", "group", "gap", "change", "national", "badge")
PlanFile = Literal["plans", "plan_measures"]
_TEMPLATE_LABELS = {
    "plans": "plan.none_plans",
    "plan_measures": "plan.none_measures",
}
_ASSIGNMENT_COLUMNS = ("id", "measure", "owner", "deadline", "target")


@dataclass(frozen=True, eq=False)
class CommitmentsSource:
    """Commitments and where they come from.

    Args:
        commitments: who does what by when, and the rows that could not be read.
        origin: "upload" by the viewer, or the "file" beside the data.
        file: the file's name.
    """

    commitments: Commitments
    origin: Literal["upload", "file"]
    file: str


@st.cache_data(show_spinner=False, max_entries=2)
def _commitments_on_disk(version: str) -> Commitments:
    if not (ROOT / "data" / commitment_form.FILE_NAME).exists():
        return Commitments()
    from lib.ingest.forms.commitments import load_commitments  # large, and few sessions read a file

    return load_commitments(ROOT, current_dataset().tables.plan_measures)


def current_commitments() -> CommitmentsSource:
    """What the viewer has uploaded, else what is kept beside the data."""
    if _COMMITMENTS_KEY in st.session_state:
        return CommitmentsSource(*st.session_state[_COMMITMENTS_KEY])
    return CommitmentsSource(
        _commitments_on_disk(tables.data_version()), "file", commitment_form.FILE_NAME
    )


def _compute(
    function: Callable[..., T], dataset: Dataset, view: View, source: CommitmentsSource, *more: str
) -> T:
    """What a function makes of commitments; of those beside the data, once for all sessions."""
    if source.origin == "upload":
        return function(dataset, view, source.commitments, *more)
    of_plan = view.reduced_to("province", "year")
    return _computed_on_disk(
        tables.data_version(), function.__name__, of_plan, more, function, dataset, source
    )


@st.cache_data(show_spinner=False, max_entries=_MAX_COMPUTED, hash_funcs=HASH_BY_REPR)
def _computed_on_disk(
    version: str,
    name: str,
    view: View,
    more: tuple[str, ...],
    _function: Callable[..., T],
    _dataset: Dataset,
    _source: CommitmentsSource,
) -> T:
    return _function(_dataset, view, _source.commitments, *more)


def show_other_plans(dataset: Dataset, view: View) -> None:
    """Links to further plans: of the province, of its members, of what it became."""
    plans = dataset.plans
    chosen = results.chosen_plan(dataset, view)
    on_screen = "" if chosen is None else chosen["plan"]
    others = plans[(plans["province"] == view.province) & (plans["plan"] != on_screen)]
    show_labelled_links(
        t("plan.others", view.lang),
        [
            page_link(view, "plan", row.plan, year=int(row.target_year))
            for row in others.itertuples()
        ],
    )
    related = compute_for_plan(outline.related_plans, view)
    kind = "members" if dataset.units == "34" else "successor"
    show_labelled_links(
        t(f"plan.related_{kind}", view.lang),
        [page_link(view, "plan", label, **changes) for label, changes in related],
    )


def show_outline(dataset: Dataset, view: View) -> None:
    """A plan of which no action is known: its dimensions beside the target, how to add actions."""
    lang, chart_view = view.lang, outline.chart_view(dataset, view)
    if chart_view is not None:
        show_chart(chart_view, "targets.gaps")
    show_html(
        "pages/plan_section",
        heading=outline.tasks_title(dataset, view),
        sentence=outline.tasks_subtitle(dataset, view),
    )
    show_short_table(view, outline.dimension_table(dataset, view))
    show_note(t("plan.outline_how", lang))
    _show_templates(dataset, view, ("plan_measures",))


def show_actions(dataset: Dataset, view: View, source: CommitmentsSource) -> None:
    """The actions by section, each beside its sub-dimensions; sections open on a click."""
    lang = view.lang
    base_year = int(results.required_plan(dataset, view)["base_year"])
    show_html(
        "pages/plan_actions",
        heading=t("plan.table", lang),
        note=compute_for_plan(actions.table_note, view),
        columns=[
            t(f"plan.col_{name}", lang, year=base_year) for name in ("sub", *_COLUMNS_AFTER_NAME)
        ],
        sections=_compute(actions.action_sections, dataset, view, source),
        general=t("plan.general", lang),
    )
    with st.container(horizontal=True):
        make = partial(_write_workbook, dataset, view, source.commitments)
        download_button(t("plan.xlsx", lang), make, _file_name(dataset, view, "all", ".xlsx"))
        make = partial(_write_action_table, dataset, view)
        download_button(t("plan.csv", lang), make, _file_name(dataset, view, "measures", ".csv"))


def show_assignments(dataset: Dataset, view: View, source: CommitmentsSource) -> None:
    """Who does what by when: the table, the form, the filled-in file and what is wrong with it."""
    lang = view.lang
    committed = source.commitments
    show_html(
        "pages/plan_section",
        heading=t("plan.commitments", lang),
        sentence=_compute(
            actions.commitments_status, dataset, view, source, source.origin, source.file
        ),
    )
    show_notice_sentences(actions.rejection_sentences(view, committed, source.file))
    _show_assignment_table(dataset, view, source)
    with st.container(horizontal=True):
        if plan_tables.has_commitments(committed):
            _show_form_buttons(dataset, view, committed, "export", "commitments")
        _show_form_buttons(dataset, view, Commitments(), "template", "template")
        if source.origin == "upload":
            st.button(t("plan.remove", lang), icon=":material/close:", on_click=_forget_upload)
    _show_upload_field(dataset, lang)


def _show_form_buttons(
    dataset: Dataset, view: View, committed: Commitments, purpose: str, stem: str
) -> None:
    """Buttons for the form with what is committed so far; XLSX first, which Excel opens best.

    Args:
        dataset: the data.
        view: whose plan it is.
        committed: what the form is filled in with.
        purpose: "export" or "template", the part of the buttons' text keys.
        stem: how the files' names end.
    """
    for kind in ("xlsx", "csv"):
        label = t(f"plan.{purpose}_{kind}", view.lang)
        make = partial(_write_form, dataset, view, committed, kind)
        download_button(label, make, _file_name(dataset, view, stem, f".{kind}"))


def _write_form(dataset: Dataset, view: View, committed: Commitments, kind: str) -> bytes:
    lang = view.lang
    table = commitment_form.commitment_template(
        results.plan_actions(dataset, view),
        committed.rows,
        lang,
        papi=len(dataset.tables.indicators) > 0,
    )
    if kind == "csv":
        return commitment_form.to_csv(table)
    first = heading("owner", lang)
    notes = (t("plan.none_sheet", lang), [t("plan.template_note", lang, first=first)])
    return commitment_form.to_xlsx(table, notes)


def _show_assignment_table(dataset: Dataset, view: View, source: CommitmentsSource) -> None:
    """Who does what by when as a table; nothing where nothing is filled in."""
    assigned = _compute(actions.assigned_actions, dataset, view, source)
    if assigned:
        rows = [
            (a.id, [cell or "–" for cell in (a.text, a.owner, a.deadline, a.target)])
            for a in assigned
        ]
        headings = [heading(column, view.lang) for column in _ASSIGNMENT_COLUMNS]
        show_html("pages/plan_assignments", headings=headings, rows=rows)


def _show_upload_field(dataset: Dataset, lang: Language) -> None:
    """Where the filled-in file goes; it is read at once and named by the page."""

    def read(content: bytes, name: str) -> None:
        from lib.ingest.forms.commitments import parse_commitments

        try:
            with FILE_QUEUE.wait_for_turn():
                uploaded = parse_commitments(content, dataset.tables.plan_measures)
        except TooManyFiles:  # what was uploaded before stays
            st.session_state[_BUSY_KEY] = True
            return
        st.session_state[_COMMITMENTS_KEY] = (uploaded, "upload", name)

    if st.session_state.pop(_BUSY_KEY, False):
        show_notice_sentences([t("failure.file_busy", lang)])
    label = t("plan.upload", lang, size=COMMITMENTS_LIMITS.file_bytes // 1_000_000)
    upload_field(_UPLOAD_KEY, label, _ACCEPT, COMMITMENTS_LIMITS.file_bytes, read)


def _forget_upload() -> None:
    """Return to what is kept beside the data."""
    st.session_state.pop(_COMMITMENTS_KEY, None)


def show_how_to_add(dataset: Dataset, view: View) -> None:
    """For a province without a plan: how to bring one here, with the two files to fill in."""
    lang = view.lang
    show_note(t("plan.none_how", lang))
    _show_templates(dataset, view, ("plans", "plan_measures"))
    show_other_plans(dataset, view)
    show_labelled_links(
        t("plan.none_others", lang),
        [
            page_link(view, "plan", dataset.name_in_sentence(code, lang), province=code)
            for code in dict.fromkeys(dataset.plans["province"])
        ],
    )


def _show_templates(dataset: Dataset, view: View, names: Sequence[PlanFile]) -> None:
    """The data files of these names to fill in, as one book with a guide and each alone."""
    lang = view.lang
    empty = {str(name): plan_tables.empty_template(dataset, view, name) for name in names}
    descriptions = [read_description(ROOT / "data" / f"{name}.meta.toml") for name in empty]
    notes = (t("plan.none_sheet", lang), plan_tables.column_guide(dataset, view, descriptions))
    with st.container(horizontal=True):
        make = partial(write_xlsx, empty, notes, True)
        download_button(
            t("plan.none_book", lang), make, _file_name(dataset, view, "template", ".xlsx")
        )
        for name, table in empty.items():
            label = t(_TEMPLATE_LABELS[name], lang)
            download_button(label, partial(csv_bytes, table, lang), f"{name}.csv")


def _write_action_table(dataset: Dataset, view: View) -> bytes:
    return csv_bytes(plan_tables.action_table(dataset, view), view.lang)


def _write_workbook(dataset: Dataset, view: View, committed: Commitments) -> bytes:
    notes = (t("plan.sheet_notes", view.lang), results.method_sentences(dataset, view))
    return write_xlsx(plan_tables.workbook_sheets(dataset, view, committed), notes)


def _file_name(dataset: Dataset, view: View, what: str, ending: str) -> str:
    """The name of a file of the plan, by the year that the plan aims at."""
    plan = results.chosen_plan(dataset, view)
    year = view.year if plan is None else int(plan["target_year"])
    return province_file_name(dataset, replace(view, year=year), "plan", what, ending=ending)
