"""Tables of a plan to read and download: readable column names, numbers as numbers."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from lib import say
from lib.catalog import Description
from lib.commitments import COLUMNS, FILLED, Parsed, heading, joined
from lib.findings import plan as findings
from lib.measures import plan as measures
from lib.text import t
from lib.view import View
from lib.world import World


def of_subs(world: World, view: View) -> pd.DataFrame:
    """Every sub-dimension of the base year: addressed by what, where it stood, what it did."""
    lang = view.lang
    plan = findings.required(world, view)
    first, last = int(plan["base_year"]), int(plan["target_year"])
    table = findings.coverage(world, view)
    moved = findings.results(world, view)
    if len(moved):
        after = moved.set_index("measure").reindex(table["measure"])
    columns: dict[str, object] = {
        t("plan.col_code", lang): table["measure"],
        t("plan.col_sub", lang): [world.measure_name(m, lang) for m in table["measure"]],
        t("plan.col_ids", lang): table["ids"],
        t("plan.col_score", lang, year=first): table["score"],
        t("plan.col_rank", lang, year=first): _whole(table["rank"]),
        t("plan.col_group", lang, year=first): _groups(table["group"], lang),
        t("plan.col_gap", lang, year=first): table["gap"],
        t("plan.col_attainable", lang): table["attainable"],
    }
    if len(moved):
        columns |= {
            t("plan.col_score", lang, year=last): after["after"].to_numpy(),
            t("plan.col_rank", lang, year=last): _whole(after["after_rank"]),
            t("plan.col_group", lang, year=last): _groups(after["after_group"], lang),
            t("plan.col_gap", lang, year=last): after["gap"].to_numpy(),
            t("plan.col_change", lang): after["change"].to_numpy(),
            t("plan.col_national", lang): after["national"].to_numpy(),
            t("plan.col_badge", lang): [_badge(b, lang) for b in after["badge"]],
        }
    return pd.DataFrame(columns)


def of_measures(world: World, view: View) -> pd.DataFrame:
    """Every measure by section, a row for each sub-dimension it concerns, with its figures."""
    lang = view.lang
    plan = findings.required(world, view)
    pairs = measures.pairs(world.tables.plan_measures, plan["plan"])
    left = pd.DataFrame(
        {
            t("plan.col_plan", lang): pairs["plan"],
            t("plan.col_section", lang): pairs[f"section_{lang}"],
            t("plan.col_id", lang): pairs["id"],
            t("plan.col_measure", lang): pairs[f"measure_{lang}"],
            t("plan.col_code", lang): pairs["sub_dimension"],
        }
    )
    if not findings.has_coverage(world, view):
        return left
    right = of_subs(world, view).drop(columns=t("plan.col_ids", lang))
    return left.merge(right, on=t("plan.col_code", lang), how="left")


def of_commitments(world: World, view: View, committed: Parsed) -> pd.DataFrame:
    """Who does what by when, a row a measure; deadlines as dates."""
    lang = view.lang
    table = joined(findings.own(world, view), committed.rows)
    table["measure"] = table[f"measure_{lang}"]
    table["deadline"] = [date.fromisoformat(d) if d else None for d in table["deadline"]]
    return table[list(COLUMNS)].rename(columns={c: heading(c, lang) for c in COLUMNS})


def sheets(world: World, view: View, committed: Parsed) -> dict[str, pd.DataFrame]:
    """All tables of the page, by the name of their sheet."""
    lang = view.lang
    out = {t("plan.sheet_measures", lang): of_measures(world, view)}
    if findings.has_coverage(world, view):
        out[t("plan.sheet_subs", lang)] = of_subs(world, view)
    out[t("plan.sheet_commitments", lang)] = of_commitments(world, view, committed)
    return out


def empty_template(world: World, view: View, table: str) -> pd.DataFrame:
    """The header of ``plans`` or ``plan_measures`` to fill in; a plan's province is known."""
    header = getattr(world.tables, table).columns
    known = [{"province": view.province}] if table == "plans" else []
    return pd.DataFrame(known, columns=header, dtype="str").fillna("")


def guide(world: World, view: View, descriptions: Sequence[Description]) -> list[str]:
    """What each column of the two templates holds, with what a plan that is known has there."""
    lang, out = view.lang, [t("plan.none_guide", view.lang)]
    for description in descriptions:
        sample = getattr(world.tables, description.file.removesuffix(".csv")).iloc[-1]
        for field in description.fields:
            out.append(
                t(
                    "plan.none_column",
                    lang,
                    table=description.file.removesuffix(".csv"),
                    column=field.name,
                    label=field.label_vi if lang == "vi" else field.label_en,
                    plan=sample["plan"],
                    sample=sample[field.name] if sample[field.name] != "" else "–",
                )
            )
    return out


def filled(committed: Parsed) -> bool:
    """Whether anything at all is filled in."""
    return bool(committed.rows[list(FILLED)].ne("").any(axis=None))


def _groups(groups: pd.Series, lang: str) -> list[str]:
    return [say.group(int(g), lang) if pd.notna(g) else "" for g in groups]


def _whole(values: pd.Series) -> pd.Series:
    """Ranks that stay whole numbers where some are missing."""
    return values.astype("Int64").reset_index(drop=True)


def _badge(name: object, lang: str) -> str:
    return t(f"badge.{name}", lang) if isinstance(name, str) and name else ""
