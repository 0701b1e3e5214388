"""How a plan is shown: its measures beside the scores, and who does what, handed in as a file."""

import html
from dataclasses import dataclass
from functools import partial

import streamlit as st

from lib import cached, commitments, data, plans, ui, upload
from lib import workbook as workbooks
from lib.commitments import Parsed
from lib.downloads import download
from lib.export import csv_bytes
from lib.findings import plan as findings
from lib.text import t
from lib.view import View
from lib.world import World

_KEPT = "commitments"  # of the viewer's session, as long as the session lasts
_UPLOAD = "commitments_upload"


@dataclass(frozen=True, eq=False)
class Committed:
    """What is committed and where it comes from: ``origin`` "upload" or "file", ``file`` name."""

    found: Parsed
    origin: str
    file: str


@st.cache_data(show_spinner=False, max_entries=2)
def _kept_beside_the_data(version: tuple[int, ...]) -> Parsed:
    return commitments.load(data.ROOT, cached.world().tables.plan_measures)


def commitments_now(world: World) -> Committed:
    """What the viewer has handed in, else what is kept beside the data."""
    if _KEPT in st.session_state:
        return Committed(*st.session_state[_KEPT])
    return Committed(_kept_beside_the_data(data.version()), "file", commitments.FILE)


def measures(world: World, view: View, committed: Committed) -> None:
    """The measures by section, each beside its sub-dimensions; sections open on a click."""
    lang = view.lang
    plan = findings.required(world, view)
    first = int(plan["base_year"])
    heads = (
        ("", t("plan.col_sub", lang)),
        ("wide", t("plan.col_score", lang, year=first)),
        ("", t("plan.col_rank", lang, year=first)),
        ("wide", t("plan.col_group", lang, year=first)),
        ("wide", t("plan.col_gap", lang, year=first)),
        ("", t("plan.col_change", lang)),
        ("wide", t("plan.col_national", lang)),
        ("wide", t("plan.col_badge", lang)),
    )
    header = "".join(f'<th scope="col" class="{kind}">{html.escape(h)}</th>' for kind, h in heads)
    parts = []
    for section in findings.sections(world, view, committed.found):
        rows = "".join(_rows(item, view) for item in section.items)
        parts.append(
            f"<details><summary><b>{html.escape(section.name)}</b>"
            f"<span>{html.escape(section.summary)}</span></summary>"
            f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></details>"
        )
    st.html(
        f'<section class="plan"><h2>{html.escape(t("plan.table", lang))}</h2>'
        f"<p>{html.escape(findings.table_note(world, view))}</p>{''.join(parts)}</section>"
    )
    with st.container(horizontal=True):
        download(t("plan.csv", lang), partial(_table, world, view), _stem(view, "measures.csv"))
        download(
            t("plan.xlsx", lang),
            partial(_workbook, world, view, committed.found),
            _stem(view, "all.xlsx"),
        )


def assign(world: World, view: View, committed: Committed) -> None:
    """Who does what by when: the template, the filled-in file, what of it could not be read."""
    lang = view.lang
    found, file = committed.found, committed.file
    title = html.escape(t("plan.commitments", lang))
    sentence = html.escape(findings.status(world, view, found, committed.origin, file))
    st.html(f'<section class="plan"><h2>{title}</h2><p>{sentence}</p></section>')
    problems = "".join(f"<p>{html.escape(s)}</p>" for s in findings.rejected(view, found, file))
    if problems:
        st.html(f'<div class="notices" role="status">{problems}</div>')
    table = commitments.template(findings.own(world, view), found.rows, lang)
    label = t("plan.export" if plans.filled(found) else "plan.template", lang)
    with st.container(horizontal=True):
        download(label, partial(commitments.to_csv, table), _stem(view, "commitments.csv"))
        if committed.origin == "upload":
            st.button(t("plan.remove", lang), icon=":material/close:", on_click=_forget)
    _uploader(world, lang)


def how_to_add(world: World, view: View) -> None:
    """For a province without a plan: how to bring one here, with the two files to fill in."""
    ui.note(t("plan.none_how", view.lang))
    with st.container(horizontal=True):
        for table in ("plans", "plan_measures"):
            empty = plans.empty_template(world, view, table)
            label = t("plan.none_plans" if table == "plans" else "plan.none_measures", view.lang)
            download(label, partial(csv_bytes, empty), f"{table}.csv")
    others = "".join(
        ui.link(view, "plan", html.escape(world.name(code, view.lang)), province=code)
        for code in dict.fromkeys(world.tables.plans["province"])
    )
    st.html(
        f'<div class="ways"><p>{html.escape(t("plan.none_others", view.lang))}</p>{others}</div>'
    )


def _rows(item: findings.Item, view: View) -> str:
    """A measure and its sub-dimensions as rows of the table."""
    committed = f"<em>{html.escape(item.committed)}</em>" if item.committed else ""
    out = (
        f'<tr class="measure"><th colspan="8" scope="rowgroup">{html.escape(item.id)}. '
        f"{html.escape(item.text)}{committed}</th></tr>"
    )
    if not item.lines:
        general = html.escape(t("plan.general", view.lang))
        return f'{out}<tr><td colspan="8">{general}</td></tr>'
    for line in item.lines:
        cells = (
            ("", f"{line.code} {line.name}"),
            ("n wide", line.score),
            ("n", line.rank),
            ("wide", line.group),
            ("n wide", line.gap),
            ("n", line.change),
            ("n wide", line.national),
            ("wide", line.badge),
        )
        drawn = "".join(f'<td class="{kind}">{html.escape(c)}</td>' for kind, c in cells)
        out += f"<tr>{drawn}</tr>"
    return out


def _uploader(world: World, lang: str) -> None:
    """Where the filled-in file goes; it is read at once and named by the page."""

    def read(content: bytes, name: str) -> None:
        found = commitments.parse(content, world.tables.plan_measures)
        st.session_state[_KEPT] = (found, "upload", name)

    label = t("plan.upload", lang, size=commitments.LARGEST // 1_000_000)
    upload.field(_UPLOAD, label, ".csv,.txt,text/csv", commitments.LARGEST, read)


def _forget() -> None:
    """Back to what is kept beside the data."""
    st.session_state.pop(_KEPT, None)


def _table(world: World, view: View) -> bytes:
    return csv_bytes(plans.of_measures(world, view))


def _workbook(world: World, view: View, committed: Parsed) -> bytes:
    notes = (t("plan.sheet_notes", view.lang), findings.method(world, view))
    return workbooks.xlsx(plans.sheets(world, view, committed), notes)


def _stem(view: View, what: str) -> str:
    return f"{view.file_prefix}-plan-{view.province}-{what}"
