"""`make search-node` without a network: a Maven that hands out a small archive, whose server is a shell script."""

from __future__ import annotations

import base64
import hashlib
import os
import pwd
import socket
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from cms.setup import search_distribution, search_node
from cms.setup.search_distribution import DISTRIBUTIONS, Distribution, fetch, find_java, java_version, lacking, shelf
from cms.setup.search_server import USER, Wanted, await_up, start, stored
from cms.setup.speech import SetupError
from tests.certificates import make
from tests.processes import gone

SERVER = """#!/bin/sh
cd "$ES_PATH_CONF/.."
echo $$ > pid
id -un > account
echo "$ES_JAVA_HOME" > java
if grep -q '"4"' config/elasticsearch.yml; then echo 'BindHttpException: Failed to bind to 127.0.0.1:4'; exit 1; fi
echo 127.0.0.1:19201 > logs/http.ports
echo 127.0.0.1:19301 > logs/transport.ports
exec sleep 600
"""
MAVEN = """#!/bin/sh
echo called >> {folder}/calls
for word in "$@"; do case "$word" in -DoutputDirectory=*) to="${{word#*=}}";; esac; done
[ -f {folder}/server.zip ] || {{ echo "Could not find artifact in central"; exit 1; }}
cp {folder}/server.zip "$to/elasticsearch-0.1.0.zip"
"""


