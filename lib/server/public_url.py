"""The URL at which others reach this app: in QR codes, screens and files that are handed out."""

import ipaddress
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

ENV_VARIABLE = "PAPI_PUBLIC_URL"  # the URL to give out, where the app cannot know it
_SCHEME = re.compile("(https?)://", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]")
_PATH = re.compile(r"(/[\w.~%-]+)*", re.ASCII)


@dataclass(frozen=True)
class PublicUrl:
    """Where others reach the app.

    Args:
        base_url: without a slash at its end.
        reach: from where it works: the whole "web", this machine's "network", this "machine" only.
    """

    base_url: str
    reach: Literal["web", "network", "machine"]


def configured_url(settings: Mapping[str, str] = os.environ) -> str:
    """The URL that the host has set, without a slash at its end.

    A name without ``https://`` is read as if it had it. "" where none is set, or one that
    ``setting_error`` refuses.
    """
    text = written_setting(settings)
    written = _SCHEME.match(text)
    scheme, rest = (written[1].lower(), text[written.end() :]) if written else ("https", text)
    host, slash, path = rest.rstrip("/").partition("/")
    host = host.lower()
    if not _is_host_and_port(host) or not _PATH.fullmatch(slash + path):
        return ""
    return f"{scheme}://{host}{slash}{path}"


def setting_error(settings: Mapping[str, str] = os.environ) -> str:
    """One English sentence where the setting cannot be used, "" where it can or there is none."""
    text = written_setting(settings)
    if not text or configured_url(settings):
        return ""
    shown = re.sub(r"[^/]*@", "…@", text)[:40]  # a login must not get into the log
    return (
        f'{ENV_VARIABLE}="{shown}" is no web address such as https://papi.example.gov.vn; '
        "links and QR codes have the address in the viewer's browser instead."
    )


def written_setting(settings: Mapping[str, str] = os.environ) -> str:
    """What is set, without the blanks and quotes that some files of settings keep around it."""
    return settings.get(ENV_VARIABLE, "").strip().strip("\"'").strip()


def _is_host_and_port(text: str) -> bool:
    """Whether "papi.example.vn", "10.1.2.3:8501" or "[fd00::7]:80" stands there, in small letters.

    A login before the host, a blank or a port that is no number is none.
    """
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    shown = f"[{host}]" if ":" in host else host
    rest = text.removeprefix(shown)
    return bool(_HOST.fullmatch(shown)) and rest == ("" if port is None else f":{port}")


def find_public_url(url: str, slug: str) -> PublicUrl:
    """Where others can open the app.

    A viewer may have opened it as "localhost", which no phone can follow. Then this machine's
    address in its network is given out.

    Args:
        url: what the viewer's browser shows.
        slug: the page of that URL.
    """
    base_url = shown_url(url, slug)
    parts = urlsplit(base_url)
    if configured_url() or not _is_local_host(parts.hostname or ""):
        return PublicUrl(base_url, "web")
    host = _network_address()
    if not host:
        return PublicUrl(base_url, "machine")
    port = f":{parts.port}" if parts.port else ""
    return PublicUrl(urlunsplit((parts.scheme, f"{host}{port}", parts.path, "", "")), "network")


def shown_url(url: str, slug: str) -> str:
    """The app's address for who copies a link: as the host has set it, else what is on screen.

    Another one than the browser's may not answer at all, such as that of a container.

    Args:
        url, slug: as in ``find_public_url``.

    Returns:
        The address without a slash at its end.
    """
    if configured := configured_url():
        return configured
    parts = urlsplit(url)
    path = parts.path.rstrip("/").removesuffix(f"/{slug}")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _is_local_host(host: str) -> bool:
    """Whether a host's name or address works on this machine only."""
    if host in ("localhost", ""):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _network_address() -> str:
    """This machine's address in its network, "" where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a UDP socket chooses the network interface and sends nothing; the address
            # is one reserved for documentation.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        address = str(probe.getsockname()[0])
    return "" if _is_local_host(address) else address
