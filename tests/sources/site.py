"""A web site on this machine that does whatever a test wants of it."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Request(BaseHTTPRequestHandler):
    """One request; the answer is what the site says for its path, 404 for all others."""

    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, time.monotonic(), dict(self.headers)))
        answer = self.site.answers.get(self.path)
        # Whoever gave up waiting has hung up.
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            if callable(answer):
                answer(self)
            elif answer is None:
                self.answer(b"no", 404)
            else:
                self.answer(answer)

    def answer(self, body: bytes | str, status: int = 200, **headers: str) -> None:
        """Send an answer; `Content_Type="…"` and the like are its headers."""
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        headers = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body)), **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@dataclass
class Site:
    """`answers` by path: bytes or text of a page, or a function of the request."""

    url: str
    answers: dict[str, bytes | str | Callable[[Request], None]] = field(default_factory=dict)
    asked: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)
    """Path, time (`time.monotonic`) and headers of each request."""

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, robots.txt left out."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A site that runs until the block ends."""
    handler = type("Handler", (Request,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    handler.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
