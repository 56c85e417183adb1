"""Speaks HTTP with a HubSpot-shaped CRM API: one token, patient retries, clear refusals.

**Belongs here**: the session, retries on 429, 5xx, timeouts and broken answers, error classes.

**Keep out**: which objects are read (`paging`) and what their properties mean (`rows`).

The token goes into a request header and nowhere else: no message or log holds it.
"""

import ipaddress
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from dlt.sources.helpers.requests import Client

ATTEMPTS: Final = 6
TIMEOUT_SECONDS: Final = 60.0
LONGEST_WAIT_SECONDS: Final = 120.0


class CrmError(RuntimeError):
    """The CRM could not be read."""


class CrmAddressInsecure(CrmError):
    """A token is sent over HTTPS, or to this machine itself."""

    def __init__(self, base_url: str) -> None:
        super().__init__(f"The CRM address {base_url} is not https. Use https in `base_url`.")


class CrmTokenMissing(CrmError):
    """The CRM is read with a private app's token."""

    def __init__(self) -> None:
        super().__init__("The source crm has no token. Set `token` to a secret reference.")


class CrmTokenRefused(CrmError):
    """The CRM accepts the token and the token's app may read the objects."""

    def __init__(self, status: int, path: str) -> None:
        super().__init__(
            f"The CRM refused the token for {path} (HTTP {status}). Renew the token or give its "
            "app the scopes crm.objects.{companies,contacts,deals,owners}.read."
        )


class CrmRequestRejected(CrmError):
    """The CRM understands every request."""

    def __init__(self, status: int, path: str, category: str) -> None:
        super().__init__(
            f"The CRM rejected {path} (HTTP {status}, {category}). Check `base_url` and the "
            "property names in the settings."
        )


class CrmUnavailable(CrmError):
    """The CRM answers within the attempts allowed."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"The CRM did not answer {path} in {ATTEMPTS} attempts ({reason}). Run again later; "
            "nothing of this table was landed."
        )


class CrmAnswerMalformed(CrmError):
    """Every answer is a JSON object in the documented shape."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"The CRM's answer to {path} is malformed: {detail}. Run again later.")


class CrmClient:
    """Sends requests to the CRM and returns the JSON of its answers."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        backoff_seconds: float = 1.0,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        """Open a session.

        Args:
            base_url: `https://api.hubapi.com` or an address of this machine.
            token: Of a private app.
            backoff_seconds: First pause after a failure without Retry-After; doubles each time.
            timeout_seconds: How long the CRM may keep silent before a request is sent again.

        Raises:
            CrmAddressInsecure: the address is neither https nor local.
            CrmTokenMissing: the token is empty.
        """
        if not token:
            raise CrmTokenMissing
        _require_secure(base_url)
        self._base_url = base_url.rstrip("/")
        self._http = Client(
            request_timeout=timeout_seconds,
            raise_for_status=False,
            request_max_attempts=ATTEMPTS,
            request_backoff_factor=backoff_seconds,
            request_max_retry_delay=LONGEST_WAIT_SECONDS,
            # An answer cut short may still be a 200: what is no JSON is asked for again.
            retry_condition=_is_broken,
            session_attrs={
                "headers": {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            },
        )

    def get(self, path: str, parameters: Mapping[str, str | int] | None = None) -> dict[str, Any]:
        """Return the answer to a GET; errors as in the class's exceptions."""
        return self._send("GET", path, params=dict(parameters or {}))

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a POST that reads; errors as in the class's exceptions."""
        return self._send("POST", path, json=dict(body))

    def _send(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, self._base_url + path, **arguments)
        except requests.RequestException as error:
            raise CrmUnavailable(path, type(error).__name__) from None
        if response.status_code in (401, 403):
            raise CrmTokenRefused(response.status_code, path)
        if response.status_code == 429 or response.status_code >= 500:
            raise CrmUnavailable(path, f"HTTP {response.status_code}")
        answer = _json(response)
        if answer is None:
            raise CrmAnswerMalformed(path, "it is no JSON object")
        if response.status_code >= 400:
            category = str(answer.get("category", "no category"))
            raise CrmRequestRejected(response.status_code, path, category)
        return answer


def _require_secure(base_url: str) -> None:
    address = urlsplit(base_url)
    host = address.hostname or ""
    try:
        is_local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = host == "localhost"
    if address.scheme != "https" and not (address.scheme == "http" and is_local):
        raise CrmAddressInsecure(base_url)


def _is_broken(response: requests.Response | None, error: BaseException | None) -> bool:
    return error is None and response is not None and response.ok and _json(response) is None


def _json(response: requests.Response) -> dict[str, Any] | None:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None
