"""Where the project's files are."""

import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "lib" / "common" / "fonts"
WEB = ROOT / "lib" / "ui" / "web"  # this project's style sheets, scripts and HTML


def code_location(error: BaseException) -> str:
    """The last line of our own code that the error came through: ``lib/model/view.py:83``."""
    locations = [
        f"{Path(frame.filename).relative_to(ROOT).as_posix()}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(ROOT)
        and ".venv" not in Path(frame.filename).relative_to(ROOT).parts
    ]
    return locations[-1] if locations else "elsewhere"
