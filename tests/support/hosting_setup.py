"""What the tests of hosting need besides Python: nginx, envsubst, a login provider run by Node.

`python -m tests.support.hosting_setup` makes them available: nginx and envsubst with apt where
there are none, the provider (npm package oidc-provider, MIT) below `.venv/oidc`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.debian import install_packages

ROOT = Path(__file__).resolve().parents[2]
PROVIDER = "oidc-provider@9.13.3"
PROVIDER_FOLDER = ROOT / ".venv" / "oidc"


def _has_nginx() -> bool:
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") is not None


def _install_provider() -> bool:
    if (PROVIDER_FOLDER / "node_modules" / "oidc-provider").exists():
        return True
    PROVIDER_FOLDER.mkdir(parents=True, exist_ok=True)
    options = ["--prefix", str(PROVIDER_FOLDER), "--no-audit", "--no-fund", "--loglevel=error"]
    return subprocess.run(["npm", "install", *options, PROVIDER], check=False).returncode == 0


def main() -> int:
    """Make all available; 1 with one sentence for what could not be had."""
    if not _has_nginx():
        install_packages("nginx-light")
    if not shutil.which("envsubst"):
        install_packages("gettext-base")
    if not shutil.which("node") or not shutil.which("npm"):
        install_packages("nodejs", "npm")
    missing = [] if _has_nginx() else ["nginx (Debian: apt install nginx-light)"]
    if not shutil.which("envsubst"):
        missing.append("envsubst (Debian: apt install gettext-base)")
    if not shutil.which("npm"):
        missing.append("Node.js 20 or newer with npm")
    elif not _install_provider():
        missing.append(f"the npm package {PROVIDER} (npm says above why it could not)")
    if missing:
        print(f"For the tests of hosting, install: {'; '.join(missing)}.", file=sys.stderr)
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
