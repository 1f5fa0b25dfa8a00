"""HOST, PORT, KAKUZAN_DATA, KAKUZAN_PROFILE: what the person said is what the children get."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.setup.speech import SetupError
from cms.setup.surroundings import ROOT, read


def test_without_any_variable_the_site_is_this_machine_s_alone_and_its_data_stand_in_var() -> None:
    here = read({})
    assert (here.host, here.port, here.data, here.profile) == ("127.0.0.1", 8000, ROOT / "var", "run")
    assert here.address == "http://127.0.0.1:8000"


def test_children_get_the_defaults_filled_in(tmp_path: Path) -> None:
    here = read({"KAKUZAN_DATA": str(tmp_path), "PORT": "8301", "DATABASE_URL": "postgres://kakuzan@db/kakuzan"})
    assert here.environment["KAKUZAN_DATA"] == str(tmp_path)
    assert here.environment["HOST"] == "127.0.0.1"
    assert here.environment["PORT"] == "8301"
    assert here.environment["DATABASE_URL"] == "postgres://kakuzan@db/kakuzan"
    assert here.environment["DJANGO_SETTINGS_MODULE"] == "cms.settings.run"


def test_a_relative_data_folder_is_the_project_s_not_the_shell_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read({"KAKUZAN_DATA": "./var/second"}).data == ROOT / "var" / "second"


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "80 80", "-1", "８０"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    with pytest.raises(SetupError, match=r"PORT is .*; accepted: a number from 1 to 65535"):
        read({"PORT": port})


def test_an_unknown_profile_is_refused_with_the_list() -> None:
    with pytest.raises(SetupError, match="KAKUZAN_PROFILE is 'prod'; accepted: run, production, test"):
        read({"KAKUZAN_PROFILE": "prod"})


@pytest.mark.parametrize(
    ("host", "address", "probe"),
    [
        ("0.0.0.0", "http://0.0.0.0:8000", "127.0.0.1"),
        ("::", "http://[::]:8000", "::1"),
        ("kiosk.local", "http://kiosk.local:8000", "kiosk.local"),
    ],
)
def test_a_wildcard_is_printed_as_given_and_asked_at_the_loopback(host: str, address: str, probe: str) -> None:
    here = read({"HOST": host})
    assert (here.address, here.probe_host) == (address, probe)