@pytest.fixture
def room() -> Iterator[Path]:
    """Return a folder that every user may look into; pytest's own are closed to all but one."""
    with tempfile.TemporaryDirectory(prefix="kakuzan-room-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def small(room: Path, monkeypatch: pytest.MonkeyPatch) -> Distribution:
    """Return a distribution that a stand-in for Maven hands out, on a machine with a Java for it."""
    with zipfile.ZipFile(room / "server.zip", "w") as archive:
        archive.writestr("elasticsearch-0.1.0/bin/elasticsearch", SERVER)
        for name in ("log4j2.properties", "roles.yml", "role_mapping.yml"):
            archive.writestr(f"elasticsearch-0.1.0/config/{name}", "# none\n")
    program(room / "bin/mvn", MAVEN.format(folder=room))
    java(room / "jdk", "17.0.9")
    monkeypatch.setenv("PATH", f"{room / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("JAVA_HOME", str(room / "jdk"))
    monkeypatch.setenv("KAKUZAN_SEARCH_NODES", str(room / "shelf"))
    made = Distribution("0.1.0", hashlib.sha256((room / "server.zip").read_bytes()).hexdigest(), 17)
    monkeypatch.setitem(DISTRIBUTIONS, "8", made)
    return made


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def java(home: Path, version: str) -> None:
    program(home / "bin/java", "#!/bin/sh\n")
    (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')


def test_it_is_fetched_once_and_everybody_may_run_it(small: Distribution, room: Path) -> None:
    home = fetch(small)
    assert fetch(small) == home == room / "shelf/elasticsearch-0.1.0"
    assert (room / "calls").read_text().count("called") == 1
    assert stat.S_IMODE((home / "bin/elasticsearch").stat().st_mode) == 0o755
    assert stat.S_IMODE((home / "config/roles.yml").stat().st_mode) == 0o644
    assert [path.name for path in (room / "shelf").iterdir()] == [home.name]


def test_an_archive_that_is_not_the_known_one_is_not_unpacked(small: Distribution, room: Path) -> None:
    with pytest.raises(SetupError, match="known by its SHA-256"):
        fetch(replace(small, sha256="0" * 64))
    assert list((room / "shelf").iterdir()) == []


def test_what_maven_says_is_told(small: Distribution, room: Path) -> None:
    (room / "server.zip").unlink()
    with pytest.raises(SetupError, match=r"(?s)Maven could not fetch .*Could not find artifact in central"):
        fetch(small)


def test_a_java_that_is_too_old_is_none(small: Distribution, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (java_version(room / "jdk"), find_java(17)) == (17, room / "jdk")
    java(room / "jdk", "1.8.0_392")
    assert java_version(room / "jdk") == 1
    demanding = replace(small, java=999)
    assert find_java(999) is None
    assert lacking(demanding) == "Java 999 is missing: apt install openjdk-999-jre-headless"
    with pytest.raises(SetupError, match="Java 999 is missing"):
        start(demanding, Wanted(), room / "one")
    monkeypatch.setitem(DISTRIBUTIONS, "8", demanding)
    with pytest.raises(SetupError, match="Java 999 is missing"):
        search_node.search_node([])


def test_maven_is_needed_only_to_fetch(small: Distribution, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_distribution.shutil, "which", lambda name: None)
    assert lacking(small) == "Maven is missing: apt install maven"
    (room / "shelf/elasticsearch-0.1.0").mkdir(parents=True)
    assert lacking(small) == ""


def test_the_shelf_of_root_can_be_read_by_the_servers_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAKUZAN_SEARCH_NODES", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/srv/hana/.cache")
    for user, expected in ((0, "/var/cache/kakuzan"), (1000, "/srv/hana/.cache/kakuzan")):
        monkeypatch.setattr(os, "getuid", lambda user=user: user)
        assert shelf() == Path(expected)


def test_a_node_runs_as_somebody_else_than_root_and_ends(small: Distribution, room: Path) -> None:
    node = await_up(start(small, Wanted(), room / "one"))
    try:
        assert (node.http, node.transport) == (19201, 19301)
        account = (room / "one/account").read_text().strip()
        assert account == (USER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name)
        assert (room / "one/java").read_text().strip() == str(room / "jdk")
        server = int((room / "one/pid").read_text())
    finally:
        node.stop()
    assert gone(server)


def test_a_server_that_cannot_listen_is_said_in_its_own_words(small: Distribution, room: Path) -> None:
    with pytest.raises(SetupError, match=r"Failed to bind to 127\.0\.0\.1:4"):
        await_up(start(small, Wanted(http="4"), room / "one"))


def test_a_port_that_is_taken_is_said_before_anything_is_fetched(small: Distribution, room: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as held:
        port = held.getsockname()[1]
        with pytest.raises(SetupError, match=f"Another program listens on 127.0.0.1:{port}"):
            search_node.search_node(["--port", str(port)])
    assert not (room / "calls").exists()


def test_a_password_shuts_out_everybody_else_and_a_certificate_the_clear_text(small: Distribution, room: Path) -> None:
    made = make(room / "certificates")
    wanted = Wanted(password="ひみつ", limited="hana", tls=(made.certificate, made.key))
    node = await_up(start(small, wanted, room / "one"))
    node.stop()
    config = room / "one/config"
    settings = (config / "elasticsearch.yml").read_text()
    assert 'xpack.security.enabled: "true"' in settings
    assert f'xpack.security.http.ssl.key: "{config / "http.key"}"' in settings
    assert (config / "http.key").read_bytes() == made.key.read_bytes()
    assert (config / "users_roles").read_text() == "superuser:kakuzan\nlimited:hana\n"
    assert 'names: ["hana*"]' in (config / "roles.yml").read_text()
    assert "ひみつ" not in (config / "users").read_text()


def test_a_password_is_stored_as_pbkdf2() -> None:
    _, salt, digest = stored("ひみつ:1").split("$")
    expected = hashlib.pbkdf2_hmac("sha512", "ひみつ:1".encode(), base64.b64decode(salt), 1000, 32)
    assert base64.b64decode(digest) == expected


def test_three_nodes_find_each_other_and_are_announced_and_stopped(
    small: Distribution, room: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(search_node, "watch", lambda nodes: seen.extend(node.process.pid for node in nodes) or 0)
    assert search_node.search_node(["--nodes", "3", "--port", "0", "--data", str(room / "data")]) == 0
    said = capsys.readouterr().out
    assert "SEARCH_URL=http://127.0.0.1:19201,http://127.0.0.1:19201,http://127.0.0.1:19201" in said
    first, third = ((room / f"data/{name}/config/elasticsearch.yml").read_text() for name in ("one", "three"))
    assert 'cluster.initial_master_nodes: "one"' in first
    assert 'discovery.seed_hosts: "127.0.0.1:19301"' in third
    assert len(seen) == 3
    assert all(gone(pid) for pid in seen)


@pytest.mark.parametrize("arguments", [["--nodes", "2"], ["--version", "7"], ["--port", "many"]])
def test_what_cannot_be_asked_for_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        search_node.parse(arguments)


def test_nodes_that_end_by_themselves_end_the_wait(
    small: Distribution, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    node = await_up(start(small, Wanted(), room / "one"))
    node.kill()
    assert search_node.watch([node]) == 1
    assert "node one ended with exit code" in capsys.readouterr().err


@pytest.mark.parametrize(("heap", "collects"), [("512m", "SerialGC"), ("1g", "G1GC"), ("2048M", "G1GC")])
def test_a_large_heap_is_collected_beside_the_work(small: Distribution, room: Path, heap: str, collects: str) -> None:
    node = start(small, Wanted(heap=heap), room / "one")
    try:
        assert f"-XX:+Use{collects}" in (room / "one/config/jvm.options").read_text().splitlines()
    finally:
        node.stop()


@pytest.mark.parametrize("heap", ["2gb", "0g", "much", ""])
def test_a_heap_that_is_no_size_is_refused_with_an_example(heap: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        search_node.parse(["--heap", heap])
    assert "512m" in capsys.readouterr().err
