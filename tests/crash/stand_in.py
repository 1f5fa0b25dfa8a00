"""A stand-in for the system under its real supervisor: `python stand_in.py FOLDER PORT`.

Its web server answers with its own process id and has a worker that survives it, in the same group; its media worker has a child in a
session of its own, as mesh stages are. No Django, so that a kill can be tried in a second.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cms.setup import ports, records, speech, surroundings
from cms.setup.children import Child
from cms.setup.supervisor import Supervisor

WEB = """
import http.server, os, subprocess, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *args): pass
subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"])
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
WORKER = "import time; time.sleep(600)"
MEDIA = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
time.sleep(600)
"""
BROKEN = "import sys; sys.exit(3)"


def main(folder: str, port: str, kind: str = "well") -> int:
    """Supervise the stand-ins until told to stop."""
    here = surroundings.read(dict(os.environ) | {"KAKUZAN_DATA": folder, "PORT": port})
    media = BROKEN if kind == "broken" else MEDIA
    children = (
        Child("web", (sys.executable, "-c", WEB, port), urgent=True, port=int(port), grace=3),
        Child("fast", (sys.executable, "-c", WORKER), grace=3),
        Child("media", (sys.executable, "-c", media), nice=10, grace=3),
    )
    try:
        with records.ownership(Path(folder) / "run"):
            ready = lambda: ports.answers(here, seconds=0.5)  # noqa: E731
            return Supervisor(here, children, is_ready=ready, on_ready=lambda: speech.say("ready")).run()
    except speech.SetupError as error:
        speech.complain(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
