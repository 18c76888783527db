"""The same store on object storage, against a local S3 server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from dragoman.store import Store
from dragoman.store.upkeep import compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.reading.reader import Reader
    from dragoman.records import Article


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    """A bucket `news` on a server of our own: the options to reach it."""
    import boto3

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A process of its own: delta-rs holds the interpreter while it asks, and a thread could not answer.
    command = [sys.executable, "-c", "import sys; from moto.server import main; main(sys.argv[1:])"]
    server = subprocess.Popen(
        [*command, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    endpoint = f"http://127.0.0.1:{port}"
    _wait_for("127.0.0.1", port)
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys).create_bucket(Bucket="news")
    yield {
        **{name.upper(): value for name, value in keys.items()},
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ALLOW_HTTP": "true",
    }
    server.terminate()
    server.wait(timeout=10)


def _wait_for(host: str, port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError("the S3 server did not start")


def test_a_store_in_a_bucket_answers_like_one_in_a_folder(
    bucket: dict[str, str], filled: Store, articles: list[Article], reader: Reader
) -> None:
    store = Store("s3://news/store", create=True, options=bucket)
    store.add(articles, reader, batch=2)
    assert list(store.reports()) == list(filled.reports())
    assert store.events(actor="KEN").rows()[0]["type"] == "ACCUSE"
    assert store.add(articles, reader).known == 5
    compact(store)
    again = Store("s3://news/store", options=bucket)
    assert list(again.reports()) == list(filled.reports())
    assert len(Store("s3://news/store", as_of=1, options=bucket).sql("SELECT * FROM articles")) == 2


def test_two_writers_in_a_bucket_commit_one_after_the_other(
    bucket: dict[str, str], articles: list[Article], reader: Reader
) -> None:
    first = Store("s3://news/two", create=True, options=bucket)
    second = Store("s3://news/two", options=bucket)
    first.add(articles[:2], reader)
    second.add(articles[1:], reader)
    first.refresh()
    assert first.versions()["version"].to_pylist() == [1, 2]
    assert len(first.sql("SELECT * FROM articles")) == 5
