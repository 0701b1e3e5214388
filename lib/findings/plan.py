"""What was promised and what the scores did since, in words and figures; no cause is claimed."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib import say
from lib.commitments import FILLED, Parsed, joined
from lib.findings import Kpi
from lib.measures import plan as measures
from lib.measures.positions import TOTAL
from lib.style import number, signed
from lib.text import t
from lib.view import View
from lib.world import World


@dataclass(frozen=True)
class Line:
    """One sub-dimension beside a measure, in the cells of the page's table."""

    code: str
    name: str
    score: str
    rank: str
    group: str
    gap: str
    change: str
    national: str
    badge: str
    beside: str  # the last two in a few words, "" where nothing is known


@dataclass(frozen=True)
class Item:
    """One measure: its code, its text, who does what by when (if filled in), its lines."""

    id: str
    text: str
    committed: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """One section of a plan with a summary of its measures."""

    name: str
    summary: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Assigned:
    """One measure to which something is committed, in the cells of the page's second table."""

    id: str
    text: str
    owner: str
    deadline: str
    target: str


def chosen(world: World, view: View) -> pd.Series | None:
    """The plan that the page shows, None where the province has none."""
    return measures.chosen(world.tables.plans, view.province, view.year)


def required(world: World, view: View) -> pd.Series:
    """The same; LookupError where there is none."""
    plan = chosen(world, view)
    if plan is None:
        raise LookupError(f"{view.province} has no plan")
    return plan


def coverage(world: World, view: View) -> pd.DataFrame:
    """The sub-dimensions of the plan's base year (see ``measures.plan.coverage``); may be empty."""
    plan = chosen(world, view)
    if plan is None or plan["base_year"] not in world.years:
        return pd.DataFrame()
    year = int(plan["base_year"])
    gains = world.attainable(view.province, year)
    return measures.coverage(world.positions, world.tables.plan_measures, plan, gains)


def results(world: World, view: View) -> pd.DataFrame:
    """What they did up to the target year (see ``measures.plan.results``); may be empty."""
    plan = chosen(world, view)
    if plan is None:
        return pd.DataFrame()
    tables = world.tables
    return measures.results(
        world.positions, tables.breaks, tables.plan_measures, plan, world.badges
    )


def has_coverage(world: World, view: View) -> bool:
    """Whether the province has scores in its plan's base year."""
    return not coverage(world, view).empty


def has_results(world: World, view: View) -> bool:
    """Whether the province has scores in its plan's base and target year."""
    return not results(world, view).empty


def own(world: World, view: View) -> pd.DataFrame:
    """The measures of the plan that the page shows."""
    table = world.tables.plan_measures
    return table[table["plan"] == required(world, view)["plan"]].reset_index(drop=True)


def headline(world: World, view: View) -> str:
    """What was aimed at and where the province stands now."""
    lang, name = view.lang, world.name(view.province, view.lang)
    plan = chosen(world, view)
    if plan is None:
        return t("plan.none", lang, name=name)
    first, last, aim = (int(plan[f]) for f in ("base_year", "target_year", "target_group"))
    row = _total(world, last, view.province)
    if row is None:
        result = t("plan.headline_open", lang, name=name, year=last)
    else:
        before = _total(world, first, view.province)
        kind = "reached" if row["group"] <= aim else "other"
        if kind == "other" and before is not None and before["group"] == row["group"]:
            kind = "still"
        result = t(
            f"plan.headline_{kind}",
            lang,
            name=name,
            score=number(row["score"], 2, lang),
            rank=say.place(world, row),
            group=say.group(row["group"], lang).lower(),
        )
    return t(
        "plan.headline",
        lang,
        plan=plan["plan"],
        aim=say.group(aim, lang).lower(),
        year=last,
        result=result,
    )


