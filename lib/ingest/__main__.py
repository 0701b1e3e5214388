"""``python -m lib.ingest FILE``: read, check, report, ask, store.

``--take-back FOLDER`` undoes that; ``--export FILE`` writes a file.

Exit codes: see ``ExitCode``.
"""

import argparse
import os
import shlex
import sys
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import TextIO

from lib.common import paths
from lib.common.numbers import format_number
from lib.common.text import LANGUAGES, t
from lib.datasets.descriptions import DataError
from lib.datasets.tables import Tables, load_tables
from lib.ingest import producer_workbook, report, storage
from lib.ingest.inspection import inspect_file
from lib.ingest.limits import SCORES_LIMITS
from lib.ingest.recognition import Confirmed
from lib.ingest.result import IngestResult
from lib.ingest.storing import replacement
from lib.ingest.storing.take_back import take_back

_LIMITS = replace(SCORES_LIMITS, seconds=60)  # here nobody else waits, and a PC may be slow


_OWN_FOLDERS = ("data", "geo", "static", "lib", "pages")  # where no export belongs
# Signs that a terminal obeys, which a cell or a name in a file may hold.
_NO_CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if code != ord("\n")}


class ExitCode(IntEnum):
    """What the command returns to the shell."""

    DONE = 0  # stored or written, or there is nothing to do
    REFUSED = 1  # the file or the data cannot be used; nothing is changed
    USAGE = 2  # wrong arguments; argparse returns it too
    NOT_CONFIRMED = 3  # the file is good but nobody said yes; nothing is changed


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: of the command line; those of the process if None.

    Returns:
        an ``ExitCode``.

    Raises:
        SystemExit: with ``ExitCode.USAGE`` for wrong arguments, or after ``--help``.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    lang = _help_language(arguments)
    parser = _build_parser(lang)
    options = parser.parse_args(arguments)
    if sum(map(bool, (options.file, options.export, options.take_back))) != 1:
        parser.error(t("ingest.c_one", lang))
    try:
        if backup := replacement.recover(options.root):
            _print_line(t("ingest.c_recovered", lang, folder=backup), sys.stderr)
        if options.take_back:
            return _take_back(options, lang)
        tables = load_tables(options.root)
        if options.export:
            return _export(tables, options.export, options.root, lang)
        with options.file.open("rb") as file:
            content = file.read(SCORES_LIMITS.file_bytes + 1)
    except DataError as error:
        _print_line(error.sentence(lang), sys.stderr)
        return ExitCode.REFUSED
    except OSError as error:
        file = error.filename or options.export or options.root / "data"
        _print_line(t("ingest.c_file", lang, file=file), sys.stderr)
        return ExitCode.REFUSED
    return _ingest(content, tables, options, lang)


def _ingest(content: bytes, tables: Tables, options: argparse.Namespace, lang: str) -> ExitCode:
    """Report on a file and store its scores if that is wanted."""

    def progress(done: int, n: int, sheet: str) -> None:
        _print_line(t("ingest.c_sheet", lang, done=done + 1, n=n, sheet=sheet), sys.stderr)

    confirmed = Confirmed(options.year, options.hidden)
    try:
        result = inspect_file(content, options.file.name, tables, progress, confirmed, _LIMITS)
    except Exception as error:  # no file does that, so a stack trace would tell its reader nothing
        what = f"{type(error).__name__}, {paths.code_location(error)}"
        _print_line(t("ingest.c_fault", lang, what=what), sys.stderr)
        return ExitCode.REFUSED
    _print_line(report.report_text(result, tables, lang))
    if not result.usable:
        _print_line(t("ingest.c_refused", lang))
        return ExitCode.REFUSED
    if result.unchanged or options.dry_run:
        _print_line(t("ingest.c_nothing", lang))
        if not result.unchanged:
            command = _command_line(options, yes=result.needs_confirmation)
            _print_line(t("ingest.c_next", lang, command=command))
        return ExitCode.DONE
    if not options.yes and not _is_confirmed(result, options, lang):
        return ExitCode.NOT_CONFIRMED
    return _store(result, tables, options.root, lang)


def _export(tables: Tables, path: Path, root: Path, lang: str) -> ExitCode:
    """Write all years in the producer's layout; OSError where that fails, without a torn file."""
    if any(path.resolve().is_relative_to((root / f).resolve()) for f in _OWN_FOLDERS):
        _print_line(t("ingest.c_export_inside", lang, file=path), sys.stderr)
        return ExitCode.REFUSED
    years = sorted(int(y) for y in tables.scores["year"].unique())
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(producer_workbook.write_workbook(tables, years))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _print_line(t("ingest.c_exported", lang, file=path, n=len(years)))
    return ExitCode.DONE


