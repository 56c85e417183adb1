"""Serves the demo company's CRM over HTTP in the shape of the HubSpot CRM API, version 3.

**Belongs here**: routes, the bearer token, error bodies and the rate limit of the real API.

**Keep out**: what the answers hold (`crm_objects`).

The server listens on the loopback interface only and lives as long as its context.
"""

import json
import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlsplit

from ingestion.demo_company.crm_objects import CrmObjectMissing, CrmObjects, CrmRequestRefused
from ingestion.demo_company.crm_store import CrmStore

DEMO_TOKEN: Final = "demo-company-private-app"  # noqa: S105 (opens the demo company's own data only)
LIMITED_EVERY: Final = 97
"""Every so-many-th request is answered 429; deterministic, so that a run always meets it."""

_log = logging.getLogger(__name__)


@contextmanager
def serve(
    folder: Path, *, token: str = DEMO_TOKEN, limited_every: int = LIMITED_EVERY
) -> Iterator[str]:
    """Serve the CRM stored under `<folder>/crm/` while the context is open.

    Args:
        folder: Where `crm_store.write_crm` wrote.
        token: The bearer token every request must carry.
        limited_every: Answer 429 to every n-th request; 0 never does.

    Yields:
        The base address, `http://127.0.0.1:<free port>`.

    Raises:
        FileNotFoundError: the folder holds no CRM.
    """
    objects = CrmObjects(CrmStore.read(folder))
    handler = type(
        "BoundCrmHandler",
        (_CrmHandler,),
        {"objects": objects, "token": token, "gate": _RateGate(limited_every)},
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="demo-crm", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _RateGate:
    """Counts requests and closes at every n-th."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._count = 0
        self._lock = threading.Lock()

    def admits(self) -> bool:
        with self._lock:
            self._count += 1
            return self._every == 0 or self._count % self._every != 0


class _CrmHandler(BaseHTTPRequestHandler):
    objects: ClassVar[CrmObjects]
    token: ClassVar[str]
    gate: ClassVar[_RateGate]
    protocol_version = "HTTP/1.1"
    # One packet an answer: header and body in two would wait for each other's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        try:
            body = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            self._send(400, _error("Invalid input JSON", "VALIDATION_ERROR"))
            return
        self._answer(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (inherited name)
        _log.debug(format, *arguments)

    def _answer(self, body: Any) -> None:
        if self.headers.get("Authorization") != f"Bearer {self.token}":
            message = (
                "Authentication credentials not found. This API supports OAuth 2.0 authentication "
                "and you can find more details at "
                "https://developers.hubspot.com/docs/methods/auth/oauth-overview"
            )
            self._send(401, _error(message, "INVALID_AUTHENTICATION"))
            return
        if not self.gate.admits():
            limited = _error("You have reached your secondly limit.", "RATE_LIMITS")
            limited |= {"errorType": "RATE_LIMIT", "policyName": "SECONDLY"}
            self._send(429, limited, {"Retry-After": "1"})
            return
        try:
            self._send(200, self._route(body))
        except CrmRequestRefused as error:
            self._send(400, _error(str(error), "VALIDATION_ERROR"))
        except CrmObjectMissing:
            self._send(404, _error("resource not found", "OBJECT_NOT_FOUND"))
        except (KeyError, TypeError, ValueError) as error:
            self._send(400, _error(f"Invalid input: {error}", "VALIDATION_ERROR"))

    def _route(self, body: Any) -> dict[str, Any]:  # noqa: PLR0911 (one return a route)
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        parts = address.path.strip("/").split("/")
        match self.command, parts:
            case "GET", ["crm", "v3", "objects", kind]:
                page = self.objects.list_page(
                    kind,
                    limit=int(query.get("limit", 10)),
                    after=query.get("after"),
                    **_selection(query),
                )
                return self._with_link(page)
            case "GET", ["crm", "v3", "objects", kind, object_id]:
                return self.objects.one(kind, object_id, **_selection(query))
            case "POST", ["crm", "v3", "objects", kind, "search"]:
                return self.objects.search(kind, body)
            case "POST", ["crm", "v3", "objects", kind, "batch", "read"]:
                return self.objects.batch_read(kind, body)
            case "POST", ["crm", "v4", "associations", kind, to_kind, "batch", "read"]:
                return self.objects.associations(kind, to_kind, body)
            case "GET", ["crm", "v3", "owners"]:
                page = self.objects.owners(
                    limit=int(query.get("limit", 100)),
                    after=query.get("after"),
                    archived=query.get("archived") == "true",
                )
                return self._with_link(page)
            case "GET", ["crm", "v3", "pipelines", "deals"]:
                return self.objects.pipelines()
        raise CrmObjectMissing(address.path)

    def _with_link(self, page: dict[str, Any]) -> dict[str, Any]:
        if "paging" in page:
            following = page["paging"]["next"]
            path = urlsplit(self.path).path
            address = f"http://{self.headers.get('Host')}{path}"
            following["link"] = f"{address}?after={following['after']}"
        return page

    def _send(
        self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> None:
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()


def _selection(query: dict[str, str]) -> dict[str, Any]:
    def names(parameter: str) -> list[str]:
        return [name for name in query.get(parameter, "").split(",") if name]

    return {
        "properties": names("properties"),
        "history": names("propertiesWithHistory"),
        "associations": names("associations"),
        "archived": query.get("archived") == "true",
    }


def _error(message: str, category: str) -> dict[str, Any]:
    return {
        "status": "error",
        "message": message,
        "correlationId": str(uuid.uuid4()),
        "category": category,
    }
