"""Command ``python -m lib.catalog x.meta.toml ...``: stamp descriptions after editing their files.

The command keeps its published name; what it does is in ``lib.datasets.descriptions``.
"""

import sys
from pathlib import Path

from lib.datasets.descriptions import stamp_description

if __name__ == "__main__":
    for name in sys.argv[1:]:
        stamp_description(Path(name))
