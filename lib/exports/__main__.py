"""``python -m lib.exports --all --year 2024 --out FOLDER``: the files of every province.

Exit codes: 0 all are there, 1 some failed or the data cannot be used, 2 wrong arguments.
"""

import argparse
import sys
from pathlib import Path

from lib.common.text import LANGUAGES, t
from lib.datasets.descriptions import DataError
from lib.datasets.tables import load_tables
from lib.exports import batch
from lib.model.dataset import Dataset
from lib.model.unit_lists import dataset_of_year


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: of the command line; those of the process if None.

    Returns:
        0, or 1 where files are missing in the end.

    Raises:
        SystemExit: 2 for wrong arguments, or after ``--help``.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    lang = "en" if "--lang=en" in arguments or "--lang en" in " ".join(arguments) else "vi"
    parser = _build_parser(lang)
    options = parser.parse_args(arguments)
    try:
        dataset = Dataset.build(load_tables())
    except DataError as error:
        print(error.sentence(lang), file=sys.stderr)
        return 1
    years = dataset.all_years
    if options.year not in years:
        parser.error(t("batch.year", lang, year=options.year, first=years[0], last=years[-1]))
    return _write(dataset, options)


def _write(dataset: Dataset, options: argparse.Namespace) -> int:
    lang = options.lang
    shown = dataset_of_year(dataset, options.year)
    absent = [shown.province_name(p, lang) for p in batch.unpublished(dataset, options.year)]
    if absent:
        print(t("batch.absent", lang, year=options.year, names=", ".join(absent)))
    listed = batch.jobs(dataset, options.year, lang, options.link.rstrip("/"))
    failed: list[batch.Done] = []
    try:
        for number, done in enumerate(batch.write_all(listed, options.out, options.again), 1):
            words = t(f"batch.{done.outcome}", lang)
            print(f"[{number}/{len(listed)}] {done.name}: {words}", flush=True)
            failed += [done] if done.outcome == "failed" else []
    except OSError as error:
        print(t("batch.folder", lang, folder=options.out, why=error.strerror), file=sys.stderr)
        return 1
    for done in failed:
        print(f"{done.name}: {done.why}", file=sys.stderr)
    key = "batch.some" if failed else "batch.all"
    there = len(listed) - len(failed)
    print(t(key, lang, n=there, all=len(listed), folder=options.out, failed=len(failed)))
    return 1 if failed else 0


def _build_parser(lang: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m lib.exports", description=t("batch.help", lang))
    required = parser.add_argument_group(t("batch.required", lang))
    required.add_argument(
        "--all", action="store_true", required=True, help=t("batch.help_all", lang)
    )
    required.add_argument("--year", type=int, required=True, help=t("batch.help_year", lang))
    required.add_argument("--out", type=Path, required=True, help=t("batch.help_out", lang))
    parser.add_argument("--lang", choices=list(LANGUAGES), default="vi")
    parser.add_argument("--link", default="", help=t("batch.help_link", lang))
    parser.add_argument("--again", action="store_true", help=t("batch.help_again", lang))
    return parser


if __name__ == "__main__":
    sys.exit(main())
