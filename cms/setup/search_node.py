"""`make search-node`: a real Elasticsearch on this machine, one node or three, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from cms.setup.ports import is_free
from cms.setup.search_distribution import DISTRIBUTIONS, Distribution, fetch, lacking
from cms.setup.search_server import Node, Wanted, await_up, start
from cms.setup.speech import SetupError, complain, say, step


def search_node(arguments: Sequence[str]) -> int:
    """Fetch what is missing, start the nodes, say how to reach them, and stop all of them on Ctrl-C; return 0 then."""
    asked = parse(arguments)
    distribution = DISTRIBUTIONS[asked.version]
    if missing := lacking(distribution):
        raise SetupError(missing)
    demand_ports(asked)
    with step(f"Elasticsearch {distribution.version}, through Maven where it is not on this machine yet"):
        fetch(distribution)
    with tempfile.TemporaryDirectory(prefix="kakuzan-search-", ignore_cleanup_errors=True) as temporary:
        folder = Path(asked.data).absolute() if asked.data else Path(temporary)
        if not asked.data:
            folder.chmod(0o755)
        nodes: list[Node] = []
        try:
            with step(f"Starting {asked.nodes} node{'s' if asked.nodes > 1 else ''}"):
                raise_cluster(distribution, asked, folder, nodes)
            announce(nodes, asked.password)
            return watch(nodes)
        finally:
            say("Stopping ...")
            stop_all(nodes)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what the person asked for."""
    parser = argparse.ArgumentParser(prog="python3 -m cms search-node")
    parser.add_argument("--version", choices=DISTRIBUTIONS, default="8", help="major version of the server (8)")
    parser.add_argument("--nodes", type=int, choices=(1, 3), default=1, help="one, or three that form a cluster (1)")
    parser.add_argument(
        "--port", type=int, default=9200, help="where the first node listens; the others behind it (9200)"
    )
    parser.add_argument("--heap", type=size, default="512m", help="memory of each node's heap (512m)")
    parser.add_argument("--password", default="", help="refuse everybody but the user kakuzan with this password")
    parser.add_argument("--data", default="", help="where to keep the data; without it they are gone in the end")
    return parser.parse_args(arguments)


def size(text: str) -> str:
    """Return a size of memory as Java has it; raises ArgumentTypeError for anything else."""
    if not re.fullmatch(r"[1-9]\d*[mMgG]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 512m or 2g")
    return text


def demand_ports(asked: argparse.Namespace) -> None:
    """Raise SetupError when another program holds a port that a node is to listen on."""
    wanted = range(asked.port, asked.port + asked.nodes) if asked.port else ()
    if taken := [str(port) for port in wanted if not is_free("127.0.0.1", port)]:
        raise SetupError(
            f"Another program listens on 127.0.0.1:{', '.join(taken)}. "
            f'Choose another port, for example: make search-node ARGS="--port {asked.port + 100}"'
        )


def raise_cluster(distribution: Distribution, asked: argparse.Namespace, folder: Path, nodes: list[Node]) -> None:
    """Start the nodes one after the other into `nodes`; the later ones find the first."""
    for number in range(asked.nodes):
        seeds = (f"127.0.0.1:{nodes[0].transport}",) if nodes else ()
        name = ("one", "two", "three")[number]
        port = str(asked.port + number) if asked.port else "0"
        wanted = Wanted(name=name, http=port, heap=asked.heap, password=asked.password, seeds=seeds)
        nodes.append(start(distribution, wanted, folder / name))
        await_up(nodes[-1])


def announce(nodes: list[Node], password: str) -> None:
    """Print how Kakuzan is told of the nodes."""
    login = f"kakuzan:{password}@" if password else ""
    say(f"SEARCH_URL={','.join(f'http://{login}127.0.0.1:{node.http}' for node in nodes)}")
    say(f"process{'es' if len(nodes) > 1 else ''} {', '.join(str(node.process.pid) for node in nodes)}; Ctrl-C stops")


def watch(nodes: list[Node]) -> int:
    """Wait until somebody interrupts (0), or all nodes have ended by themselves (1)."""
    parent = os.getppid()
    living = list(nodes)
    try:
        while living and os.getppid() == parent:
            for node in [node for node in living if node.process.poll() is not None]:
                complain(f"node {node.name} ended with exit code {node.process.returncode}")
                living.remove(node)
            time.sleep(0.2)
    except KeyboardInterrupt:
        return 0
    return 1


def stop_all(nodes: list[Node]) -> None:
    """Ask all nodes to end at the same time, then wait for each."""
    for node in nodes:
        node.process.terminate()
    for node in nodes:
        node.stop()
