"""What nginx adds, tested with the configuration that is shipped and Debian's nginx."""

import base64
import datetime
import hashlib
import http.client
import re
import ssl
import urllib.request
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import expect

from bench import nginx
from lib.common import pages
from lib.common.paths import ROOT
from lib.common.text import t
from tests.support.servers import free_port

CONFIGURATION = (nginx.DEPLOY / "papi.conf.template").read_text()


def script_file():
    page = (nginx.FRONT_END / "index.html").read_text()
    return "/static/js/" + re.search(r'src="\./static/js/([^"]+)"', page)[1]


def test_inline_scripts_are_allowed_by_their_hash_and_no_others():
    index = (nginx.FRONT_END / "index.html").read_text()
    scripts = re.findall(r"<script>(.*?)</script>", index, re.S)
    hashes = {
        f"sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}" for s in scripts
    }
    allowed = set(re.findall(r"'(sha256-[^']+)'", CONFIGURATION))
    assert allowed == hashes, f"write into deploy/nginx/papi.conf.template: {hashes}"
    assert not re.search(r"script-src[^;]*unsafe-inline", CONFIGURATION)


def test_every_page_runs_under_the_policy(visit):
    """``visit`` fails for any error on the console; a violation is one."""
    visit.open("overview")
    menu = visit.page.locator("[data-testid=stSidebar]")
    for page in pages.PAGES[1:]:  # as a viewer goes: the front end is loaded once
        menu.get_by_role("link", name=t(f"page.{page.slug}", "vi")).first.click()
        visit.wait_until(f"() => location.pathname === '/{page.slug}'")
        visit.wait_until_drawn()
    menu.get_by_role("link", name="English").click()
    visit.wait_until("() => document.documentElement.lang === 'en'")
    visit.open("present?screen=1")
    visit.open("citizens?data=citizens.cards&lang=en")
    visit.open("overview?data=overview.strip")
    expect(visit.page.locator("html")).to_have_attribute("lang", "vi")
    visit.open("map?render=interactive&lang=en")
    visit.page.locator("[data-testid=stDeckGlJsonChart] canvas").first.wait_for()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")


def test_a_foreign_script_in_the_page_does_not_run(visit):
    page = visit.open("about")
    page.evaluate(
        """() => { const s = document.createElement("script");
                   s.textContent = "window.foreign = true"; document.body.append(s); }"""
    )
    assert page.evaluate("window.foreign") is None
    assert any("Content Security Policy" in error for error in visit.errors)
    visit.errors.clear()


def test_a_page_carries_its_security_headers(hosted):
    answer = httpx.get(f"{hosted.base_url}/map?province=79")
    assert answer.status_code == 200
    headers = answer.headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-cache"
    assert "strict-transport-security" not in headers  # plain HTTP
    assert headers["server"] == "nginx"


def test_who_may_embed_is_a_setting(replicas, nginx_folder):
    settings = {"PAPI_FRAME_ANCESTORS": "'self' https://portal.example.vn"}
    with nginx.serve(nginx_folder, free_port(), [r.host for r in replicas], **settings) as proxy:
        policy = httpx.get(proxy.base_url).headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://portal.example.vn")


