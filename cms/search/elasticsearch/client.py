"""The official client, set up from the operator's words, and one kind of error for everything that can be wrong with a cluster."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from cms.settings.search import SearchCluster

VERSIONS: Final = (8, 9)


class Unavailable(Exception):
    """The cluster cannot answer or take what it was given; the message says why, for the operator.

    `refused` tells that it was reached and said no: asking again at once is no use.
    """

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


class Unsuited(Exception):
    """The cluster is well, but this question is one for the database; the message says why."""


@lru_cache(maxsize=4)
def client(cluster: SearchCluster, *, patient: bool = False) -> Any:
    """Return the client of this process. A `patient` one waits for bulks; the other answers visitors or gives up.

    The library is imported here, so that installations without a cluster do not load it.
    """
    from elasticsearch import Elasticsearch

    several = len(cluster.hosts) > 1
    return Elasticsearch(
        list(cluster.hosts),
        request_timeout=60.0 if patient else cluster.timeout,
        retry_on_timeout=several,
        max_retries=len(cluster.hosts) if several else 1,
        retry_on_status=(502, 503, 504) if several else (),
        dead_node_backoff_factor=0.5,
        max_dead_node_backoff=10.0,
        **_secured(cluster),
    )


@lru_cache(maxsize=256)
def hurried(cluster: SearchCluster, tenths: int) -> Any:
    """Return the client that asks once and waits so many tenths of a second; kept, for it costs as much as half a request."""
    return client(cluster).options(request_timeout=tenths / 10, max_retries=0, retry_on_timeout=False)


def _secured(cluster: SearchCluster) -> dict[str, Any]:
    """Return who asks, and whose certificate is believed: the system's authorities' and that of the file, or one alone."""
    secured: dict[str, Any] = {}
    if cluster.user:
        secured["basic_auth"] = base64.b64encode(f"{cluster.user}:{cluster.password}".encode()).decode()
    if cluster.api_key:
        secured["api_key"] = cluster.api_key
    if cluster.ca:
        secured["ca_certs"] = cluster.ca
    if cluster.fingerprint:
        secured["ssl_assert_fingerprint"] = cluster.fingerprint
    return secured


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn every error of the client, and every answer of another shape, into Unavailable; no secret is in it."""
    from elasticsearch import ApiError, UnsupportedProductError
    from elasticsearch.exceptions import TransportError

    try:
        yield
    except UnsupportedProductError:
        raise Unavailable("what answers there is no Elasticsearch", refused=True) from None
    except ApiError as error:
        raise Unavailable(explained(error.status_code, error.body), refused=is_refusal(error.status_code)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unavailable(
            f"an answer that is none of Elasticsearch's ({type(error).__name__})", refused=True
        ) from error
    except TransportError as error:
        raise Unavailable(unreached(type(error).__name__, str(error.message))) from None


CAUSES: Final = (
    ("Hostname mismatch", "the certificate is for another host than SEARCH_URL names"),
    ("IP address mismatch", "the certificate is for another host than SEARCH_URL names"),
    ("doesn't match", "the certificate is for another host than SEARCH_URL names"),
    ("certificate has expired", "the cluster's certificate has expired"),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "no authority that is known here has signed the cluster's certificate: set SEARCH_CA",
    ),
    ("Fingerprints did not match", "the cluster's certificate is not the one of SEARCH_FINGERPRINT"),
    ("WRONG_VERSION_NUMBER", "the cluster speaks http, SEARCH_URL says https"),
    ("No such file", "the file of SEARCH_CA is gone"),
    ("RemoteDisconnected", "the connection was closed without an answer; does the cluster speak https?"),
    ("Connection aborted", "the connection was closed without an answer; does the cluster speak https?"),
    ("EOF occurred", "the connection was closed without an answer"),
    ("timed out", "no answer in time"),
    ("refused", "nothing listens there"),
)
"""What the library says of a connection, and what it means to an operator; the first that fits."""


def unreached(kind: str, said: str) -> str:
    """Return in a line why there was no answer at all: the cause where it is a known one, then the library's own words."""
    cause = next((f"{meaning}: " for words, meaning in CAUSES if words in said), "")
    return f"{cause}{kind}: {said[:200]}"


BUSY: Final = 429
"""What a node answers whose memory or queue is full for a moment."""


def is_refusal(status: int) -> bool:
    """Return whether a status says no for good."""
    return status < 500 and status != BUSY


def explained(status: int, body: Any) -> str:
    """Return what the cluster said, in a line: status, kind of error, its first reason."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, dict):
        error = f"{error.get('type', '')}: {error.get('reason', '')}"
    hints = {
        401: "wrong user, password or API key",
        403: "not allowed, or the index is read-only",
        404: "no such index",
    }
    hint = f"{hints[status]}: " if status in hints else ""
    if "flood-stage" in str(error):
        hint = "the disk of the cluster is full: "
    return f"{status} {hint}{str(error)[:300]}"


def demand_version(connected: Any) -> str:
    """Return the cluster's version; raises Unavailable unless each node's is one that is spoken here."""
    with said_plainly():
        nodes = connected.nodes.info(metric="http", filter_path="nodes.*.version")
        found = sorted({node["version"] for node in nodes.get("nodes", {}).values()})
        wrong = [version for version in found if int(version.split(".")[0]) not in VERSIONS]
    if wrong or not found:
        raise Unavailable(f"Elasticsearch {', '.join(wrong) or 'of no version'}; accepted are 8 and 9", refused=True)
    return ", ".join(found)
