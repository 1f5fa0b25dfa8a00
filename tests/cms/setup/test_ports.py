"""A port that another program holds is told before anything is installed."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from cms.setup import ports
from cms.setup.speech import SetupError
from cms.setup.surroundings import read


def test_a_held_port_is_not_free_and_the_message_offers_the_next() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        here = replace(read({}), port=number)
        assert not ports.is_free("127.0.0.1", number)
        with pytest.raises(SetupError, match=f"PORT={number + 1} make run"):
            ports.demand_free(here)
    assert ports.is_free("127.0.0.1", number)


def test_a_host_that_is_no_address_of_this_machine_is_named() -> None:
    with pytest.raises(SetupError, match=r"HOST is 'tsuyama\.invalid'"):
        ports.is_free("tsuyama.invalid", 8000)


def test_a_silent_port_is_not_ready() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        here = replace(read({}), port=other.getsockname()[1])
        assert not ports.answers(here, seconds=0.2)
