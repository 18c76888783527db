"""Where alarms go: standard output, a web address, mailboxes.

    sinks = read_sinks(Path("alarms.toml"))
    for failure in deliver(watch.update(events), sinks):
        print(failure, file=sys.stderr)

`alarms.toml`, every part optional; passwords stand in the environment, never in the file:

    [print]

    [[webhook]]
    url = "https://desk.example/alarms"
    secret_env = "DESK_SECRET"          # signs the body: X-Dragoman-Signature: sha256=…
    allow_private = false               # true to reach addresses that are not public

    [mail]
    host = "smtp.example.org"
    port = 587
    security = "starttls"               # or "tls", or "none"
    from = "dragoman@example.org"
    to = ["desk@example.org"]
    user = "dragoman"
    password_env = "DRAGOMAN_SMTP_PASSWORD"
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import smtplib
import ssl
import sys
import time
import tomllib
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

from dragoman.phrasing import flat
from dragoman.sources.addresses import connected
from dragoman.sources.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragoman.analysis.watch import Alarm

TIMEOUT = 20.0
"""Seconds that a web address or a mail server has to answer."""


class SinkError(ValueError):
    """A sink that is wrongly described, or did not take the alarms; one line that names it."""


class Sink(Protocol):
    """What takes alarms."""

    def send(self, alarms: Sequence[Alarm]) -> None:
        """Hand over at least one alarm. SinkError if it was not taken."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Writes alarms as text, or as JSON Lines."""

    stream: IO[str] = field(default_factory=lambda: sys.stdout)
    as_json: bool = False

    def send(self, alarms: Sequence[Alarm]) -> None:
        for alarm in alarms:
            text = json.dumps(alarm.to_dict(), ensure_ascii=False) if self.as_json else as_text(alarm)
            self.stream.write(text + "\n")
        self.stream.flush()


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts `{"alarms": […]}` as JSON. Redirects are not followed: alarms go where they were told to go.

    Only public addresses are reached unless `allow_private`. With a `secret` the header
    `X-Dragoman-Signature` holds `sha256=` and the HMAC of the body.
    """

    url: str
    secret: str = ""
    allow_private: bool = False
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise SinkError(f"webhook {flat(self.url)}: this is no http or https address")

    def send(self, alarms: Sequence[Alarm]) -> None:
        body = json.dumps({"alarms": [a.to_dict() for a in alarms]}, ensure_ascii=False).encode()
        try:
            status = self._post(body)
        except (OSError, SourceError, ValueError, http.client.HTTPException) as error:
            cause = error.cause if isinstance(error, SourceError) else str(error) or "no answer in time"
            raise SinkError(f"webhook {self.url}: {flat(cause)}") from None
        if not 200 <= status < 300:
            raise SinkError(f"webhook {self.url}: answered {status}")

    def _post(self, body: bytes) -> int:
        parts = urlsplit(self.url)
        deadline = time.monotonic() + self.timeout
        link, host = connected(
            parts.hostname or "", parts.port, parts.scheme, deadline, not self.allow_private
        )
        headers = {"Content-Type": "application/json", "User-Agent": "dragoman", "Host": host}
        if self.secret:
            signed = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
            headers["X-Dragoman-Signature"] = f"sha256={signed}"
        asked = http.client.HTTPConnection(parts.hostname or "")
        asked.sock = link  # type: ignore[assignment]
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            asked.request("POST", path, body, headers)
            return asked.getresponse().status
        finally:
            link.hang_up()


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends one message with all alarms through the user's own mail server."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        if self.security not in ("starttls", "tls", "none"):
            raise SinkError(f"mail: no security {self.security!r}: one of starttls, tls, none")
        if not self.host or not self.sender or not self.to:
            raise SinkError("mail: needs host, from and to")
        if self.user and self.security == "none":
            raise SinkError("mail: a password is not sent over a connection without TLS")

    def message(self, alarms: Sequence[Alarm]) -> EmailMessage:
        """The message that says it. SinkError if an address is none."""
        made = EmailMessage()
        more = f" and {len(alarms) - 1} more" if len(alarms) > 1 else ""
        made["Subject"] = f"Dragoman: {flat(alarms[0].headline)}{more}"
        try:
            made["From"], made["To"] = self.sender, ", ".join(self.to)
        except ValueError as error:
            raise SinkError(f"mail: {flat(str(error))}") from None
        made["Date"], made["Message-ID"] = formatdate(), make_msgid(domain="dragoman.invalid")
        made["Auto-Submitted"] = "auto-generated"
        made.set_content("\n\n".join(as_text(alarm) for alarm in alarms) + "\n")
        return made

    def send(self, alarms: Sequence[Alarm]) -> None:
        message = self.message(alarms)
        secure = ssl.create_default_context()
        try:
            if self.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, timeout=self.timeout, context=secure
                )
            else:
                server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
            with server:
                if self.security == "starttls":
                    server.starttls(context=secure)
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise SinkError(f"mail {self.host}:{self.port}: {flat(str(error))}") from None


def as_text(alarm: Alarm) -> str:
    """An alarm in words, with what drove it and what the rate of false alarms is."""
    lines = [alarm.headline]
    for told in alarm.evidence[:_SHOWN]:
        what = " ".join(filter(None, (told.get("day"), told.get("type"))))
        source = ", ".join(filter(None, (told.get("publisher"), told.get("article"))))
        lines.append(f"  {what}: {flat(told.get('sentence') or '')} ({source})")
    if len(alarm.evidence) > _SHOWN:
        lines.append(f"  and {len(alarm.evidence) - _SHOWN} more")
    lines.append(f"  On a quiet dyad this happens by chance once in {alarm.years_between:g} years.")
    return "\n".join(lines)


_SHOWN = 5


def deliver(alarms: Sequence[Alarm], sinks: Iterable[Sink]) -> list[str]:
    """Hand alarms to every sink; a line for each that failed, which keeps none of the others from theirs."""
    failures = []
    for sink in sinks if alarms else ():
        try:
            sink.send(alarms)
        except SinkError as error:
            failures.append(str(error))
    return failures


def read_sinks(path: Path, environment: Mapping[str, str] | None = None) -> list[Sink]:
    """The sinks of a TOML file. SinkError, with the file's name, if it is wrong."""
    try:
        return sinks(tomllib.loads(path.read_text("utf-8")), environment)
    except OSError as error:
        raise SinkError(f"{path}: {error.strerror}") from None
    except (ValueError, TypeError) as error:
        raise SinkError(f"{path}: {flat(str(error))}") from None