def _store(result: IngestResult, tables: Tables, root: Path, lang: str) -> ExitCode:
    """Store the scores of a file and print where the old files are."""
    try:
        backup = storage.store_result(result, tables, root)
    except (DataError, OSError) as error:
        reason = error.sentence(lang) if isinstance(error, DataError) else str(error)
        _print_line(t("ingest.c_failed", lang, why=reason), sys.stderr)
        return ExitCode.REFUSED
    rows = format_number(len(result.brought), 0, lang)
    _print_line(t("ingest.c_kept", lang, rows=rows, folder=backup))
    for name, key in (
        ("indicators", "ingest.c_kept_indicators"),
        ("margins", "ingest.c_kept_margins"),
    ):
        if name in result.extras:
            of_years = result.extras[name]["year"].isin(result.years)
            _print_line(t(key, lang, figures=format_number(int(of_years.sum()), 0, lang)))
    undo = argparse.Namespace(take_back=backup, file=None, year=None, hidden=False)
    command = _command_line(undo, yes=False)
    _print_line(t("ingest.c_way_back", lang, command=command))
    return ExitCode.DONE


def _take_back(options: argparse.Namespace, lang: str) -> ExitCode:
    """Take back what was stored and print where that is now.

    Raises:
        DataError: the folder cannot be taken back, or what is back cannot be loaded.
    """
    backup = options.take_back.resolve()
    try:
        names, went = take_back(backup, options.root, options.yes, options.dry_run)
    except OSError as error:
        _print_line(t("ingest.c_failed", lang, why=error), sys.stderr)
        return ExitCode.REFUSED
    except DataError as error:
        if error.code != "backup_edited":
            raise
        _print_line(error.sentence(lang), sys.stderr)
        command = _command_line(options, yes=True)
        _print_line(t("ingest.c_take_back_yes", lang, command=command), sys.stderr)
        return ExitCode.NOT_CONFIRMED
    if went is None:
        key = "ingest.c_take_back_checked" if names else "ingest.c_take_back_nothing"
        _print_line(t(key, lang, files=", ".join(names)))
        return ExitCode.DONE
    _print_line(t("ingest.c_taken_back", lang, n=len(names), folder=went))
    load_tables(options.root)
    return ExitCode.DONE


def _is_confirmed(result: IngestResult, options: argparse.Namespace, lang: str) -> bool:
    """Whether somebody says yes; without a terminal, whether there is nothing to confirm."""
    if not sys.stdin.isatty():
        if result.needs_confirmation:
            command = _command_line(options, yes=True)
            _print_line(t("ingest.c_yes", lang, command=command))
        return not result.needs_confirmation
    try:
        answer = input(t("ingest.c_ask", lang)).strip().casefold()
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer in ("c", "co", "có", "y", "yes"):
        return True
    _print_line(t("ingest.c_left", lang))
    return False


def _print_line(line: str, stream: TextIO | None = None) -> None:
    """Print to stdout or another stream.

    A reader that stops reading (``| head``) must not stop the work, so a closed pipe is ignored.
    """
    stream = stream or sys.stdout
    try:
        print(line.translate(_NO_CONTROLS), file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _command_line(options: argparse.Namespace, yes: bool) -> str:
    """The command that does the same once more, as this system's shell takes it."""
    year, hidden, folder = options.year, options.hidden, options.take_back
    if os.name == "nt":
        more = (f" --year {year}" if year else "") + (" --hidden" if hidden else "")
        what = f'--take-back "{folder}"' if folder else f'"{options.file}"'
        command = rf".venv\Scripts\python -m lib.ingest {what}{more}"
        return command + (" --yes" if yes else "")
    more = (f" YEAR={year}" if year else "") + (" HIDDEN=1" if hidden else "")
    what = "TAKE_BACK=" if folder else "FILE="
    command = f"make ingest {what}{shlex.quote(str(folder or options.file))}{more}"
    return command + (" YES=1" if yes else "")


def _help_language(arguments: list[str]) -> str:
    """The language of help and errors, which are needed before the arguments are parsed."""
    pairs = zip(arguments, arguments[1:], strict=False)
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairs else "vi"


def _build_parser(lang: str) -> argparse.ArgumentParser:
    """The arguments with their help in ``lang``."""
    parser = argparse.ArgumentParser("python -m lib.ingest", description=t("ingest.c_what", lang))
    parser.add_argument("file", nargs="?", type=Path, help=t("ingest.c_arg_file", lang))
    parser.add_argument("--yes", action="store_true", help=t("ingest.c_arg_yes", lang))
    parser.add_argument("--year", type=int, help=t("ingest.c_arg_year", lang))
    parser.add_argument("--hidden", action="store_true", help=t("ingest.c_arg_hidden", lang))
    parser.add_argument("--dry-run", action="store_true", help=t("ingest.c_arg_dry", lang))
    help_text = t("ingest.c_arg_take_back", lang)
    parser.add_argument("--take-back", type=Path, metavar="FOLDER", help=help_text)
    parser.add_argument("--export", type=Path, metavar="XLSX", help=t("ingest.c_arg_export", lang))
    parser.add_argument("--lang", choices=sorted(LANGUAGES), default="vi", help="vi / en")
    parser.add_argument("--root", type=Path, default=paths.ROOT, help=t("ingest.c_arg_root", lang))
    return parser


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a Windows console may not know Vietnamese letters
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
