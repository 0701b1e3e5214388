"""The address at which others reach this app: what a code on the last screen leads to."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

SETTING = "PAPI_PUBLIC_URL"  # environment: the address to give out, where the app can't know it


@dataclass(frozen=True)
class PublicUrl:
    """``base`` without a slash at its end; ``reach``: web, network (the same one), machine."""

    base: str
    reach: str


def find_public_url(url: str, slug: str) -> PublicUrl:
    """Where others can open the app.

    Args:
        url: the address in the viewer's browser.
        slug: the page of that address.

    Opened as "localhost", no phone can follow it; then this machine's address in its network is
    given out.
    """
    configured = os.environ.get(SETTING, "").rstrip("/")
    if configured:
        return PublicUrl(configured, "web")
    parts = urlsplit(url)
    path = parts.path.rstrip("/").removesuffix(f"/{slug}")
    base = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    if not _only_here(parts.hostname or ""):
        return PublicUrl(base, "web")
    host = _own_address()
    if not host:
        return PublicUrl(base, "machine")
    port = f":{parts.port}" if parts.port else ""
    return PublicUrl(urlunsplit((parts.scheme, f"{host}{port}", path, "", "")), "network")


def _only_here(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def _own_address() -> str:
    """This machine's address in its network, "" where it has none; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation
        except OSError:
            return ""
        found = str(probe.getsockname()[0])
    return "" if _only_here(found) else found
