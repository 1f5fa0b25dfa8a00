"""What a stage's process gives up before it looks at anything: memory, time, file size, core dumps, the network.

Standard library only and no import of numpy: this runs first in every stage process. Each measure is for files from
strangers; where a system does not know one (network namespaces outside Linux) the others hold.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

CLONE_NEWUSER, CLONE_NEWNET, PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 0x10000000, 0x40000000, 1, 38
WASM_RESERVATION_MB = 4608


def confine(*, memory_mb: int, file_mb: int, cpu_seconds: int, parent: int) -> bool:
    """Limit this process for good and return whether it is cut off from the network.

    The address space is `memory_mb` plus what a WebAssembly memory reserves without using it. When process `parent`
    dies, this one is killed.
    """
    _die_with(parent)
    _limit(resource.RLIMIT_AS, (memory_mb + WASM_RESERVATION_MB) << 20)
    _limit(resource.RLIMIT_FSIZE, file_mb << 20)
    _limit(resource.RLIMIT_CPU, cpu_seconds)
    _limit(resource.RLIMIT_CORE, 0)
    return _leave_network()


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (value, value))


def _die_with(parent: int) -> None:
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it died before the request above
        os._exit(1)


def _leave_network() -> bool:
    """Move into a network namespace of our own, which has no interface that is up. Needs user namespaces; False where
    they are not allowed.
    """
    if not sys.platform.startswith("linux"):
        return False
    user, group = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    with suppress(OSError):
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    return True


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
