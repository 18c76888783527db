"""Where alarms go: lines, a web address, a mailbox; and what happens when they are not taken."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import socketserver
import threading
from contextlib import contextmanager
from datetime import date
from email import message_from_string
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.analysis.sinks import Lines, Mail, SinkError, Webhook, deliver, read_sinks, sinks
from dragoman.analysis.watch import Alarm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOLD = {
    "event": "e1",
    "occurrence": "o1",
    "day": "2021-07-21",
    "type": "ASSAULT",
    "score": -9.0,
    "sentence": "Uganda shelled\npositions of Kenya.",
    "article": "a1",
    "publisher": "Morning Post",
}
ALARM = Alarm(
    "w1", "KEN", "UGA", "surge", date(2021, 7, 24), date(2021, 7, 19), 17.0, 3.6, 1.2, 5.0, (TOLD,)
)  # fmt: skip


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.send_header("Location", "http://elsewhere.example/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class _Smtp(socketserver.StreamRequestHandler):
    """As much of a mail server as a client needs: it keeps what it is given."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line.split(b":")[0].split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text.decode())
                self.server.taken.append("".join(lines))  # type: ignore[attr-defined]
            if word == b"RCPT" and self.server.answer != 250:  # type: ignore[attr-defined]
                self.wfile.write(b"550 nobody here\r\n")
                continue
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


@contextmanager
def serving(server: Any, answer: int) -> Iterator[Any]:
    """A server on loopback that keeps what it takes in `taken`."""
    server.taken, server.answer = [], answer
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def hook(answer: int = 200) -> Any:
    return serving(HTTPServer(("127.0.0.1", 0), _Hook), answer)


def post_office(answer: int = 250) -> Any:
    return serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp), answer)


def test_lines_say_what_happened_and_on_what_it_rests() -> None:
    stream = io.StringIO()
    Lines(stream).send([ALARM])
    told = stream.getvalue()
    assert "17 acts of conflict between Kenya and Uganda, 3.6 by habit" in told
    assert "Uganda shelled positions of Kenya. (Morning Post, a1)" in told
    assert "once in 5 years" in told
    stream = io.StringIO()
    Lines(stream, as_json=True).send([ALARM, ALARM])
    assert [json.loads(line)["kind"] for line in stream.getvalue().splitlines()] == ["surge", "surge"]


def test_a_webhook_gets_json_and_can_check_who_sent_it() -> None:
    with hook() as server:
        url = f"http://127.0.0.1:{server.server_port}/alarms?desk=1"
        Webhook(url, secret="s3", allow_private=True).send([ALARM])
        ((path, headers, body),) = server.taken
    assert path == "/alarms?desk=1"
    assert json.loads(body)["alarms"][0]["evidence"][0]["event"] == "e1"
    signed = hmac.new(b"s3", body, hashlib.sha256).hexdigest()
    assert headers["X-Dragoman-Signature"] == f"sha256={signed}"


def test_a_webhook_reaches_no_private_address_unless_it_may() -> None:
    with hook() as server:
        with pytest.raises(SinkError, match="not public"):
            Webhook(f"http://127.0.0.1:{server.server_port}/").send([ALARM])
        assert server.taken == []


@pytest.mark.parametrize("answer", [302, 404, 500])
def test_a_webhook_that_does_not_take_it_is_a_failure(answer: int) -> None:
    with hook(answer) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        with pytest.raises(SinkError, match=str(answer)):
            Webhook(url, allow_private=True).send([ALARM])
        assert len(server.taken) == 1, "redirects are not followed"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/", "http://", "http://user:pw@host/", "x"])
def test_a_webhook_is_a_web_address(url: str) -> None:
    with pytest.raises(SinkError, match="no http"):
        Webhook(url)


def test_mail_goes_through_the_users_server() -> None:
    with post_office() as server:
        port = server.server_address[1]
        Mail("127.0.0.1", "dragoman@desk.example", ("a@desk.example",), port, "none").send([ALARM, ALARM])
        (text,) = server.taken
    message = message_from_string(text, policy=default)
    assert message["To"] == "a@desk.example"
    assert message["Subject"].startswith("Dragoman: 2021-07-24 surge: 17 acts")
    assert message["Subject"].endswith("and 1 more")
    assert "Uganda shelled positions" in message.get_content()


def test_mail_that_is_refused_is_a_failure() -> None:
    with post_office(550) as server:
        port = server.server_address[1]
        with pytest.raises(SinkError, match="mail 127"):
            Mail("127.0.0.1", "a@b.example", ("c@d.example",), port, "none").send([ALARM])


def test_a_password_is_never_sent_in_the_open() -> None:
    with pytest.raises(SinkError, match="TLS"):
        Mail("host", "a@b.example", ("c@d.example",), security="none", user="me", password="pw")
    assert "pw" not in repr(Mail("host", "a@b.example", ("c@d.example",), user="me", password="pw"))


def test_no_header_can_be_smuggled_in() -> None:
    with pytest.raises(SinkError):
        Mail("host", "a@b.example", ("c@d.example\nBcc: e@f.example",)).message([ALARM])


def test_one_sink_that_fails_keeps_none_from_the_others() -> None:
    stream = io.StringIO()
    with hook(500) as server:
        bad = Webhook(f"http://127.0.0.1:{server.server_port}/", allow_private=True)
        (failure,) = deliver([ALARM], [bad, Lines(stream)])
    assert "answered 500" in failure
    assert "Kenya and Uganda" in stream.getvalue()
    assert deliver([], [bad]) == []


def test_sinks_come_from_a_file_and_secrets_from_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "alarms.toml"
    path.write_text(
        """
        [print]
        [[webhook]]
        url = "https://desk.example/alarms"
        secret_env = "DESK"
        [mail]
        host = "smtp.example"
        from = "a@desk.example"
        to = ["b@desk.example"]
        user = "me"
        password_env = "PW"
        """
    )
    lines, webhook, mail = read_sinks(path, {"DESK": "s", "PW": "p"})
    assert isinstance(lines, Lines)
    assert isinstance(webhook, Webhook)
    assert isinstance(mail, Mail)
    assert (webhook.secret, mail.password, mail.security, mail.to) == (
        "s",
        "p",
        "starttls",
        ("b@desk.example",),
    )
    with pytest.raises(SinkError, match="DESK"):
        read_sinks(path, {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"pigeon": {}},
        {"webhook": {}},
        {"webhook": {"url": "https://a.example", "colour": "red"}},
        {"webhook": "https://a.example"},
        {"print": "yes"},
        {"mail": {"host": "h"}},
        {"mail": {"host": "h", "from": "a@b", "to": "c@d", "security": "hope"}},
    ],
)
def test_a_wrong_configuration_is_refused_in_one_line(wrong: dict[str, Any]) -> None:
    with pytest.raises(SinkError) as told:
        sinks(wrong, {})
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("text", ["[mail", "mail = 3", "\x00"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "alarms.toml"
    path.write_text(text)
    with pytest.raises(SinkError, match=r"alarms\.toml"):
        read_sinks(path, {})
    with pytest.raises(SinkError, match=r"none\.toml"):
        read_sinks(tmp_path / "none.toml", {})
