"""Two replicas that require a login, with a real OpenID provider on this machine."""

import json
import re
import shutil
import subprocess
import time

import httpx
import pytest
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)

from bench import nginx
from lib.common.paths import ROOT
from tests.support.browser_page import Visit
from tests.support.hosting_setup import PROVIDER_FOLDER
from tests.support.servers import Server, free_port, run_servers

SECRET = "a-secret-of-the-tests-that-is-long-enough"
USER = "_streamlit_user"
DEEP_LINK = "trends?province=79&year=2022&lang=en"


@pytest.fixture(scope="module")
def port():
    return free_port()


@pytest.fixture(scope="module")
def provider(port):
    """The provider's URL; ``port`` is where nginx will listen, to which it sends viewers back."""
    node, provider_port = shutil.which("node"), free_port()
    assert node and PROVIDER_FOLDER.exists(), "needs Node.js: python -m tests.support.hosting_setup"
    redirect = f"http://localhost:{port}/oauth2callback"
    script = ROOT / "tests" / "hosting" / "provider.mjs"
    process = subprocess.Popen(
        [node, script, PROVIDER_FOLDER, str(provider_port), redirect],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert any("ready" in line for line in process.stdout)
        yield f"http://localhost:{provider_port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("login") / "server.log"


@pytest.fixture(scope="module")
def hosted(provider, port, nginx_folder, log):
    """nginx before two replicas that require a login."""
    secrets = log.with_name("secrets.toml")
    # The template itself, filled in: an entry that it lacks would be missed here.
    filled = (ROOT / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8")
    for name, value in {
        "redirect_uri": f"http://localhost:{port}/oauth2callback",
        "cookie_secret": SECRET,
        "client_id": "papi",
        "client_secret": "only-for-tests",
        "server_metadata_url": f"{provider}/.well-known/openid-configuration",
    }.items():
        filled, times = re.subn(rf"^{name} = .*$", f'{name} = "{value}"', filled, flags=re.M)
        assert times == 1, name
    # This provider refuses the prompt that Streamlit sends by default, "select_account".
    filled = filled.replace("[auth]", '[auth]\nclient_kwargs = { prompt = "login" }')
    filled, times = re.subn(r"^domains = .*$", 'domains = ["longan.gov.vn"]', filled, flags=re.M)
    assert times == 1
    secrets.write_text(filled, encoding="utf-8")
    replicas = [Server(options=("--secrets.files", str(secrets)), log=log) for _ in range(2)]
    hosts = [r.host for r in replicas]
    with run_servers(*replicas), nginx.serve(nginx_folder, port, hosts) as proxy:
        yield proxy


@pytest.fixture
def visit(chromium, hosted):
    context = chromium.new_context()
    # Errors on the console are allowed: the provider's own pages ask for a font that is not here.
    yield Visit(context.new_page(), hosted.base_url)
    context.close()


def log_in(visit, email, button="Đăng nhập"):
    """Go from the app's own login page through the provider's form."""
    page = visit.page
    page.get_by_role("button", name=button, exact=True).click()
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    # The provider asks for consent only at an account's first login.
    agree = page.get_by_role("button", name="Continue")
    back = page.locator("[data-testid=stApp]")
    agree.or_(back).first.wait_for()
    if agree.count():
        agree.click()


def test_a_deep_link_survives_the_login(visit, log):
    page = visit.page
    page.goto(f"{visit.base_url}/{DEEP_LINK}")
    page.get_by_role("heading", name="Log in to see the dashboard").wait_for()
    # The way to the other language comes last.
    expect(page.locator("a.go")).to_have_text(["Tiếng Việt", "English"])
    body = page.locator("body").inner_text()
    assert "longan.gov.vn" in body
    # Nothing of the dashboard is shown before the login.
    assert "Ho Chi Minh" not in body and not page.locator("canvas, svg.marks").count()

    log_in(visit, "an.nguyen@longan.gov.vn", "Log in")
    visit.wait_for_heading("Ho Chi Minh City")
    assert page.url == f"{visit.base_url}/{DEEP_LINK}"
    assert not [c for c in page.context.cookies() if c["name"].startswith("papi_wanted")]
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("an.nguyen@longan.gov.vn")

    # The login holds on the next page.
    visit.open("peers?province=72")
    visit.wait_for_heading("Tây Ninh")
    # The log does not name the viewer.
    assert "session page=trends" in log.read_text() and "nguyen" not in log.read_text()

    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name=re.compile("Yes|Continue")).click()
    page.get_by_role("heading", name="Đăng nhập để xem bảng thông tin").wait_for()


@pytest.mark.parametrize(
    "email",
    ["le@gmail.com", "le@longan.gov.vn.evil.com", "le@sub.longan.gov.vn", "new.x@longan.gov.vn"],
)
def test_another_domain_is_refused(visit, log, email):
    visit.page.goto(f"{visit.base_url}/overview")
    log_in(visit, email)
    visit.page.get_by_text(f"Tài khoản {email} không thuộc các tên miền được phép").wait_for()
    assert not visit.page.locator("[data-testid=stVegaLiteChart]").count()
    assert "door refused=domain" in log.read_text() and email not in log.read_text()


def change_cookie(visit, change, secret=SECRET):
    """Change the viewer's login cookie and sign it again."""
    old = next(c for c in visit.page.context.cookies() if c["name"] == USER)
    content = json.loads(decode_signed_value(SECRET, USER, old["value"].encode("latin-1")))
    signed = create_signed_value(secret, USER, json.dumps(content | change)).decode("latin-1")
    visit.page.context.add_cookies([old | {"value": signed}])


def test_an_expired_login_is_asked_for_again_and_keeps_the_page(visit):
    page = visit.page
    page.goto(f"{visit.base_url}/map?province=79")
    log_in(visit, "an.nguyen@longan.gov.vn")
    visit.wait_for_heading("TP. Hồ Chí Minh")
    change_cookie(visit, {"iat": time.time() - 13 * 3600})
    page.reload()
    page.get_by_text("Phiên đăng nhập đã hết hạn.").wait_for()
    assert not page.locator("[data-testid=stVegaLiteChart]").count()
    log_in(visit, "an.nguyen@longan.gov.vn")
    visit.wait_for_heading("TP. Hồ Chí Minh")
    assert page.url.endswith("/map?province=79")


def test_a_cookie_signed_with_another_secret_is_refused(visit):
    page = visit.page
    page.goto(f"{visit.base_url}/map")
    log_in(visit, "le@gmail.com")
    page.get_by_text("không thuộc các tên miền được phép").wait_for()
    change_cookie(visit, {"email": "le@longan.gov.vn"}, secret="another-secret-of-the-same-length")
    page.reload()
    page.get_by_text("Trang này dành cho cán bộ").wait_for()
    assert not page.locator("[data-testid=stVegaLiteChart]").count()


def test_without_a_login_only_the_health_checks_answer(hosted):
    assert httpx.get(f"{hosted.base_url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{hosted.base_url}/_stcore/health").text == "ok"
    for path in ("/media/x.csv", "/_stcore/metrics", "/_stcore/agent/interact"):
        assert httpx.get(hosted.base_url + path).status_code == 404
    answer = httpx.get(f"{hosted.base_url}/oauth2callback?code=x&state=y", follow_redirects=False)
    assert answer.status_code == 302 and answer.headers["location"] == "/"


@pytest.mark.parametrize(("lang", "name"), [("vi", "PAPI cấp tỉnh"), ("en", "PAPI by province")])
def test_a_link_preview_tells_nothing_of_the_data_and_files_need_the_login(hosted, lang, name):
    bot = {"User-Agent": "facebookexternalhit/1.1"}
    page = httpx.get(f"{hosted.base_url}/map?province=80&year=2023&lang={lang}", headers=bot)
    head = page.text[: page.text.index("</head>")]
    assert f"<title>{name}</title>" in head and f'<html lang="{lang}">' in head
    assert "Long An" not in head and "2023" not in head and "og:image" not in head
    cookies = {}
    for status in (403, 200):
        for path in ("figure/card.png", "figure/overview.strip.csv", "data/", "embed/map.national"):
            answer = httpx.get(f"{hosted.base_url}/{path}?lang={lang}", cookies=cookies, timeout=60)
            assert answer.status_code == status, path
            assert "public" not in answer.headers["cache-control"]
        claims = {"is_logged_in": True, "email": "an@longan.gov.vn", "iat": time.time()}
        content = json.dumps(claims | {"origin": hosted.base_url})
        cookies = {USER: create_signed_value(SECRET, USER, content).decode()}
    assert httpx.get(f"{hosted.base_url}/robots.txt").text == "User-agent: *\nDisallow: /\n"
