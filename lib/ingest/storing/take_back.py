"""Takes back what a command has stored: the files of its backup return, byte for byte."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from lib.common import paths
from lib.datasets.descriptions import DataError
from lib.ingest.storing import replacement
from lib.ingest.storing.replacement import BACKUP, RECORD, sha256

_FILE = re.compile(r"[a-z_]+(\.csv|\.meta\.toml)")  # of a record; no other name is ever written


def take_back(
    backup: Path, root: Path = paths.ROOT, edited_too: bool = False, only_check: bool = False
) -> tuple[list[str], Path | None]:
    """Put the files of a backup back, and remove those that were not there before.

    The files that go are backed up too, so taking back can itself be taken back.

    Args:
        backup: a folder that ``replacement.replace_files`` has returned.
        root: the project's folder.
        edited_too: whether files that were edited since may go.
        only_check: whether to change nothing.

    Returns:
        the names of the files that are (or would be) as before again, none where they already are;
        the folder with the files that went, None where nothing was changed.

    Raises:
        DataError: the folder is no whole backup, something was stored or edited later, or another
            command is storing; nothing has changed.
        OSError: a file cannot be written; nothing has changed.
    """
    folder = root / "data"
    with replacement.locked(folder):
        replacement.recover_locked(folder)
        record = _read_record(backup)
        old, new = record["old"], record["new"]
        if all(sha256(folder / name) == hash_ for name, hash_ in old.items()):
            return [], None
        if later := _stored_later(backup, folder):
            raise DataError("backup_later", folder=later[-1])
        edited = [name for name, hash_ in new.items() if sha256(folder / name) != hash_]
        if edited and not edited_too:
            raise DataError("backup_edited", files=", ".join(f"data/{name}" for name in edited))
        if only_check:
            return list(old), None
        with replacement.staged(folder) as stage:
            for name, hash_ in old.items():
                if hash_:
                    shutil.copy2(backup / name, stage / name)
            went = replacement.replace_files(list(old), stage, folder, undoes=backup.name)
        return list(old), went


def _read_record(backup: Path) -> dict[str, Any]:
    """The record of a backup, once all its files are as it says.

    Raises:
        DataError: there is none, or a file is missing or was changed.
    """
    record = _record_of(backup)
    if record is None:
        raise DataError("backup_none", folder=backup)
    for name, hash_ in record["old"].items():
        if hash_ and sha256(backup / name) != hash_:
            raise DataError("backup_broken", file=backup / name)
    return record


def _record_of(backup: Path) -> dict[str, Any] | None:
    """The record of a backup; None where a folder has none, or one that was not written so."""
    try:
        record = json.loads((backup / RECORD).read_text(encoding="utf-8"))
        old, new = record["old"], record["new"]
        names_fit = old.keys() == new.keys() and all(_FILE.fullmatch(name) for name in old)
        return record if names_fit and old and isinstance(record["undoes"], str) else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _stored_later(backup: Path, folder: Path) -> list[Path]:
    """The backups of what was stored after this one and was not taken back, oldest first."""
    taken_back: set[str] = set()
    later: list[Path] = []
    # Newest first: what took another back counts only where it was not taken back itself.
    for other in sorted((folder / BACKUP).iterdir(), reverse=True):
        record = _record_of(other)
        if record is None or other.name in taken_back:
            continue
        if record["undoes"]:
            taken_back.add(record["undoes"])
        elif other.name > backup.name:
            later.insert(0, other)
    return later