def test_over_tls_browsers_are_required_to_keep_using_it(replicas, nginx_folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (nginx_folder / "fullchain.pem").write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
    )
    (nginx_folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    tls = (nginx.DEPLOY / "tls.conf").read_text().replace("/etc/nginx/certs", str(nginx_folder))
    (nginx_folder / "tls.conf").write_text(tls)
    port = free_port()
    settings = {"PAPI_TLS": str(nginx_folder / "tls.conf"), "PAPI_LISTEN": f"127.0.0.1:{port} ssl"}
    with nginx.serve(nginx_folder, port, [r.host for r in replicas], **settings):
        unverified = ssl.create_default_context()  # the certificate is signed by nobody
        unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
        headers = httpx.get(f"https://127.0.0.1:{port}/", verify=unverified).headers
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "; Secure" in headers["set-cookie"]


def test_only_the_trusted_proxy_says_how_and_by_whom_the_app_was_reached(nginx_folder):
    gone = f"127.0.0.1:{free_port()}"
    says_https = {"X-Forwarded-Proto": "https"}
    limits = {"PAPI_RATE": "1r/m", "PAPI_BURST": "1"}
    for trusted in (False, True):
        proxy_address = {"PAPI_TRUSTED_PROXY": "127.0.0.0/24"} if trusted else {}
        settings = {**limits, **proxy_address}
        with nginx.serve(nginx_folder, free_port(), [gone, gone], **settings) as proxy:
            url = f"{proxy.base_url}/map"
            answers = [
                httpx.get(url, headers=says_https | {"X-Forwarded-For": f"192.0.2.{n}"})
                for n in range(6)
            ]
            assert ("strict-transport-security" in answers[0].headers) == trusted
            # Who makes up an address for each request is still one client.
            assert any(answer.status_code == 429 for answer in answers) == (not trusted)


def test_files_that_never_change_are_cached_long_and_sent_compressed(hosted):
    for path in (script_file(), "/app/static/" + next((ROOT / "static").glob("*.json")).name):
        answer = httpx.get(hosted.base_url + path, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable", path
        assert answer.headers["content-encoding"] == "gzip", path
        assert "accept-encoding" in answer.headers["vary"].lower(), path
        assert len(answer.headers.get_list("cache-control")) == 1, path


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "//_stcore/metrics",
        "/_stcore/./metrics",
        "/x/../_stcore/metrics",
        "/%5fstcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check",
    ],
)
def test_the_servers_own_metrics_are_closed(hosted, path):
    # No client that tidies the path up by itself.
    client = http.client.HTTPConnection(urlsplit(hosted.base_url).netloc, timeout=10)
    client.request("GET", path)
    answer = client.getresponse()
    assert answer.status == 404
    assert b"# TYPE" not in answer.read()


def test_the_health_checks_are_open(hosted):
    assert httpx.get(f"{hosted.base_url}/_stcore/health").text == "ok"
    assert httpx.get(f"{hosted.base_url}/healthz").json() == {"status": "ok"}


def test_a_viewer_stays_on_one_replica(hosted, replicas):
    seats = set()
    for _ in range(4):
        with httpx.Client(base_url=hosted.base_url) as viewer:
            viewer.get("/overview")
            seat = viewer.cookies["papi_seat"]
            seats.add(seat)
            # The cookie is set once, and kept.
            again = [viewer.get("/healthz") for _ in range(3)]
            assert not any("set-cookie" in answer.headers for answer in again)
    assert seats == {"1", "2"}
    lines = [line for line in hosted.log.splitlines() if " /healthz " in line]
    assert {line.rsplit("seat=")[1] for line in lines} == {"1", "2"}


def test_the_access_log_does_not_identify_the_viewer(hosted):
    httpx.get(f"{hosted.base_url}/map?province=79&secret=x")
    assert " /map " in hosted.log
    assert "secret" not in hosted.log and "127.0.0.1" not in hosted.log


def test_too_many_requests_are_refused_with_a_page(replicas, nginx_folder):
    settings = {"PAPI_RATE": "1r/s", "PAPI_BURST": "5"}
    with (
        nginx.serve(nginx_folder, free_port(), [r.host for r in replicas], **settings) as proxy,
        httpx.Client(base_url=proxy.base_url) as client,
    ):
        answers = [client.get("/overview") for _ in range(12)]
        refused = [a for a in answers if a.status_code == 429]
        assert answers[0].status_code == 200 and refused
        assert "Quá nhiều yêu cầu" in refused[0].text
        # The front end's files are not counted: a first visit asks for a hundred.
        assert client.get(script_file()).status_code == 200


def test_when_no_replica_answers_a_page_says_so_and_reloads(nginx_folder):
    gone = f"127.0.0.1:{free_port()}"
    with nginx.serve(nginx_folder, free_port(), [gone, gone]) as proxy:
        answer = httpx.get(f"{proxy.base_url}/map")
        assert answer.status_code == 502
        assert "Trang đang khởi động lại" in answer.text
        assert 'http-equiv="refresh"' in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_address_that_is_too_long_is_refused_with_a_sentence(nginx_folder):
    gone = f"127.0.0.1:{free_port()}"
    with nginx.serve(nginx_folder, free_port(), [gone, gone]) as proxy:
        answer = httpx.get(f"{proxy.base_url}/targets?gains={'6' * 60_000}")
        assert answer.status_code == 414
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.text.startswith("Địa chỉ này quá dài")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_large_body_is_refused(hosted):
    request = urllib.request.Request(
        f"{hosted.base_url}/_stcore/upload_file/a/b", data=b"x" * 1000, method="PUT"
    )
    request.add_unredirected_header("Content-Length", str(30 * 1024 * 1024))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 413
