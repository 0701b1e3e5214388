"""The files in deploy/ are well formed and fit together; no container engine is needed."""

import datetime
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bench import nginx
from lib.common.paths import ROOT

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
CHECKS = {
    "container file": ["hadolint", "Containerfile"],
    "compose": ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml"],
    "kubernetes": ["kubernetes-validate", "--strict", "kubernetes.yaml"],
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS)
def test_the_file_is_well_formed(command):
    program, *arguments = command
    run = subprocess.run([BIN / program, *arguments], cwd=DEPLOY, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_setting_of_the_web_server_has_a_value_and_is_explained():
    used = set(re.findall(r"\$\{(PAPI_\w+)\}", (nginx.DEPLOY / "papi.conf.template").read_text()))
    web = (DEPLOY / "Containerfile").read_text().split(" AS web")[1]
    with_value = set(re.findall(r"^(?:ENV|   ) (PAPI_\w+)=", web, re.M))
    assert used == with_value
    guide = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    settings = used | set(re.findall(r"\$\{(PAPI_\w+):", (DEPLOY / "compose.yaml").read_text()))
    settings |= set(re.findall(r'"(PAPI_\w+)"', (ROOT / "lib" / "server" / "logs.py").read_text()))
    assert sorted(name for name in settings if f"`{name}`" not in guide) == []


def test_one_file_of_settings_serves_every_command_of_compose():
    compose = (DEPLOY / "compose.yaml").read_text()
    read = set(re.findall(r"\$\{(\w+):-", compose))
    offered = set(re.findall(r"^#(\w+)=", (DEPLOY / "example.env").read_text(), re.M))
    assert read == offered
    assert "/deploy/.env" in (ROOT / ".gitignore").read_text().splitlines()
    # Settings on a command line are gone at the next command, and with them the login.
    guide = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert not re.search(r"PAPI_\w+=\S+ .*docker compose", guide)


def test_without_containers_the_guide_s_own_lines_make_a_configuration(tmp_path):
    guide = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    script = re.search(r"^    set -a.*?papi\.conf$", guide, re.M | re.S)
    assert script
    target = tmp_path / "papi.conf"
    lines = script[0].replace("/etc/nginx/conf.d/papi.conf", str(target))
    lines = lines.replace("< deploy", f"< {DEPLOY}")
    (tmp_path / "variables").write_text((nginx.DEPLOY / "example.variables").read_text())
    subprocess.run(["sh", "-ec", lines], cwd=tmp_path, check=True)
    text = target.read_text()
    assert "${PAPI_" not in text and "$http_upgrade" in text
    assert "server 127.0.0.1:8501 max_fails=1" in text and "'self'" in text


def test_the_container_has_what_the_app_reads():
    ignored = (ROOT / ".dockerignore").read_text()
    copied = set(re.findall(r"^COPY (?!--)(\S+)", (DEPLOY / "Containerfile").read_text(), re.M))
    for name in ("app.py", "lib", "pages", "static", "geo", "data", "requirements.txt"):
        assert name in copied and f"!{name}" in ignored
    assert ".streamlit/config.toml" in copied and "secrets" not in ignored


def test_no_secret_is_in_the_template_and_the_real_file_stays_out():
    template = tomllib.loads((ROOT / ".streamlit" / "secrets.example.toml").read_text("utf-8"))
    for name in ("cookie_secret", "client_id", "client_secret"):
        assert template["auth"][name] == "FILL-IN"
    assert ".streamlit/secrets.toml" in (ROOT / ".gitignore").read_text().splitlines()
    assert not (ROOT / ".streamlit" / "secrets.toml").exists()


def load_audit():
    spec = importlib.util.spec_from_file_location("audit", DEPLOY / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_audit_requires_a_reason_with_an_end_for_each_exception():
    packages = [
        {"name": "one", "version": "1", "vulns": [{"id": "A-1", "aliases": ["CVE-1"]}]},
        {"name": "two", "version": "2", "vulns": [{"id": "B-2", "fix_versions": ["2.1"]}]},
        {"name": "three", "version": "3", "vulns": []},
    ]
    today = datetime.date(2026, 1, 1)
    exception = {"package": "one", "id": "CVE-1", "reason": "x", "until": datetime.date(2026, 2, 1)}
    find_problems = load_audit().find_problems
    assert find_problems(packages, [exception], today) == ["two 2: B-2, mended in 2.1"]
    late = find_problems(packages[:1], [exception], datetime.date(2026, 3, 1))
    assert late == ["one: the exception for CVE-1 ran out"]
    assert find_problems(packages[2:], [exception], today) == [
        "audit.toml excuses CVE-1, which nothing has: remove it"
    ]
