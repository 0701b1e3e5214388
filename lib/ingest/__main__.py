"""``python -m lib.ingest FILE``: read, check, report, ask, keep. ``--export FILE`` writes one.

Exit code 0: kept, or nothing to do; 1: refused, nothing changed; 2: wrong use; 3: not confirmed.
"""

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TextIO

from lib.common import paths
from lib.common.numbers import format_number
from lib.common.text import LANGUAGES, t
from lib.datasets import tables as datasets_tables
from lib.datasets.descriptions import DataError
from lib.datasets.tables import Tables
from lib.ingest import producer_workbook, report, storage
from lib.ingest.checks import IngestResult
from lib.ingest.inspection import inspect_file
from lib.ingest.reader import MAX_FILE_BYTES

KEPT, REFUSED, USE, NOT_CONFIRMED = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Run the command; its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    lang = (
        "en"
        if "--lang=en" in given or ("--lang", "en") in zip(given, given[1:], strict=False)
        else "vi"
    )
    parser = _parser(lang)
    asked = parser.parse_args(given)
    if bool(asked.file) == bool(asked.export):
        parser.error(t("ingest.c_one", lang))
    try:
        tables = datasets_tables.load_tables(asked.root)
        if asked.export:
            years = sorted(int(y) for y in tables.scores["year"].unique())
            asked.export.write_bytes(producer_workbook.write_workbook(tables, years))
            _say(t("ingest.c_exported", lang, file=asked.export, n=len(years)))
            return KEPT
        with asked.file.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except DataError as error:
        _say(error.sentence(lang), sys.stderr)
        return REFUSED
    except OSError as error:
        _say(t("ingest.c_file", lang, file=error.filename), sys.stderr)
        return REFUSED

    def progress(done: int, n: int, sheet: str) -> None:
        _say(t("ingest.c_sheet", lang, done=done + 1, n=n, sheet=sheet), sys.stderr)

    read = inspect_file(content, asked.file.name, tables, progress)
    _say(report.report_text(read, tables, lang))
    if not read.usable:
        _say(t("ingest.c_refused", lang))
        return REFUSED
    if read.unchanged or asked.dry_run:
        _say(t("ingest.c_nothing", lang))
        if not read.unchanged:
            _say(t("ingest.c_next", lang, command=_command(asked.file, read.asks)))
        return KEPT
    if not asked.yes and not _confirmed(read, asked.file, lang):
        return NOT_CONFIRMED
    return _keep(read, tables, asked.root, lang)


def _keep(read: IngestResult, tables: Tables, root: Path, lang: str) -> int:
    try:
        backup = storage.store_result(read, tables, root)
    except (DataError, OSError) as error:
        why = error.sentence(lang) if isinstance(error, DataError) else str(error)
        _say(t("ingest.c_failed", lang, why=why), sys.stderr)
        return REFUSED
    _say(t("ingest.c_kept", lang, rows=format_number(len(read.scores), 0, lang), folder=backup))
    return KEPT


def _say(words: str, where: TextIO | None = None) -> None:
    """Print; nobody needs to read to the end (``| head``), and the work goes on."""
    where = where or sys.stdout
    try:
        print(words, file=where, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), where.fileno())


def _command(file: Path, sure: bool) -> str:
    """What keeps this file, as this system's command line takes it."""
    if os.name == "nt":
        return rf'.venv\Scripts\python -m lib.ingest "{file}"' + (" --yes" if sure else "")
    return f"make ingest FILE={shlex.quote(str(file))}" + (" YES=1" if sure else "")


def _confirmed(read: IngestResult, file: Path, lang: str) -> bool:
    """Whether somebody says yes; without a terminal, whether there is nothing to ask."""
    if not sys.stdin.isatty():
        if read.asks:
            _say(t("ingest.c_yes", lang, command=_command(file, sure=True)))
        return not read.asks
    try:
        answer = input(t("ingest.c_ask", lang)).strip().casefold()
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer in ("c", "co", "có", "y", "yes"):
        return True
    _say(t("ingest.c_left", lang))
    return False


def _parser(lang: str) -> argparse.ArgumentParser:
    out = argparse.ArgumentParser("python -m lib.ingest", description=t("ingest.c_what", lang))
    out.add_argument("file", nargs="?", type=Path, help=t("ingest.c_arg_file", lang))
    out.add_argument("--yes", action="store_true", help=t("ingest.c_arg_yes", lang))
    out.add_argument("--dry-run", action="store_true", help=t("ingest.c_arg_dry", lang))
    out.add_argument("--export", type=Path, metavar="XLSX", help=t("ingest.c_arg_export", lang))
    out.add_argument("--lang", choices=sorted(LANGUAGES), default="vi", help="vi / en")
    out.add_argument("--root", type=Path, default=paths.ROOT, help=t("ingest.c_arg_root", lang))
    return out


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not know Vietnamese letters
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
