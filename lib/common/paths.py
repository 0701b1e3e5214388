"""Where the project's files are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "lib" / "common" / "fonts"
WEB = ROOT / "lib" / "ui" / "web"  # style sheets and scripts of our own that pages carry