def sinks(config: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> list[Sink]:
    """The sinks that a configuration describes, as in the heading of this file."""
    secrets = os.environ if environment is None else environment
    unknown = set(config) - {"print", "webhook", "mail"}
    if unknown:
        raise SinkError(f"no sink {sorted(unknown)[0]!r}: one of print, webhook, mail")
    hooks = config.get("webhook", [])
    hooks = hooks if isinstance(hooks, list) else [hooks]
    parts = [("print", config.get("print", {})), ("mail", config.get("mail", {}))]
    for name, part in [*parts, *(("webhook", hook) for hook in hooks)]:
        if not isinstance(part, dict):
            raise SinkError(f"{name}: needs a table of settings, not {part!r}")
    made: list[Sink] = []
    if "print" in config:
        made.append(Lines(as_json=bool(config["print"].get("json"))))
    for hook in hooks:
        given = dict(hook)
        secret = _secret(given.pop("secret_env", ""), secrets)
        made.append(_made(Webhook, "webhook", given | {"secret": secret}))
    if "mail" in config:
        given = dict(config["mail"])
        given["sender"] = given.pop("from", "")
        to = given.get("to", ())
        given["to"] = (to,) if isinstance(to, str) else tuple(to)
        given["password"] = _secret(given.pop("password_env", ""), secrets)
        made.append(_made(Mail, "mail", given))
    return made


def _made(kind: Any, name: str, given: dict[str, Any]) -> Sink:
    try:
        sink: Sink = kind(**given)
    except TypeError as error:
        raise SinkError(f"{name}: {flat(str(error)).replace('__init__() ', '')}") from None
    return sink


def _secret(name: str, secrets: Mapping[str, str]) -> str:
    if name and name not in secrets:
        raise SinkError(f"the environment has no {name}")
    return secrets[name] if name else ""
