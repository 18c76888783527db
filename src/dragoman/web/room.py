"""The reading room: an application over one store.

app = open_room(Settings("data/store"))      # ASGI; `dragoman serve` runs it under uvicorn
"""

from __future__ import annotations

import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import PurePosixPath
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.staticfiles import StaticFiles

from dragoman.store import QuestionError, Store, StoreError
from dragoman.web.doors import HEADERS, Doors
from dragoman.web.indexing import make_index
from dragoman.web.models import Problem
from dragoman.web.showing import HERE, NAVIGATION, PROBLEMS, Page, environment, wants_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.types import Receive, Scope, Send

    from dragoman.reading.reader import Reader
    from dragoman.web.settings import Settings

_REFRESH_SECONDS = 1.0
_WAITING = 8
"""Articles that wait to be read on the spot; more are sent away."""
_STORES = 8
_REMEMBERED = 256


class Room:
    """What all requests share: the store at the versions looked at, the reader, what was worked out."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.name = PurePosixPath(settings.store.rstrip("/")).name or settings.store
        self.lock = Lock()
        self.writing = Lock()
        self._jobs: dict[Any, Future[Any]] = {}
        self._open_threads()
        self.waiting = BoundedSemaphore(_WAITING)
        self._reader: Reader | None = None
        self._stores: OrderedDict[str, Store] = OrderedDict()
        self._memory: OrderedDict[Any, Any] = OrderedDict()
        self._latest = Store(settings.store, as_of=settings.as_of)
        self._asked = time.monotonic()
        self._indexed: int | None = None

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: as told, or since an earlier version is shown."""
        return self.settings.read_only or self.settings.as_of is not None

    def store(self, as_of: str | None = None) -> Store:
        """The store as it is, or as it was at a version or on a day. 404 if there is no such version."""
        if as_of is None:
            if self.settings.as_of is None and time.monotonic() - self._asked > _REFRESH_SECONDS:
                # Nobody waits for it: whoever comes next sees what is new.
                self._asked = time.monotonic()
                self.watcher.submit(self._latest.refresh)
            if self._indexed != self._latest.version:
                self._indexed = self._latest.version
                self.watcher.submit(make_index, self._latest)
            return self._latest
        if self.settings.as_of is not None:
            raise HTTPException(403, f"This room shows the store as of {self.settings.as_of} only.")
        with self.lock:
            if as_of in self._stores:
                self._stores.move_to_end(as_of)
                return self._stores[as_of]
        try:
            made = Store(self.settings.store, as_of=as_of)
        except QuestionError:
            raise
        except StoreError as error:
            raise HTTPException(404, error.cause) from None
        if made.version == self._latest.version:
            return self._latest
        with self.lock:
            self._stores[as_of] = made
            while len(self._stores) > _STORES:
                self._stores.popitem(last=False)
        return made

    def refreshed(self) -> None:
        """Look for a later version at once: something was written."""
        self._latest.refresh()

    def remembered(self, store: Store, key: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        """What `work` gives, worked out once for each version of the store."""
        full = (store.version, *key)
        with self.lock:
            if full in self._memory:
                self._memory.move_to_end(full)
                return self._memory[full]
        made = work()
        with self.lock:
            self._memory[full] = made
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return made

    def forget(self) -> None:
        """Forget what was worked out, as a new version of the store makes it do."""
        with self.lock:
            self._memory.clear()

    def in_time(self, store: Store, key: tuple[Any, ...], work: Callable[[], Any], patience: float) -> Any:
        """As `remembered`, but worked out beside the pages: None if it takes longer than `patience` seconds.

        Whoever asks again later gets it. One thing is worked out at a time.
        """
        full = (store.version, *key)
        with self.lock:
            if full in self._memory:
                return self._memory[full]
            job = self._jobs.get(full)
            if job is None:
                job = self._jobs[full] = self.workers.submit(self.remembered, store, key, work)
                job.add_done_callback(lambda _: self._jobs.pop(full, None))
        try:
            return job.result(patience)
        except TimeoutError:
            return None

    def reader(self) -> Reader:
        """The reader, loaded when the first article is to be read; call it in the thread that reads."""
        if self._reader is None:
            import dragoman

            own = self.settings.knowledge
            self._reader = dragoman.load(knowledge=own) if own else dragoman.load()
        return self._reader

    def close(self) -> None:
        """End what is read and worked out beside the pages; who asks later begins anew."""
        for pool in (self.readers, self.workers, self.watcher):
            pool.shutdown(wait=False, cancel_futures=True)
        self._open_threads()

    def _open_threads(self) -> None:
        self.readers = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self.workers = ThreadPoolExecutor(1, thread_name_prefix="working")
        self.watcher = ThreadPoolExecutor(1, thread_name_prefix="watching")


class Assets(StaticFiles):
    """The static files; those that are named with their content's hash never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if b"v=" in scope["query_string"] and answer.status_code == 200:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def open_room(settings: Settings) -> FastAPI:
    """The application. Raises StoreError, one line, if there is no such store."""
    import dragoman
    from dragoman.web.pages import ROUTERS

    room = Room(settings)

    @asynccontextmanager
    async def lasting(app: FastAPI) -> AsyncIterator[None]:
        yield
        room.close()

    app = FastAPI(
        lifespan=lasting,
        title="Dragoman’s reading room",
        summary="Who did what to whom, on whose word, and whether it happened.",
        description="Every page is also JSON at its own address: ask with `Accept: application/json` or"
        " `?format=json`. Programs that come from beyond this machine send `Authorization: Bearer TOKEN`.",
        version=dragoman.__version__,
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
    )
    app.state.room = room
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", Assets(directory=HERE / "static"), name="static")
    app.add_middleware(Doors, settings=settings, refuse=_refuse)
    app.add_exception_handler(StarletteHTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StoreError, _store_problem)
    app.add_exception_handler(Exception, _fault)
    return app


async def _refuse(
    scope: Scope, receive: Receive, send: Send, status: int, why: str, headers: dict[str, str]
) -> None:
    """What the doors answer themselves."""
    answer: Response
    if status == 303:
        answer = RedirectResponse(headers["Location"], 303)
    else:
        answer = _problem(Request(scope), status, why)
        answer.headers.update(headers)
    await answer(scope, receive, send)


def _problem(request: Request, status: int, why: str) -> Response:
    form = request.query_params.get("format")
    if wants_json(request, form if form in ("html", "json") else None):
        return Response(
            Problem(status=status, error=why).model_dump_json(), status, media_type="application/json"
        )
    page = (
        environment()
        .get_template("room/problem.html")
        .render(
            status=status,
            why=why,
            link=lambda path, **_: path,
            here="",
            navigation=NAVIGATION if status not in (401, 421) else (),
            as_of=None,
            fixed_as_of=None,
            signed_in=False,
            csrf="",
            partial=False,
            room="",
        )
    )
    return HTMLResponse(page, status)


async def _http_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    why = "There is no such page." if error.detail == "Not Found" else str(error.detail)
    answer = _problem(request, error.status_code, why)
    answer.headers.update(error.headers or {})
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors()[:3]]
    return _problem(request, 422, "; ".join(faults))


async def _store_problem(request: Request, error: Exception) -> Response:
    return _problem(request, 400 if isinstance(error, QuestionError) else 503, str(error))


async def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: told as one, without its inside; uvicorn's log has the traceback."""
    answer = _problem(request, 500, "Something went wrong in this room; it is written in its log.")
    # This answer is made outside of the doors.
    answer.headers.update(HEADERS)
    return answer


__all__ = ["Page", "Room", "open_room"]
