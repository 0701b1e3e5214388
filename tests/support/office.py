"""LibreOffice as the reader that a file must open in."""

import shutil
import subprocess
from pathlib import Path


def convert(path: Path, to: str) -> Path:
    """Have LibreOffice open a file and save it as another type ("csv", "xlsx", "pdf") beside it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise FileNotFoundError(
            "LibreOffice is needed; on Debian or Ubuntu: apt install libreoffice-calc"
            " libreoffice-impress"
        )
    out = path.parent / "converted"
    # A profile of its own, so that two tests (or an open window) do not wait for each other.
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    done = subprocess.run(
        [office, profile, "--headless", "--convert-to", to, "--outdir", out, path],
        capture_output=True,
        text=True,
        timeout=180,
    )
    made = out / f"{path.stem}.{to.split(':')[0]}"
    if not made.exists():
        raise RuntimeError(f"LibreOffice could not open {path.name}: {done.stderr or done.stdout}")
    return made
