"""What an operator may say about the search cluster."""

from __future__ import annotations

import pytest

from cms.settings.environment import BadEnvironment
from cms.settings.search import search_cluster


def test_without_an_address_there_is_no_cluster() -> None:
    assert search_cluster({}) is None
    assert search_cluster({"SEARCH_URL": " , "}) is None


def test_several_hosts_are_one_cluster_with_one_login() -> None:
    cluster = search_cluster({"SEARCH_URL": "https://kakuzan:g%2Fheim@eins:9201, https://zwei,http://[::1]:9203/es/"})
    assert cluster is not None
    assert cluster.hosts == ("https://eins:9201", "https://zwei:9200", "http://[::1]:9203/es")
    assert (cluster.user, cluster.password) == ("kakuzan", "g/heim")
    assert "heim" not in repr(cluster)


@pytest.mark.parametrize(
    "given",
    [
        {"SEARCH_URL": "search.example.jp:9200"},
        {"SEARCH_URL": "ftp://search.example.jp"},
        {"SEARCH_URL": "https://"},
        {"SEARCH_URL": "https://host:99999"},
        {"SEARCH_URL": "https://a:x@eins,https://b:x@zwei"},
        {"SEARCH_URL": "https://a:x@eins", "SEARCH_API_KEY": "abc"},
        {"SEARCH_URL": "https://eins", "SEARCH_CA": "/no/such/file.pem"},
        {"SEARCH_URL": "https://eins", "SEARCH_CA": __file__},
        {"SEARCH_URL": "https://eins", "SEARCH_FINGERPRINT": "ab:cd"},
        {"SEARCH_URL": "http://eins", "SEARCH_FINGERPRINT": "ab" * 32},
        {"SEARCH_URL": "https://eins,http://zwei", "SEARCH_FINGERPRINT": "ab" * 32},
        {"SEARCH_URL": "https://eins", "SEARCH_PREFIX": "Kakuzan*"},
        {"SEARCH_URL": "https://eins", "SEARCH_KUROMOJI": "perhaps"},
        {"SEARCH_URL": "https://eins", "SEARCH_SHARDS": "0"},
        {"SEARCH_URL": "https://eins", "SEARCH_REPLICAS": "many"},
        {"SEARCH_URL": "https://eins", "SEARCH_TIMEOUT": "-1"},
    ],
)
def test_what_cannot_be_is_refused_without_telling_secrets(given: dict[str, str]) -> None:
    with pytest.raises(BadEnvironment) as refused:
        search_cluster(given)
    assert ":x@" not in str(refused.value)


@pytest.mark.parametrize("fingerprint", ["ab" * 32, ":".join(["AB"] * 32)])
def test_a_fingerprint_may_have_colons(fingerprint: str) -> None:
    cluster = search_cluster({"SEARCH_URL": "https://eins", "SEARCH_FINGERPRINT": fingerprint})
    assert cluster is not None and cluster.fingerprint == fingerprint
