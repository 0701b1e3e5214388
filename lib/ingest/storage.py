"""Stores a result: the new files are checked before the first is replaced, the old backed up.

Two files cannot take their places in one step. So a folder ``data/ingest-…`` says from before the
first step until after the last that it is under way, and where the old files are; ``recover``
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
from datetime import datetime
from pathlib import Path

import pandas as pd

from lib.common import paths
from lib.datasets import descriptions, validation
from lib.datasets.descriptions import DataError
from lib.datasets.tables import SWITCH, Tables, load_tables
from lib.ingest.result import IngestResult, apply_result

BACKUP = "backup"  # folder below data/
_UNFINISHED = "unfinished-"  # how a backup's name begins until it is complete
_LOCK = "lock"  # file in that folder
_LOCK_WAIT = 20.0  # s that another command may take to store


def store_result(result: IngestResult, tables: Tables, root: Path = paths.ROOT) -> Path:
    """Replace the score file and its description; the sub-dimensions too where one goes on.

    The new files are written beside the old ones and loaded as the app would load them; only then
    does each take the old one's place. If that fails midway the old ones come back.

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
        after = apply_result(result, tables)
        # Beside the old files, so that they can take their place at once; without a dot in its
        # name, so that the running app does not look at it.
        stage = Path(tempfile.mkdtemp(prefix="ingest-", dir=folder))
        try:
            names = _write_staged(result, after, folder, stage)
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
                _restore(list(switch["new"]), restored, stage, folder)
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
    same = present.scores.equals(tables.scores)
    if not (same and present.sub_dimensions.equals(tables.sub_dimensions)):
        raise DataError("changed_meanwhile")


def _back_up(names: list[str], folder: Path) -> Path:
    """Copy the present files; the folder has its name only once all of it is on the disk."""
    backup = folder / BACKUP / f"{datetime.now():%Y%m%d-%H%M%S-%f}"
    unfinished = backup.with_name(_UNFINISHED + backup.name)
    try:
        unfinished.mkdir(parents=True)
        for name in names:
            shutil.copy2(folder / name, unfinished / name)
            _sync(unfinished / name)
        unfinished.rename(backup)
        _sync(backup.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return backup


def _switch(names: list[str], stage: Path, backup: Path, folder: Path) -> None:
    """Let the new files take the old ones' places: all of them, or none."""
    for name in names:
        _sync(stage / name)
    new = {name: _sha256(stage / name) for name in names}
    content = json.dumps({"backup": backup.name, "new": new})
    plan = stage / f"{SWITCH}.part"
    plan.write_text(content, encoding="utf-8")
    _sync(plan)
    plan.rename(stage / SWITCH)
    _sync(stage)
    try:
        for name in names:
            os.replace(stage / name, folder / name)
        _sync(folder)
    except BaseException:
        _restore(names, backup, stage, folder)
        (stage / SWITCH).unlink()
        raise
    (stage / SWITCH).unlink()


def _restore(names: list[str], backup: Path, stage: Path, folder: Path) -> None:
    """Bring the files of a backup back; each is whole at any moment."""
    for name in names:
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


def _write_staged(result: IngestResult, after: Tables, folder: Path, stage: Path) -> list[str]:
    """Write the new files with their descriptions into ``stage``; their names, data first."""
    names = ["scores.csv", "scores.meta.toml"]
    _write_csv(after.scores, stage / "scores.csv")
    years = sorted(int(y) for y in after.scores["year"].unique())
    description = (folder / "scores.meta.toml").read_text(encoding="utf-8")
    (stage / "scores.meta.toml").write_text(_with_coverage(description, years), encoding="utf-8")
    descriptions.stamp_description(stage / "scores.meta.toml")
    if result.extended:
        names += ["sub_dimensions.csv", "sub_dimensions.meta.toml"]
        _write_csv(after.sub_dimensions, stage / "sub_dimensions.csv")
        shutil.copy2(folder / "sub_dimensions.meta.toml", stage)
        descriptions.stamp_description(stage / "sub_dimensions.meta.toml")
    return names


def _check_staged(after: Tables, folder: Path, stage: Path) -> None:
    """Load the new files as the app would; DataError where that fails."""
    loaded = {"provinces": after.provinces, "dimensions": after.dimensions}
    for name in ("sub_dimensions", "scores"):
        staged = stage / f"{name}.meta.toml"
        path = staged if staged.exists() else folder / staged.name
        loaded[name] = validation.load_table(path, loaded)


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as the data files are: UTF-8, one line feed a row."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _with_coverage(description: str, years: list[int]) -> str:
    """A description (TOML) with ``years`` in its coverage and its titles."""
    span = f"{years[0]}–{years[-1]}"
    match = re.search(r'^coverage = "([^"]*)"', description, flags=re.M)
    old = match.group(1) if match else span
    lines = [
        line.replace(old, span) if line.startswith(("coverage", "title_")) else line
        for line in description.split("\n")
    ]
    return "\n".join(lines)
