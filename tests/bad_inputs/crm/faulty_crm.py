"""A CRM that misbehaves: passes requests on to the demo CRM and spoils the answers as told.

Belongs here: the faults of a network and of an API, over real HTTP.
Keep out: what must become of them (the tests say).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import requests


class Asked(NamedTuple):
    """One request: how many came before it to the same address (query aside), and what it asks."""

    number: int
    method: str
    path: str
    query: str


class Answer(NamedTuple):
    """What is sent back; `cut` sends half of the body and hangs up, `silence` keeps still first."""

    status: int
    body: bytes
    headers: dict[str, str] = {}  # noqa: RUF012 (a NamedTuple's default is never written to)
    cut: bool = False
    silence: float = 0.0


Fault = Callable[[Asked, Answer], Answer]


def page_changed(change: Callable[[dict[str, Any]], None], answer: Answer) -> Answer:
    """Change the JSON of an answer."""
    page = json.loads(answer.body)
    change(page)
    return answer._replace(body=json.dumps(page).encode())


@contextmanager
def faulty(upstream: Callable[[Asked], str] | str, fault: Fault) -> Iterator[str]:
    """Serve an upstream CRM with a fault; yields the base address."""
    counts: dict[str, int] = {}
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.pass_on("GET")

        def do_POST(self) -> None:
            self.pass_on("POST")

        def log_message(self, *_: object) -> None:
            pass

        def pass_on(self, method: str) -> None:
            path, _, query = self.path.partition("?")
            with lock:
                asked = Asked(counts.get(path, 0), method, path, query)
                counts[path] = asked.number + 1
            base = upstream if isinstance(upstream, str) else upstream(asked)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {"Authorization": self.headers["Authorization"]}
            passed = requests.request(
                method, base + self.path, data=sent, headers=headers, timeout=10
            )
            answer = fault(asked, Answer(passed.status_code, passed.content))
            time.sleep(answer.silence)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
            self.close_connection = answer.cut

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
