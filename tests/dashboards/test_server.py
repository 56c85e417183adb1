"""The settings and headers the screens are served with."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from dashboards.server import SECURITY_HEADERS, SecurityHeaders, health

CONFIG = Path(__file__).parents[2] / "dashboards" / ".streamlit" / "config.toml"


def test_nothing_calls_home_and_nothing_leaks() -> None:
    settings = tomllib.loads(CONFIG.read_text())
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["headless"] is True
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"]["showErrorDetails"] == "none"
    # The built-in download writes live formulas.
    assert settings["client"]["disableDataExport"] is True


def test_every_response_carries_the_security_headers() -> None:
    async def answer(_scope: Any, _receive: Any, send: Any) -> None:
        own = [(b"X-Frame-Options", b"SAMEORIGIN")]
        await send({"type": "http.response.start", "status": 200, "headers": own})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    asyncio.run(SecurityHeaders(answer)({"type": "http"}, receive, send))
    names = [name.lower() for name, _ in sent[0]["headers"]]
    assert set(SECURITY_HEADERS) <= set(names)
    # What the application says itself stands.
    assert names.count(b"x-frame-options") == 1


def test_health_names_the_release(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request({"type": "http", "method": "GET", "headers": []})
    monkeypatch.setenv("LEDGERHOUSE_PUBLISHED", str(published))
    assert b'"release":"pub_0000' in bytes(asyncio.run(health(request)).body)


def test_health_is_unavailable_without_a_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request({"type": "http", "method": "GET", "headers": []})
    monkeypatch.setenv("LEDGERHOUSE_PUBLISHED", str(tmp_path))
    assert asyncio.run(health(request)).status_code == 503
    (tmp_path / "CURRENT").write_text("pub_000404")
    assert asyncio.run(health(request)).status_code == 503
