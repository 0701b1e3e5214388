"""Stores a result: the new files are checked before the first is replaced, the old backed up.

Several files cannot take their places in one step. So a folder ``data/ingest-…`` says from before
the first step until after the last that it is under way, and where the old files are; ``recover``
brings these back after a crash. What another command stores meanwhile is never overwritten.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from lib.common import paths
from lib.datasets import descriptions, validation
from lib.datasets.descriptions import DataError
from lib.datasets.optional_tables import (
    OPTIONAL_TABLES,
    check_optional_tables,
    load_optional_table,
    template_path,
)
from lib.datasets.tables import SWITCH, Tables, check_vintages, load_tables
from lib.ingest.result import IngestResult, apply_result, note_change

BACKUP = "backup"  # folder below data/
_UNFINISHED = "unfinished-"  # how a backup's name begins until it is complete
_LOCK = "lock"  # file in that folder
_LOCK_WAIT = 20.0  # s that another command may take to store
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
    come back. A table that was not there is in the backup without rows, so that copying the backup
    to ``data/`` takes all of the file back. What changed is noted in ``data/changes.csv``.

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
    with _locked(folder):
        _recover(folder)
        _check_unchanged(tables, root)
        after = note_change(apply_result(result, tables), result, date.today())
        # Beside the old files, so that they can take their place at once; without a dot in its
        # name, so that the running app does not look at it.
        stage = Path(tempfile.mkdtemp(prefix="ingest-", dir=folder))
        try:
            names = _write_staged(tables, after, folder, stage)
            _check_staged(after, folder, stage)
            backup = _back_up(names, folder)
            _switch(names, stage, backup, folder)
        finally:
            if not (stage / SWITCH).exists():
                shutil.rmtree(stage, ignore_errors=True)
    return backup


def recover(root: Path = paths.ROOT) -> Path | None:
    """Finish what a command that was killed has left in ``data/``.

    Returns:
        the folder whose files were brought back; None where there was nothing to bring back.

    Raises:
        DataError: another command is storing.
        OSError: a file cannot be written.
    """
    folder = root / "data"
    if not any(folder.glob("ingest-*")):
        return None  # without a lock: a folder that cannot be written can still be read
    with _locked(folder):
        return _recover(folder)


def _recover(folder: Path) -> Path | None:
    """``recover`` for the holder of the lock."""
    restored = None
    for stage in sorted(folder.glob("ingest-*")):
        if (stage / SWITCH).exists():
            switch = json.loads((stage / SWITCH).read_text(encoding="utf-8"))
            if any(_sha256(folder / name) != new for name, new in switch["new"].items()):
                restored = folder / BACKUP / switch["backup"]
                _restore(switch, stage, folder)
            (stage / SWITCH).unlink()
        shutil.rmtree(stage)
    for unfinished in (folder / BACKUP).glob(f"{_UNFINISHED}*"):
        shutil.rmtree(unfinished)
    return restored


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a data folder; the system releases it however the process ends.

    Raises:
        DataError: another process holds it for longer than storing takes.
    """
    (folder / BACKUP).mkdir(exist_ok=True)
    with (folder / BACKUP / _LOCK).open("a") as file:
        end = time.monotonic() + _LOCK_WAIT
        while not _try_lock(file.fileno()):
            if time.monotonic() > end:
                raise DataError("being_stored")
            time.sleep(0.1)
        yield  # closing the file releases the lock


def _try_lock(file: int) -> bool:
    """Whether this process now holds the lock of an open file."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _check_unchanged(tables: Tables, root: Path) -> None:
    """Raise DataError where the stored data are no longer those that a result was compared with."""
    present = load_tables(root)
    if any(not getattr(present, name).equals(getattr(tables, name)) for name in _STORED):
        raise DataError("changed_meanwhile")


def _back_up(names: list[str], folder: Path) -> Path:
    """Copy the present files; the folder has its name only once all of it is on the disk."""
    backup = folder / BACKUP / f"{datetime.now():%Y%m%d-%H%M%S-%f}"
    unfinished = backup.with_name(_UNFINISHED + backup.name)
    try:
        unfinished.mkdir(parents=True)
        for name in names:
            _copy_or_empty(name, folder, unfinished)
            _sync(unfinished / name)
        unfinished.rename(backup)
        _sync(backup.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return backup


def _copy_or_empty(name: str, folder: Path, target: Path) -> None:
    """Copy a file; of a table that is not there its description, and its header without rows."""
    if (folder / name).exists():
        shutil.copy2(folder / name, target / name)
        return
    table, template = name.partition(".")[0], template_path(folder, name.partition(".")[0])
    if name.endswith(".csv"):
        fields = descriptions.read_description(template).fields
        _write_csv(pd.DataFrame(columns=[field.name for field in fields]), target / name)
        return
    shutil.copy2(template, target / name)
    descriptions.stamp_description(target / f"{table}.meta.toml")


def _switch(names: list[str], stage: Path, backup: Path, folder: Path) -> None:
    """Let the new files take the old ones' places: all of them, or none."""
    for name in names:
        _sync(stage / name)
    switch = {
        "backup": backup.name,
        "new": {name: _sha256(stage / name) for name in names},
        "absent": [name for name in names if not (folder / name).exists()],
    }
    plan = stage / f"{SWITCH}.part"
    plan.write_text(json.dumps(switch), encoding="utf-8")
    _sync(plan)
    plan.rename(stage / SWITCH)
    _sync(stage)
    try:
        for name in names:
            os.replace(stage / name, folder / name)
        _sync(folder)
    except BaseException:
        _restore(switch, stage, folder)
        (stage / SWITCH).unlink()
        raise
    (stage / SWITCH).unlink()


def _restore(switch: dict[str, Any], stage: Path, folder: Path) -> None:
    """Bring back the files before a switch; each is whole at any moment."""
    backup = folder / BACKUP / switch["backup"]
    for name in switch["new"]:
        if name in switch.get("absent", ()):
            (folder / name).unlink(missing_ok=True)
            continue
        shutil.copy2(backup / name, stage / f"{name}.old")
        _sync(stage / f"{name}.old")
        (stage / f"{name}.old").replace(folder / name)
    _sync(folder)


def _sync(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk now."""
    if os.name == "nt":
        return  # where a folder cannot be opened, nor a file that is open for reading be synced
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _sha256(path: Path) -> str:
    """The hash of a file; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


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
        _write_csv(new, stage / f"{table}.csv")
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


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as the data files are: UTF-8, one line feed a row."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


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
