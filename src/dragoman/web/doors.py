"""The doors of the reading room: who may come in, how often, with how much, and what leaves it.

One layer around the whole application, so that no page can be forgotten. It looks at the name the request was
sent to, its length and rate, the session and the origin of what would change something; and it gives every
answer the headers that keep hostile content from running.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dragoman.web.settings import Rate, Settings

COOKIE = "dragoman_room"
SESSION_SECONDS = 14 * 24 * 3600
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: browsers would then hide the origin of our own forms, too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_CLIENTS = 10_000
_OPEN = ("/login", "/static/")
"""What is shown to those who have not signed in."""


class Doors:
    """ASGI middleware; see above."""

    def __init__(
        self, app: ASGIApp, settings: Settings, refuse: Callable[..., Awaitable[None]], clock: Any = None
    ) -> None:
        self.app = app
        self.settings = settings
        self.refuse = refuse
        self.rates = Rates(settings.rates, clock or time.monotonic)
        # Whoever changes the token ends the sessions; without one they end with the process.
        key = hashlib.sha256(f"room {settings.token}".encode()).digest() if settings.token else None
        self.signer = URLSafeTimedSerializer(key or secrets.token_bytes(32), salt="session")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session, fresh = self._session(headers)
        scope.setdefault("state", {})["session"] = session
        before = dict(session)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer[name] = value
                answer.setdefault("Cache-Control", "private, no-cache")
                if (fresh and scope["path"][:8] != "/static/") or session != before:
                    answer.append("Set-Cookie", self._cookie(session, scope))
            await send(message)

        problem = self._problem(scope, headers, session)
        if problem is not None:
            status, why, more = problem
            await self.refuse(scope, receive, guarded, status, why, more)
            return
        limit = self.settings.largest_upload if scope["path"] == "/read" else self.settings.largest_form
        await self.app(scope, _counted(receive, limit), guarded)

    def _problem(
        self, scope: Scope, headers: Headers, session: dict[str, Any]
    ) -> tuple[int, str, dict[str, str]] | None:
        settings, path, method = self.settings, scope["path"], scope["method"]
        if not settings.answers_to(headers.get("host", "")):
            return 421, "This room does not answer to that name.", {}
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > settings.longest_address:
            return 414, "The address is too long.", {}
        wait = self.rates.wait(scope, path, method)
        if wait:
            return 429, "Too many requests; try again in a moment.", {"Retry-After": str(wait)}
        limit = settings.largest_upload if path == "/read" else settings.largest_form
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            return 413, f"At most {limit:,} bytes.", {}
        bearer = self._bearer(headers)
        scope["state"]["bearer"] = bearer
        if method not in SAFE and not bearer and not _same_origin(headers):
            return 403, "This was sent from another site.", {}
        if settings.token and not bearer and not session.get("in") and not path.startswith(_OPEN):
            if method == "GET" and "text/html" in headers.get("accept", ""):
                target = path + (
                    "?" + scope["query_string"].decode("latin-1") if scope["query_string"] else ""
                )
                return 303, "Sign in first.", {"Location": f"/login?next={quote(target, safe='')}"}
            return 401, "A token is required.", {"WWW-Authenticate": "Bearer"}
        return None

    def _bearer(self, headers: Headers) -> bool:
        """Whether the request carries the token itself, as programs do."""
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self.admits(given.strip())

    def admits(self, given: str) -> bool:
        """Whether this is the token; takes as long for a wrong one."""
        token = self.settings.token
        return token is not None and hmac.compare_digest(given.encode(), token.encode())

    def _session(self, headers: Headers) -> tuple[dict[str, Any], bool]:
        """The session of the cookie, and whether it is a new one."""
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
            found = self.signer.loads(morsel.value, max_age=SESSION_SECONDS) if morsel else None
        except (BadData, CookieError):
            found = None
        if isinstance(found, dict) and isinstance(found.get("csrf"), str):
            return found, False
        return {"csrf": secrets.token_urlsafe(24)}, True

    def _cookie(self, session: dict[str, Any], scope: Scope) -> str:
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        value = self.signer.dumps(session)
        return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={SESSION_SECONDS}{secure}"


class Rates:
    """A bucket of requests for each client and kind of request, filled up over time."""

    def __init__(self, rates: Any, clock: Callable[[], float]) -> None:
        self.rates = rates
        self.clock = clock
        self.buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def wait(self, scope: Scope, path: str, method: str) -> int:
        """Take one out: 0, or the seconds until there is one again."""
        client = (scope.get("client") or ("?",))[0]
        kinds = ["any"]
        if method == "POST":
            kinds += [kind for kind in ("login", "read", "review") if path.endswith(f"/{kind}")]
        return max(self._taken(client, kind) for kind in kinds)

    def _taken(self, client: str, kind: str) -> int:
        rate: Rate = self.rates[kind]
        now = self.clock()
        left, at = self.buckets.pop((client, kind), (float(rate.burst), now))
        left = min(rate.burst, left + (now - at) * rate.per_second)
        taken = left >= 1
        self.buckets[client, kind] = (left - 1 if taken else left, now)
        while len(self.buckets) > _CLIENTS:
            self.buckets.popitem(last=False)
        return 0 if taken else max(1, round((1 - left) / rate.per_second))


def _same_origin(headers: Headers) -> bool:
    """Whether what would change something was sent by a page of this room, as far as the browser says."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def _counted(receive: Receive, limit: int) -> Receive:
    """What receives a body of at most `limit` bytes, whatever its header promised."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, f"At most {limit:,} bytes.")
        return message

    return counted


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
