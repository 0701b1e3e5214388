"""Known vulnerabilities in the installed packages: `python deploy/audit.py`, part of `make check`.

Fails for each that ``audit.toml`` does not list as an exception with a reason, and for each
exception that has run out or that no package needs. Where no list of vulnerabilities can be reached
it says so and passes.
"""

import datetime
import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LIMIT = 120  # s
EXCEPTIONS = Path(__file__).with_name("audit.toml")


def audit_packages() -> list[dict[str, Any]] | None:
    """Return pip-audit's report on each installed package; None where it reached no service."""
    command = [sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--timeout", "10"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
        packages: list[dict[str, Any]] = json.loads(run.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None
    return packages if any("vulns" in package for package in packages) else None


def find_problems(
    packages: Sequence[dict[str, Any]], exceptions: Sequence[dict[str, Any]], today: datetime.date
) -> list[str]:
    """Compare vulnerabilities with the exceptions made for them.

    Args:
        packages: As pip-audit reports them.
        exceptions: The entries of ``audit.toml``.
        today: The day on which exceptions must still hold.

    Returns:
        A sentence for each problem.
    """
    problems, used = [], set()
    allowed = {(entry["package"], entry["id"]): entry for entry in exceptions}
    for package in packages:
        for vulnerability in package.get("vulns", []):
            number = vulnerability["id"]
            names = [number, *vulnerability.get("aliases", [])]
            entry = next(
                (allowed[package["name"], n] for n in names if (package["name"], n) in allowed),
                None,
            )
            if entry is None:
                fixed = ", ".join(vulnerability.get("fix_versions", [])) or "no version yet"
                problems.append(
                    f"{package['name']} {package['version']}: {number}, mended in {fixed}"
                )
            else:
                used.add(entry["id"])
                if entry["until"] < today:
                    problems.append(f"{package['name']}: the exception for {entry['id']} ran out")
    unused = sorted({entry["id"] for entry in exceptions} - used)
    return problems + [
        f"audit.toml excuses {name}, which nothing has: remove it" for name in unused
    ]


def main() -> int:
    """Print the problems; 0 where there are none."""
    packages = audit_packages()
    if packages is None:
        print("audit: no list of vulnerabilities could be reached; nothing was audited")
        return 0
    audited = [package for package in packages if "vulns" in package]
    exceptions = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).get("exception", [])
    problems = find_problems(audited, exceptions, datetime.date.today())
    for problem in problems:
        print(f"audit: {problem}", file=sys.stderr)
    unknown = len(packages) - len(audited)
    print(f"audit: {len(audited)} packages asked about, {unknown} unknown to the service")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
