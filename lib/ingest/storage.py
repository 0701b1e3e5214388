"""Stores a result: the new files are checked before the first is replaced, the old backed up."""

import re
from datetime import date
from pathlib import Path

from lib.common import paths
from lib.datasets import descriptions, validation
from lib.datasets.descriptions import DataError
from lib.datasets.optional_tables import (
    OPTIONAL_TABLES,
    check_optional_tables,
    load_optional_table,
    template_path,
)
from lib.datasets.tables import Tables, check_vintages, load_tables
from lib.ingest.result import IngestResult, apply_result, note_change
from lib.ingest.storing import replacement
from lib.ingest.storing.replacement import write_csv

# How the title of a table names the provinces of its years.
_BOTH_LISTS = re.compile(
    r"63 (?P<provinces>tỉnh, thành phố|provinces), \d{4}–\d{4}(?:; 34 (?P=provinces), \w+ \d{4})?"
)
# The tables that a file may change; one that another refers to comes first.
_STORED = ("sub_dimensions", "scores", "printed_scores", *OPTIONAL_TABLES, "changes")


def store_result(result: IngestResult, tables: Tables, root: Path = paths.ROOT) -> Path:
    """Replace the score file and that of each other table that the file changes, all or none.

    The new files are written beside the old ones, each with its description, and loaded as the app
    would load them; only then does each take the old one's place. If that fails midway the old ones
    come back. What changed is noted in ``data/changes.csv``. ``storing.take_back`` takes it back;
    a table that was not there is in the backup without rows, so that copying does nearly the same.

    Args:
        result: what to store.
        tables: the data that ``result`` was compared with.
        root: the project's folder.

    Returns:
        the folder with the files as they were.

    Raises:
        DataError: the new files would not load, the data are no longer ``tables``, or another
            command is storing; nothing has changed.
        OSError: a file cannot be written; nothing has changed.
    """
    folder = root / "data"
    with replacement.locked(folder):
        replacement.recover_locked(folder)
        _check_unchanged(tables, root)
        after = note_change(apply_result(result, tables), result, date.today())
        with replacement.staged(folder) as stage:
            names = _write_staged(tables, after, folder, stage)
            _check_staged(after, folder, stage)
            return replacement.replace_files(names, stage, folder)


def _check_unchanged(tables: Tables, root: Path) -> None:
    """Raise DataError where the stored data are no longer those that a result was compared with."""
    present = load_tables(root)
    if any(not getattr(present, name).equals(getattr(tables, name)) for name in _STORED):
        raise DataError("changed_meanwhile")


def _write_staged(tables: Tables, after: Tables, folder: Path, stage: Path) -> list[str]:
    """Write the scores and each other table that changes into ``stage``, with descriptions.

    Returns:
        the names of the files, each table's before its description.
    """
    names: list[str] = []
    for table in _STORED:
        new = getattr(after, table)
        if table != "scores" and new.equals(getattr(tables, table)):
            continue
        names += [f"{table}.csv", f"{table}.meta.toml"]
        write_csv(new, stage / f"{table}.csv")
        path = folder / f"{table}.meta.toml"
        path = path if path.exists() else template_path(folder, table)
        description = path.read_text(encoding="utf-8")
        if "year" in new.columns:
            years = sorted(int(y) for y in new["year"].unique())
            description = _with_coverage(description, years, after.years_of_34)
        (stage / f"{table}.meta.toml").write_text(description, encoding="utf-8")
        descriptions.stamp_description(stage / f"{table}.meta.toml")
    return names


def _check_staged(after: Tables, folder: Path, stage: Path) -> None:
    """Load the new files as the app would; DataError where that fails."""
    others = ("provinces", "dimensions", "vintages", "successors")
    loaded = {name: getattr(after, name) for name in others}
    for name in _STORED:
        where = stage if (stage / f"{name}.meta.toml").exists() else folder
        if name in OPTIONAL_TABLES:
            loaded[name] = load_optional_table(where, name, loaded)
        else:
            loaded[name] = validation.load_table(where / f"{name}.meta.toml", loaded)
    check_vintages(loaded)
    check_optional_tables(loaded)


def _with_coverage(description: str, years: list[int], of_34: set[int]) -> str:
    """A description (TOML) with ``years`` as its coverage and as the span in its titles.

    A title that names the 63 provinces names the 34 beside them from their first year on.
    """
    span = f"{years[0]}–{years[-1]}" if years else ""
    of_63 = [year for year in years if year not in of_34]
    since = next((year for year in years if year in of_34), None)

    def name_both(match: re.Match[str]) -> str:
        provinces = match["provinces"]
        text = f"63 {provinces}, {of_63[0]}–{of_63[-1]}"
        if since is None:
            return text
        word = "from" if provinces == "provinces" else "từ"
        return f"{text}; 34 {provinces}, {word} {since}"

    lines = []
    for line in description.split("\n"):
        if line.startswith("coverage"):
            line = f'coverage = "{span}"'
        elif line.startswith("title_"):
            if of_63 and _BOTH_LISTS.search(line):
                line = _BOTH_LISTS.sub(name_both, line)
            else:
                line = re.sub(r"\d{4}–\d{4}", span, line)
        lines.append(line)
    return "\n".join(lines)
