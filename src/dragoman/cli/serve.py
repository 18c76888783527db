"""`dragoman serve`: the reading room over a store."""

from __future__ import annotations

import socket
import sys
from pathlib import Path  # noqa: TC003 (Typer evaluates the annotations)
from typing import Annotated

import typer

from dragoman.cli.inputs import ALL_FAILED
from dragoman.cli.stores import AsOfOption, StoreOption, told_errors


def command(
    store: StoreOption,
    host: Annotated[
        str, typer.Option(help="Where to listen; beyond this machine a token is needed.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8000,
    token: Annotated[
        str | None,
        typer.Option(envvar="DRAGOMAN_TOKEN", help="What visitors sign in with; better in the environment."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A host name to answer to, as behind a proxy."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Nobody writes reviews.")] = False,
    as_of: AsOfOption = None,
    knowledge: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Knowledge of your own, for reading on the spot."),
    ] = None,
) -> None:
    """Open the reading room: chronology, parties, map, network, search and review, in a browser.

    It listens on this machine only unless told otherwise. Every page is also JSON; /docs describes them.
    """
    import uvicorn

    from dragoman.web.room import open_room
    from dragoman.web.settings import Settings, SettingsError

    try:
        settings = Settings(
            store,
            host=host,
            port=port,
            token=token,
            read_only=read_only,
            as_of=as_of,
            names=tuple(name or ()),
            knowledge=str(knowledge) if knowledge else None,
        )
    except SettingsError as error:
        print(f"dragoman: {error}", file=sys.stderr)
        raise SystemExit(ALL_FAILED) from None
    with told_errors():
        app = open_room(settings)
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            # Who asks is who is connected: a header that names another is not believed.
            proxy_headers=False,
            timeout_keep_alive=10,
            limit_concurrency=200,
        )
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            listening = socket.create_server((host.strip("[]"), port), family=family)
        except OSError as error:
            print(f"dragoman: {host}:{port}: {error.strerror or error}", file=sys.stderr)
            raise SystemExit(ALL_FAILED) from None
        where = listening.getsockname()
        shown = f"[{where[0]}]" if ":" in where[0] else where[0]
        note = "; read-only" if app.state.room.read_only else ""
        print(f"The reading room of {store} is open at http://{shown}:{where[1]}/{note}", flush=True)
        uvicorn.Server(config).run(sockets=[listening])
