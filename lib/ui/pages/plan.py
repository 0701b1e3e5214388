"""How a plan is shown: its measures beside the scores, and who does what, handed in as a file."""

import html
from dataclasses import dataclass
from functools import partial

import streamlit as st

from lib.common import paths, spreadsheet
from lib.common.text import t
from lib.datasets import descriptions, tables
from lib.exports.csv_files import csv_bytes
from lib.ingest import commitments
from lib.ingest.commitments import Commitments
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.plan import actions, results
from lib.narrative.plan import tables as plan_tables
from lib.ui import cache, upload_field
from lib.ui.downloads import download_button
from lib.ui.parts import heads as parts_heads
from lib.ui.parts import links as parts_links

_KEPT = "commitments"  # of the viewer's session, as long as the session lasts
_UPLOAD = "commitments_upload"


@dataclass(frozen=True, eq=False)
class KeptCommitments:
    """What is committed and where it comes from: ``origin`` "upload" or "file", ``file`` name."""

    found: Commitments
    origin: str
    file: str


@st.cache_data(show_spinner=False, max_entries=2)
def _commitments_on_disk(version: str) -> Commitments:
    return commitments.load_commitments(paths.ROOT, cache.current_dataset().tables.plan_measures)


def current_commitments(dataset: Dataset) -> KeptCommitments:
    """What the viewer has handed in, else what is kept beside the data."""
    if _KEPT in st.session_state:
        return KeptCommitments(*st.session_state[_KEPT])
    return KeptCommitments(_commitments_on_disk(tables.data_version()), "file", commitments.FILE)


def show_other_plans(dataset: Dataset, view: View) -> None:
    """Where a province has more plans than the one shown: links to them by their target year."""
    table = dataset.tables.plans
    shown = results.required_plan(dataset, view)["plan"]
    others = table[(table["province"] == view.province) & (table["plan"] != shown)]
    links = "".join(
        parts_links.page_link(view, "plan", html.escape(row.plan), year=int(row.target_year))
        for row in others.itertuples()
    )
    if links:
        label = html.escape(t("plan.others", view.lang))
        st.html(f'<div class="ways"><p>{label}</p>{links}</div>')


def show_actions(dataset: Dataset, view: View, committed: KeptCommitments) -> None:
    """The measures by section, each beside its sub-dimensions; sections open on a click."""
    lang = view.lang
    plan = results.required_plan(dataset, view)
    first = int(plan["base_year"])
    # lib/ui/web/plan.css knows the columns by their places.
    heads = (
        t("plan.col_sub", lang),
        t("plan.col_score", lang, year=first),
        t("plan.col_rank", lang, year=first),
        t("plan.col_group", lang, year=first),
        t("plan.col_gap", lang, year=first),
        t("plan.col_change", lang),
        t("plan.col_national", lang),
        t("plan.col_badge", lang),
    )
    header = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in heads)
    parts = []
    for section in actions.action_sections(dataset, view, committed.found):
        rows = "".join(_rows(item, view) for item in section.items)
        # Nothing stands below the columns' names where no measure concerns a sub-dimension.
        head = f"<thead><tr>{header}</tr></thead>" if any(i.lines for i in section.items) else ""
        parts.append(
            f"<details><summary><b>{html.escape(section.name)}</b>"
            f"<span>{html.escape(section.summary)}</span></summary>"
            f"<table>{head}<tbody>{rows}</tbody></table></details>"
        )
    st.html(
        f'<section class="plan"><h2>{html.escape(t("plan.table", lang))}</h2>'
        f"<p>{html.escape(actions.table_note(dataset, view))}</p>{''.join(parts)}</section>"
    )
    with st.container(horizontal=True):
        make = partial(_workbook, dataset, view, committed.found)
        download_button(t("plan.xlsx", lang), make, _stem(view, "all.xlsx"))
        download_button(
            t("plan.csv", lang), partial(_table, dataset, view), _stem(view, "measures.csv")
        )


def show_assignments(dataset: Dataset, view: View, committed: KeptCommitments) -> None:
    """Who does what by when: the template, the filled-in file, what of it could not be read."""
    lang = view.lang
    found, file = committed.found, committed.file
    title = html.escape(t("plan.commitments", lang))
    sentence = html.escape(actions.commitments_status(dataset, view, found, committed.origin, file))
    st.html(f'<section class="plan"><h2>{title}</h2><p>{sentence}</p></section>')
    problems = "".join(
        f"<p>{html.escape(s)}</p>" for s in actions.rejection_sentences(view, found, file)
    )
    if problems:
        st.html(f'<div class="notices" role="status">{problems}</div>')
    _assigned(dataset, view, found)
    with st.container(horizontal=True):
        if plan_tables.has_commitments(found):
            _commitments(dataset, view, found, "export", "commitments")
        _commitments(dataset, view, Commitments(), "template", "template")
        if committed.origin == "upload":
            st.button(t("plan.remove", lang), icon=":material/close:", on_click=_forget)
    _uploader(dataset, lang)