def kpis(world: World, view: View) -> list[Kpi]:
    """The aim, the result, the change beside the median one, and what the plan addresses."""
    lang = view.lang
    plan = required(world, view)
    first, last, aim = (int(plan[f]) for f in ("base_year", "target_year", "target_group"))
    cut = measures.CUT_OF[aim]
    row = _total(world, last, view.province)
    known = [y for y in (last, first) if y in world.years]
    note = ""
    if known:
        of_year = world.measure(known[0], TOTAL)[cut].iloc[0]
        note = t("plan.kpi_cut", lang, year=known[0], cut=number(of_year, 2, lang))
    out = [Kpi(t("plan.kpi_target", lang, year=last), say.group(aim, lang), "", note)]
    if row is not None:
        words = {"rank": say.place(world, row), "group": say.group(row["group"], lang).lower()}
        short = -row[f"gap_{cut}"]
        note = (
            t("plan.kpi_there", lang, **words)
            if row["group"] <= aim
            else t("plan.kpi_short", lang, gap=number(short, 2, lang), **words)
        )
        scale = f"/{world.max_score(last)}"
        score = number(row["score"], 2, lang)
        out.append(Kpi(t("plan.kpi_result", lang, year=last), score, scale, note))
    gain, national = measures.total(world.positions, plan)
    if pd.notna(gain):
        out.append(
            Kpi(
                t("plan.kpi_change", lang, first=first, last=last),
                say.points(gain, lang),
                "",
                t("plan.kpi_national", lang, gain=signed(national, 2, lang)),
            )
        )
    covered = coverage(world, view)
    if len(covered):
        n = int(covered["addressed"].sum())
        label = t("plan.kpi_covered", lang)
        out.append(Kpi(label, str(n), f"/{len(covered)}", t("plan.kpi_mapping", lang)))
    moved = results(world, view)
    if len(moved):
        yes, no = (moved[moved["addressed"] == flag] for flag in (True, False))
        note = t("plan.kpi_others", lang, above=int(no["above"].sum()), n=len(no))
        label = t("plan.kpi_above", lang)
        out.append(Kpi(label, str(int(yes["above"].sum())), f"/{len(yes)}", note))
    return out


def years(world: World, view: View) -> str:
    """Which years the page shows, whatever the view's year."""
    plan = required(world, view)
    return t("plan.years", view.lang, issued=day(plan["issued"], view.lang), **span(plan))


def coverage_title(world: World, view: View, table: pd.DataFrame) -> str:
    """How many sub-dimensions no measure addresses, and where most is to gain."""
    lang = view.lang
    blind = table[~table["addressed"]]
    most = table if blind.empty else blind
    top = most.loc[most["attainable"].idxmax()]
    kind = "coverage_full" if blind.empty else "coverage_blind"
    if len(blind) and top["attainable"] >= table["attainable"].max():
        kind = "coverage_blind_most"
    return t(
        f"plan.{kind}",
        lang,
        blind=len(blind),
        n=len(table),
        source=told_in(world, view),
        measure=say.inside(world.measure_name(top["measure"], lang), lang),
        gain=number(top["attainable"], 2, lang),
    )


def result_title(view: View, table: pd.DataFrame) -> str:
    """How many sub-dimensions rose more than the median, addressed or not."""
    yes, no = (table[table["addressed"] == flag] for flag in (True, False))
    return t(
        "plan.result_title",
        view.lang,
        above=int(yes["above"].sum()),
        n=len(yes),
        others=int(no["above"].sum()),
        m=len(no),
    )


def reading(world: World, view: View) -> str:
    """How little the comparison of the two shares says, and how many changes are unusual."""
    table = results(world, view)
    known = table[table["badge"].ne("")]
    words = {"more": int(known["badge"].isin(["notable", "rare"]).sum()), "n": len(known)}
    half = t("plan.half", view.lang)
    return f"{half} {t('plan.unusual', view.lang, **words)}" if len(known) else half


def origin(world: World, view: View) -> str:
    """Which plan it is, and where its measures are told, for the line below a picture."""
    plan, lang = required(world, view), view.lang
    issued, source = day(plan["issued"], lang), plan[f"source_{lang}"]
    return t("plan.origin", lang, plan=plan["plan"], issued=issued, source=source)


def told_in(world: World, view: View) -> str:
    """What tells of the plan's measures, within a sentence: "the article"."""
    return str(required(world, view)[f"source_kind_{view.lang}"])


def table_note(world: World, view: View) -> str:
    """What the table of measures holds."""
    plan = required(world, view)
    return t("plan.table_note", view.lang, aim=aim(world, view), **span(plan))


def sections(world: World, view: View, committed: Parsed) -> list[Section]:
    """The plan's measures by section, each beside its sub-dimensions."""
    lang = view.lang
    table = joined(own(world, view), committed.rows)
    pairs = measures.pairs(world.tables.plan_measures, required(world, view)["plan"])
    lines = _lines(world, view)
    moved = results(world, view)
    above = set(moved.loc[moved["above"], "measure"]) if len(moved) else set()
    out = []
    for name, part in table.groupby(f"section_{lang}", sort=False):
        inside = pairs[pairs["id"].isin(part["id"]) & pairs["sub_dimension"].ne("")]
        subs = list(dict.fromkeys(inside["sub_dimension"]))
        kind = "section" if len(moved) else "section_open"
        summary = t(
            f"plan.{kind}" if subs else "plan.section_general",
            lang,
            measures=len(part),
            subs=len(subs),
            above=sum(s in above for s in subs),
        )
        items = []
        for row in part.to_dict("records"):
            codes = inside.loc[inside["id"] == row["id"], "sub_dimension"]
            own_lines = tuple(lines[c] for c in codes if c in lines)
            items.append(Item(row["id"], row[f"measure_{lang}"], _committed(row, lang), own_lines))
        out.append(Section(str(name), summary, tuple(items)))
    return out


