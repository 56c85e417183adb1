"""The web application around the screens: security headers and a health route.

**Belongs here**: HTTP alone.

**Keep out**: everything on screen (`app`).

Run alone: `streamlit run dashboards/server.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.release import ReleaseUnreadable, current_release

SCRIPT: Final = Path(__file__).with_name("app.py")

SECURITY_HEADERS: Final = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cross-origin-opener-policy": b"same-origin",
}


class SecurityHeaders:
    """Adds the headers Streamlit leaves out to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in SECURITY_HEADERS.items() if pair[0] not in present),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def health(_request: Request) -> Response:
    """Whether a release can be served: 200 with its name, 503 with the reason."""
    try:
        release = current_release()
    except ReleaseUnreadable:
        return JSONResponse({"status": "release unreadable"}, status_code=503)
    if release is None:
        return JSONResponse({"status": "no release yet"}, status_code=503)
    return JSONResponse(
        {
            "status": "failing" if release.is_failing else "ok",
            "release": release.name,
            "as_of": release.as_of.isoformat(),
        }
    )


app = st.App(
    SCRIPT,
    routes=[Route("/health", health)],
    middleware=[Middleware(SecurityHeaders)],
)
