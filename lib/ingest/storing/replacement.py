"""Replaces files of ``data/``: all or none, under a lock, the old ones backed up.

Several files cannot take their places in one step. So a folder ``data/ingest-…`` says from before
the first step until after the last that it is under way, and where the old files are; ``recover``
brings these back after a crash. What another command stores meanwhile is never overwritten.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from lib.common import paths
from lib.datasets import descriptions
from lib.datasets.descriptions import DataError
from lib.datasets.optional_tables import template_path
from lib.datasets.tables import SWITCH

BACKUP = "backup"  # folder below data/
RECORD = "replaced.json"  # file in a backup: the hashes of its files and of those after them
_UNFINISHED = "unfinished-"  # how a backup's name begins until it is complete
_LOCK = "lock"  # file in that folder
_LOCK_WAIT = 20.0  # s that another command may take to store


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
    with locked(folder):
        return recover_locked(folder)


def recover_locked(folder: Path) -> Path | None:
    """``recover`` for the holder of the lock."""
    restored = None
    for stage in sorted(folder.glob("ingest-*")):
        if (stage / SWITCH).exists():
            switch = json.loads((stage / SWITCH).read_text(encoding="utf-8"))
            if any(sha256(folder / name) != new for name, new in switch["new"].items()):
                restored = folder / BACKUP / switch["backup"]
                _restore(switch, stage, folder)
            (stage / SWITCH).unlink()
        shutil.rmtree(stage)
    for unfinished in (folder / BACKUP).glob(f"{_UNFINISHED}*"):
        shutil.rmtree(unfinished)
    return restored


@contextmanager
def locked(folder: Path) -> Iterator[None]:
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


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder for the new files, gone afterwards unless a switch was cut off on its way.

    It is beside the old files, so that the new ones can take their place at once, and has no dot
    in its name, so that the running app does not look at it.
    """
    stage = Path(tempfile.mkdtemp(prefix="ingest-", dir=folder))
    try:
        yield stage
    finally:
        if not (stage / SWITCH).exists():
            shutil.rmtree(stage, ignore_errors=True)


def replace_files(names: list[str], stage: Path, folder: Path, undoes: str = "") -> Path:
    """Let the files of ``stage`` take the old ones' places: all of them, or none.

    Args:
        names: of the files; one that ``stage`` lacks is removed.
        stage: of ``staged``.
        folder: ``data/``.
        undoes: the name of the backup that is taken back so.

    Returns:
        the backup of the files as they were, with RECORD.

    Raises:
        OSError: a file cannot be written; nothing has changed.
    """
    record = {
        "old": {name: sha256(folder / name) for name in names},
        "new": {name: sha256(stage / name) for name in names},
        "undoes": undoes,
    }
    backup = _back_up(record, folder)
    _switch(record, stage, backup, folder)
    return backup


def _back_up(record: dict[str, Any], folder: Path) -> Path:
    """Copy the present files; the folder has its name only once all of it is on the disk."""
    backup = folder / BACKUP / f"{datetime.now():%Y%m%d-%H%M%S-%f}"
    unfinished = backup.with_name(_UNFINISHED + backup.name)
    try:
        unfinished.mkdir(parents=True)
        for name in record["old"]:
            _copy_or_empty(name, folder, unfinished)
            _sync(unfinished / name)
        (unfinished / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        _sync(unfinished / RECORD)
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
        write_csv(pd.DataFrame(columns=[field.name for field in fields]), target / name)
        return
    shutil.copy2(template, target / name)
    descriptions.stamp_description(target / f"{table}.meta.toml")


def _switch(record: dict[str, Any], stage: Path, backup: Path, folder: Path) -> None:
    """``replace_files`` once the old ones are backed up."""
    switch = {"backup": backup.name, **record}
    for name, new in record["new"].items():
        if new:
            _sync(stage / name)
    plan = stage / f"{SWITCH}.part"
    plan.write_text(json.dumps(switch), encoding="utf-8")
    _sync(plan)
    plan.rename(stage / SWITCH)
    _sync(stage)
    try:
        for name, new in record["new"].items():
            if new:
                os.replace(stage / name, folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        _sync(folder)
    except BaseException:
        _restore(switch, stage, folder)
        (stage / SWITCH).unlink()
        raise
    (stage / SWITCH).unlink()


def _restore(switch: dict[str, Any], stage: Path, folder: Path) -> None:
    """Bring back the files before a switch; each is whole at any moment."""
    backup = folder / BACKUP / switch["backup"]
    for name, old in switch["old"].items():
        if not old:
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


def sha256(path: Path) -> str:
    """The hash of a file; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """A table as the data files are: UTF-8, one line feed a row."""
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
