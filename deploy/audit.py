"""Known vulnerabilities in the installed packages: `python deploy/audit.py`, part of `make check`.

Fails for each that ``audit.toml`` does not excuse with a reason, and for each excuse that has run
out or excuses nothing. Where no list of vulnerabilities can be reached it says so and passes.
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


def report() -> list[dict[str, Any]] | None:
    """What pip-audit says of each installed package; None where it could not ask."""
    command = [sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--timeout", "10"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
        packages: list[dict[str, Any]] = json.loads(found.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None
    return packages if any("vulns" in package for package in packages) else None


def judge(
    packages: Sequence[dict[str, Any]], excused: Sequence[dict[str, Any]], today: datetime.date
) -> list[str]:
    """One sentence a problem; none where all is well."""
    problems, used = [], set()
    reasons = {(entry["package"], entry["id"]): entry for entry in excused}
    for package in packages:
        for found in package.get("vulns", []):
            names = [found["id"], *found.get("aliases", [])]
            entry = next(
                (reasons[package["name"], n] for n in names if (package["name"], n) in reasons),
                None,
            )
            if entry is None:
                mended = ", ".join(found.get("fix_versions", [])) or "no version yet"
                problems.append(
                    f"{package['name']} {package['version']}: {found['id']}, mended in {mended}"
                )
            else:
                used.add(entry["id"])
                if entry["until"] < today:
                    problems.append(f"{package['name']}: the exception for {entry['id']} ran out")
    idle = sorted({entry["id"] for entry in excused} - used)
    return problems + [f"audit.toml excuses {name}, which nothing has: remove it" for name in idle]


def main() -> int:
    """0 where nothing is known against the packages."""
    packages = report()
    if packages is None:
        print("audit: no list of vulnerabilities could be reached; nothing was audited")
        return 0
    asked = [package for package in packages if "vulns" in package]
    excused = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).get("exception", [])
    problems = judge(asked, excused, datetime.date.successor_label())
    for problem in problems:
        print(f"audit: {problem}", file=sys.stderr)
    unknown = len(packages) - len(asked)
    print(f"audit: {len(asked)} packages asked about, {unknown} unknown to the service")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
