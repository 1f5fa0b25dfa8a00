"""What a stage's process gives up before it looks at anything: memory, time, file size, core dumps, the network, the sight of
other processes.

Standard library only and no import of numpy: this runs first in every stage process. Each measure is for files from
strangers; where a system does not know one (namespaces outside Linux) the others hold.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWPID, PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = (
    0x10000000,
    0x40000000,
    0x20000000,
    1,
    38,
)
WASM_RESERVATION_MB = 4608
GRACE_SECONDS = 5
PROCESSES = 64
"""At most so many processes of a stage; with their threads, eight more for each processor."""

SIGNALLED = 128
"""A namespace's first process cannot die of a signal that a process of its own sent: it ends with 128 and its number."""


def confine(*, memory_mb: int, file_mb: int, cpu_seconds: int, parent: int) -> bool:
    """Limit this process for good and return whether it is cut off from the network.

    The address space is `memory_mb` plus what a WebAssembly memory reserves without using it. When process `parent`
    dies, this one is killed. Where user namespaces are allowed, who returns is a descendant in a namespace of processes
    of its own: all in it end with it, whatever they call themselves.
    """
    _die_with(parent)
    _limit(resource.RLIMIT_AS, (memory_mb + WASM_RESERVATION_MB) << 20)
    _limit(resource.RLIMIT_FSIZE, file_mb << 20)
    _limit(resource.RLIMIT_CPU, cpu_seconds, grace=GRACE_SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    offline, fenced = _leave()
    if offline:  # counted within the namespace only, else the user's other processes would count
        _limit(resource.RLIMIT_NPROC, PROCESSES + 8 * (os.cpu_count() or 1))
    if fenced:
        _go_inside()
    return offline


def _limit(kind: int, value: int, *, grace: int = 0) -> None:
    """Set the limit; `grace` later what can be caught becomes what cannot."""
    hard = resource.getrlimit(kind)[1]
    most = value + grace if hard == resource.RLIM_INFINITY else min(value + grace, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (min(value, most), most))


def _die_with(parent: int) -> None:
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it died before the request above
        os._exit(1)


def _leave() -> tuple[bool, bool]:
    """Move into a network of our own, which has no interface that is up, and let children have process numbers of
    their own. Return whether each was allowed; both need user namespaces.
    """
    if not sys.platform.startswith("linux"):
        return False, False
    user, group = os.getuid(), os.getgid()
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    fenced = unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID) == 0
    if not fenced and unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False, False
    with suppress(OSError):
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    return True, fenced


def _go_inside() -> None:
    """Return in the second process of the new namespace. The first one collects what ends, and its end is everyone's;
    this one waits outside and ends as the second did.
    """
    if first := os.fork():
        _end_as(os.waitpid(first, 0)[1])
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if not (second := os.fork()):
        return
    while True:
        pid, status = os.wait()
        if pid == second:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else SIGNALLED - code)


def _end_as(status: int) -> None:
    code = os.waitstatus_to_exitcode(status)
    if code < 0 or code > SIGNALLED:
        number = -code if code < 0 else code - SIGNALLED
        with suppress(OSError, ValueError):  # the two that cannot be caught need no default
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(code)


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