def status(world: World, view: View, committed: Parsed, origin: str, file: str) -> str:
    """How many measures have something filled in, and in which file.

    ``origin`` is "upload" or "file" (kept beside the data).
    """
    lang = view.lang
    table = joined(own(world, view), committed.rows)
    filled = table[table[list(FILLED)].ne("").any(axis=1)]
    if filled.empty:
        return t("plan.commitments_none", lang)
    values = {
        "filled": len(filled),
        "n": len(table),
        "from": t(f"plan.from_{origin}", lang, file=file),
    }
    dates = filled.loc[filled["deadline"].ne(""), "deadline"]
    if dates.empty:
        return t("plan.commitments_undated", lang, **values)
    return t("plan.commitments_some", lang, first=day(dates.min(), lang), **values)


def assigned(world: World, view: View, committed: Parsed) -> list[Assigned]:
    """The measures to which something is committed, in the plan's order."""
    table = joined(own(world, view), committed.rows)
    return [
        Assigned(
            row["id"],
            row[f"measure_{view.lang}"],
            row["owner"],
            day(row["deadline"], view.lang) if row["deadline"] else "",
            row["target"],
        )
        for row in table[table[list(FILLED)].ne("").any(axis=1)].to_dict("records")
    ]


def rejected(view: View, committed: Parsed, file: str) -> list[str]:
    """What could not be read of a file, one sentence each, after a sentence that counts them."""
    found = committed.problems
    if not found:
        return []
    kind = "unread" if not found[0].row else "rejected" if len(committed.rows) else "rejected_all"
    first = t(f"plan.{kind}", view.lang, file=file, n=len(found))
    return [first, *(p.sentence(view.lang) for p in found)]


def method(world: World, view: View) -> list[str]:
    """How to read the page, what is ours in it, and where the rest comes from."""
    plan = required(world, view)
    lang = view.lang
    source, issued = plan[f"source_{lang}"], day(plan["issued"], lang)
    out = [
        t(f"plan.m_{entry}", lang, source=source, issued=issued, **span(plan))
        for entry in ("mapping", "effect", "time", "room", "source")
    ]
    if plan["source_url"]:
        out[-1] += f" {plan['source_url']}"
    return out


def day(text: str, lang: str) -> str:
    """A date (year-month-day) as read: 21/5/2024 in Vietnamese, 21 May 2024 in English."""
    year, month, number_of_day = (int(part) for part in text.split("-"))
    if lang == "vi":
        return f"{number_of_day}/{month}/{year}"
    return f"{number_of_day} {date(2000, month, 1):%B} {year}"


def aim(world: World, view: View) -> str:
    """The name of the group that the plan aims at, within a sentence."""
    return say.group(int(required(world, view)["target_group"]), view.lang).lower()


def span(plan: pd.Series) -> dict[str, int]:
    """The plan's base and target year as first and last."""
    return {"first": int(plan["base_year"]), "last": int(plan["target_year"])}


def _total(world: World, year: int, province: str) -> pd.Series | None:
    return world.row(year, TOTAL, province) if year in world.years else None


def _lines(world: World, view: View) -> dict[str, Line]:
    """The cells of every sub-dimension, by code."""
    lang = view.lang
    covered, moved = coverage(world, view), results(world, view)
    if covered.empty:
        return {}
    after = {row["measure"]: row for row in moved.to_dict("records")}
    out = {}
    for row in covered.to_dict("records"):
        code = row["measure"]
        then = after.get(code)
        out[code] = Line(
            code,
            world.measure_name(code, lang),
            number(row["score"], 2, lang),
            f"{row['rank']}/{row['scored']}",
            t(f"group.brief_{row['group']}", lang),
            signed(row["gap"], 2, lang),
            signed(then["change"], 2, lang) if then else "–",
            signed(then["national"], 2, lang) if then else "–",
            t(f"badge.{then['badge']}", lang) if then and then["badge"] else "–",
            _beside(then, lang) if then else "",
        )
    return out


def _beside(row: dict, lang: str) -> str:
    """ "median +0,03 · notable": what a change stands beside, for a narrow screen."""
    national = signed(row["national"], 2, lang)
    if not row["badge"]:
        return t("plan.slim_plain", lang, national=national)
    badge = t(f"badge.{row['badge']}", lang).lower()
    return t("plan.slim", lang, national=national, badge=badge)


def _committed(row: dict, lang: str) -> str:
    """Who does what by when, "" where nothing is filled in."""
    parts = []
    for column in FILLED:
        if row[column]:
            value = day(row[column], lang) if column == "deadline" else row[column]
            parts.append(t(f"plan.line_{column}", lang, value=value))
    return " · ".join(parts)
