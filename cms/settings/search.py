"""Where the search cluster is and how to speak with it, as an operator says it through environment variables."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from cms.settings.environment import BadEnvironment


@dataclass(frozen=True, slots=True)
class SearchCluster:
    """An Elasticsearch cluster: its hosts as URLs without credentials, who asks, and what the indexes are to be like.

    `timeout` is how many seconds a search may take before the embedded engine answers, `lag` how many seconds the index may
    be behind what is published, `kuromoji` whether Japanese that our tokens do not find is asked of that plug-in. Secrets do not show in its repr.
    """

    hosts: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str = ""
    fingerprint: str = ""
    prefix: str = "kakuzan"
    shards: int = 1
    replicas: str = "0-1"
    timeout: float = 1.5
    lag: float = 15.0
    kuromoji: bool = False


def search_cluster(environ: Mapping[str, str] | None = None) -> SearchCluster | None:
    """Return the cluster that SEARCH_URL names, None without one; raises BadEnvironment, naming the variable, never a secret."""
    given = os.environ if environ is None else environ
    urls = [url.strip() for url in given.get("SEARCH_URL", "").split(",") if url.strip()]
    if not urls:
        return None
    parts = [urlsplit(url) for url in urls]
    logins = {(unquote(part.username or ""), unquote(part.password or "")) for part in parts if part.username}
    if len(logins) > 1:
        raise BadEnvironment("SEARCH_URL names several users; its hosts are one cluster with one login")
    user, password = logins.pop() if logins else ("", "")
    api_key = given.get("SEARCH_API_KEY", "").strip()
    if user and api_key:
        raise BadEnvironment("SEARCH_URL has a user and SEARCH_API_KEY is set; one of them is enough")
    ca, fingerprint = _trusted(given, encrypted={part.scheme for part in parts} == {"https"})
    return SearchCluster(
        hosts=tuple(_host(part.scheme, part.hostname, _port(part.netloc), part.path) for part in parts),
        user=user,
        password=password,
        api_key=api_key,
        ca=ca,
        fingerprint=fingerprint,
        prefix=_matching(given, "SEARCH_PREFIX", "kakuzan", r"[a-z][a-z0-9_]{0,39}", "small letters, digits and _"),
        shards=int(_matching(given, "SEARCH_SHARDS", "1", r"[1-9]\d?", "a number from 1 to 99")),
        replicas=_matching(
            given, "SEARCH_REPLICAS", "0-1", r"\d|\d-(\d|all)", "a number, or a span such as 0-1 or 0-all"
        ),
        timeout=float(_matching(given, "SEARCH_TIMEOUT", "1.5", r"\d{1,2}(\.\d+)?", "seconds")),
        lag=float(_matching(given, "SEARCH_LAG", "15", r"\d{1,4}(\.\d+)?", "seconds")),
        kuromoji=_matching(given, "SEARCH_KUROMOJI", "off", "on|off", "on or off") == "on",
    )


def _trusted(given: Mapping[str, str], *, encrypted: bool) -> tuple[str, str]:
    """Return the file of the authority and the fingerprint whose certificates are believed, each empty where not given."""
    ca, fingerprint = (given.get(name, "").strip() for name in ("SEARCH_CA", "SEARCH_FINGERPRINT"))
    if (ca or fingerprint) and not encrypted:
        raise BadEnvironment("SEARCH_CA and SEARCH_FINGERPRINT are for hosts with https; one of SEARCH_URL has http")
    if ca and fingerprint:
        raise BadEnvironment("SEARCH_CA and SEARCH_FINGERPRINT are set; one of them is enough")
    if fingerprint and not re.fullmatch(r"([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}", fingerprint):
        raise BadEnvironment("SEARCH_FINGERPRINT is the SHA-256 of a certificate: 64 digits from 0 to f, colons or not")
    try:
        if ca:
            ssl.create_default_context(cafile=ca)
    except OSError as error:  # among them ssl.SSLError
        raise BadEnvironment(f"SEARCH_CA={ca!r} is no file with certificates in PEM: {error}") from None
    return ca, fingerprint


def _port(netloc: str) -> int:
    """Return the port of a host; Elasticsearch's own without one."""
    found = re.search(r":(\d{1,5})$", netloc.rpartition("@")[2])
    return int(found.group(1)) if found else 9200


def _host(scheme: str, name: str | None, port: int, path: str) -> str:
    if scheme not in {"http", "https"} or not name or not 0 < port < 65536:
        raise BadEnvironment("SEARCH_URL is one or more of https://user:password@host:9200, with commas between")
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}{path.rstrip('/')}"


def _matching(given: Mapping[str, str], name: str, default: str, pattern: str, accepted: str) -> str:
    value = given.get(name, "").strip() or default
    if not re.fullmatch(pattern, value):
        raise BadEnvironment(f"{name}={value!r}; accepted: {accepted}")
    return value