def _commitments(dataset: Dataset, view: View, found: Commitments, what: str, stem: str) -> None:
    """What is committed, or nothing yet, as a form to fill in; the kind that Excel opens first."""
    lang = view.lang
    table = commitments.commitment_template(results.plan_actions(dataset, view), found.rows, lang)
    first = commitments.heading("owner", lang)
    notes = (t("plan.none_sheet", lang), [t("plan.template_note", lang, first=first)])
    for kind, make in (
        ("xlsx", partial(commitments.to_xlsx, table, notes)),
        ("csv", partial(commitments.to_csv, table)),
    ):
        download_button(t(f"plan.{what}_{kind}", lang), make, _stem(view, f"{stem}.{kind}"))


def _assigned(dataset: Dataset, view: View, found: Commitments) -> None:
    """Who does what by when as a table; nothing where nothing is filled in."""
    rows = actions.assigned_actions(dataset, view, found)
    if not rows:
        return
    columns = ("id", "measure", "owner", "deadline", "target")
    names = [html.escape(commitments.heading(c, view.lang)) for c in columns]
    header = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{html.escape(row.id)}</th>'
        + "".join(
            f'<td data-name="{name}">{html.escape(cell or "–")}</td>'
            for name, cell in zip(
                names[1:], (row.text, row.owner, row.deadline, row.target), strict=True
            )
        )
        + "</tr>"
        for row in rows
    )
    st.html(f'<table class="plain words"><tr>{header}</tr>{body}</table>')


def show_how_to_add(dataset: Dataset, view: View) -> None:
    """For a province without a plan: how to bring one here, with the two files to fill in."""
    parts_heads.show_note(t("plan.none_how", view.lang))
    empty = {
        name: plan_tables.empty_template(dataset, view, name) for name in ("plans", "plan_measures")
    }
    described = [
        descriptions.read_description(paths.ROOT / "data" / f"{name}.meta.toml") for name in empty
    ]
    notes = (t("plan.none_sheet", view.lang), plan_tables.column_guide(dataset, view, described))
    with st.container(horizontal=True):
        make = partial(spreadsheet.write_xlsx, empty, notes, True)
        download_button(t("plan.none_book", view.lang), make, _stem(view, "template.xlsx"))
        for name, label in (("plans", "plan.none_plans"), ("plan_measures", "plan.none_measures")):
            download_button(t(label, view.lang), partial(csv_bytes, empty[name]), f"{name}.csv")
    others = "".join(
        parts_links.page_link(
            view, "plan", html.escape(dataset.province_name(code, view.lang)), province=code
        )
        for code in dict.fromkeys(dataset.tables.plans["province"])
    )
    st.html(
        f'<div class="ways"><p>{html.escape(t("plan.none_others", view.lang))}</p>{others}</div>'
    )


def _rows(item: actions.PlanAction, view: View) -> str:
    """A measure and its sub-dimensions as rows of the table."""
    committed = f"<small>{html.escape(item.committed)}</small>" if item.committed else ""
    out = (
        f'<tr class="measure"><th colspan="8" scope="rowgroup">{html.escape(item.id)}. '
        f"{html.escape(item.text)}{committed}</th></tr>"
    )
    if not item.lines:
        general = html.escape(t("plan.general", view.lang))
        return f'{out}<tr><td colspan="8">{general}</td></tr>'
    for line in item.lines:
        cells = (
            line.score,
            line.rank,
            line.group,
            line.gap,
            line.change,
            line.national,
            line.badge,
        )
        drawn = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
        # A phone has no room for all columns; what tells whether a change means much stays.
        slim = f"<small>{html.escape(line.beside)}</small>" if line.beside else ""
        out += f"<tr><td>{html.escape(f'{line.code} {line.name}')}{slim}</td>{drawn}</tr>"
    return out


def _uploader(dataset: Dataset, lang: str) -> None:
    """Where the filled-in file goes; it is read at once and named by the page."""

    def read(content: bytes, name: str) -> None:
        found = commitments.parse_commitments(content, dataset.tables.plan_measures)
        st.session_state[_KEPT] = (found, "upload", name)

    label = t("plan.upload", lang, size=commitments.LARGEST // 1_000_000)
    upload_field.upload_field(_UPLOAD, label, ".xlsx,.csv,.txt", commitments.LARGEST, read)


def _forget() -> None:
    """Back to what is kept beside the data."""
    st.session_state.pop(_KEPT, None)


def _table(dataset: Dataset, view: View) -> bytes:
    return csv_bytes(plan_tables.action_table(dataset, view))


def _workbook(dataset: Dataset, view: View, committed: Commitments) -> bytes:
    notes = (t("plan.sheet_notes", view.lang), results.method_sentences(dataset, view))
    return spreadsheet.write_xlsx(plan_tables.workbook_sheets(dataset, view, committed), notes)


def _stem(view: View, what: str) -> str:
    return f"{view.file_prefix}-plan-{view.province}-{what}"
