"""Command ``python -m lib.catalog x.meta.toml ...``: stamp descriptions after editing their files.

A file that a spreadsheet has saved (semicolons, decimal commas, codes without their zero) is first
put into the form of the data files, which is said. The command keeps its published name; what it
does is in ``lib.datasets``.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from lib.common.text import LANGUAGES, t
from lib.datasets.descriptions import DataError, stamp_description
from lib.datasets.saved_csv import restore_data_file


def main(names: Sequence[str]) -> int:
    """Stamp the descriptions; 1 and a sentence in both languages where one cannot be."""
    for name in names:
        try:
            if restore_data_file(Path(name)):
                for lang in LANGUAGES:
                    print(t("data_error.restored", lang, file=Path(name).name))
            stamp_description(Path(name))
        except DataError as error:
            print(*(error.sentence(lang) for lang in LANGUAGES), sep="\n", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
