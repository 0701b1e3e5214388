"""What the tests of hosting need besides Python: nginx, envsubst, a login provider run by Node.

`python tests/support/hosting_setup.py` makes them available: nginx and envsubst with apt where there are
none, the provider (npm package oidc-provider, MIT) below `.venv/oidc`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROVIDER = "oidc-provider@9.13.3"
FOLDER = ROOT / ".venv" / "oidc"


def _nginx() -> bool:
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") is not None


def _apt(*packages: str) -> None:
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    subprocess.run(["apt-get", *wait, "update"], check=False, **quiet)
    subprocess.run(
        ["apt-get", *wait, "install", "-y", "--no-install-recommends", *packages],
        check=False,
        **quiet,
    )


def _provider() -> bool:
    if (FOLDER / "node_modules" / "oidc-provider").exists():
        return True
    if not shutil.which("npm"):
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    options = ["--prefix", str(FOLDER), "--no-audit", "--no-fund", "--loglevel=error"]
    return subprocess.run(["npm", "install", *options, PROVIDER], check=False).returncode == 0


def main() -> int:
    """Make all available; 1 with one sentence for what could not be had."""
    if not _nginx():
        _apt("nginx-light")
    if not shutil.which("envsubst"):
        _apt("gettext-base")
    if not shutil.which("node") or not shutil.which("npm"):
        _apt("nodejs", "npm")
    missing = [] if _nginx() else ["nginx (Debian: apt install nginx-light)"]
    if not shutil.which("envsubst"):
        missing.append("envsubst (Debian: apt install gettext-base)")
    if not shutil.which("npm"):
        missing.append("Node.js 20 or newer with npm")
    elif not _provider():
        missing.append(f"the npm package {PROVIDER} (npm says above why it could not)")
    if missing:
        print(f"For the tests of hosting, install: {'; '.join(missing)}.", file=sys.stderr)
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
