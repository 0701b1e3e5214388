"""Where the project's files are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "lib" / "common" / "fonts"
WEB = ROOT / "lib" / "ui" / "web"  # this project's style sheets, scripts and HTML
