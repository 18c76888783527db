"""Makes `year.jsonl`: the articles of a year in which two countries slide into a crisis and out of it.

    python -m samples.make_year            # writes samples/year.jsonl anew; always the same bytes

Nothing of it ever happened: the countries and institutions are real, every person, newspaper and event is
invented (`year.toml`). Five papers tell each scene: an agency on everybody's word, a paper that copies the
agency, a paper of each side that tells its own side's claims as facts and doubts the other's, and a review.
"""

from __future__ import annotations

import json
import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SEED = 1998


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper: its name, the side it is on, how often it tells a scene, how many days later."""

    name: str
    side: str | None
    share: float
    days: tuple[int, ...]


AGENCY = Paper("Andean Wire", None, 1.0, (0,))
COPYING = Paper("Pacific Courier", None, 0.7, (0, 1))
OTHERS = (
    Paper("Quito Tribune", "ECU", 0.85, (0, 1)),
    Paper("Lima Ledger", "PER", 0.85, (0, 1)),
    Paper("Hemisphere Review", None, 0.45, (1, 2)),
)


def articles() -> list[dict[str, Any]]:
    """All articles in order of publication."""
    year = tomllib.loads((HERE / "year.toml").read_text("utf-8"))
    draw = random.Random(SEED)
    made = []
    for number, scene in enumerate(year["scene"]):
        background = year["background"][scene["phase"]]
        wire = _told(AGENCY, scene, background, draw, number)
        made.append(wire)
        if draw.random() < COPYING.share:
            made.append(_copied(wire, scene, draw))
        made += [
            _told(paper, scene, background, draw, number) for paper in OTHERS if draw.random() < paper.share
        ]
    return sorted(made, key=lambda article: (article["published"], article["publisher"]))


def _told(
    paper: Paper, scene: dict[str, Any], background: list[str], draw: random.Random, number: int
) -> dict[str, Any]:
    """A scene as one paper tells it."""
    day = date.fromisoformat(scene["day"])
    published = day + timedelta(days=draw.choice(paper.days))
    own = paper is not AGENCY
    lead = scene["leads"][draw.randrange(len(scene["leads"])) if own else 0]
    quotes = list(scene["quotes"])
    details = list(scene["details"])
    if own:
        draw.shuffle(quotes)
        draw.shuffle(details)
    claims = [_claimed(claim, paper) for claim in scene.get("claims", ())]
    if paper.side is None and own:
        # A review looks back first and comes to the news in its second paragraph.
        order = [
            [background[number % len(background)], lead],
            [*claims, *quotes[:1]],
            [*details, *quotes[1:]],
        ]
    else:
        after = background[(number + len(paper.name)) % len(background)]
        order = [[lead], [*quotes[:1], *claims], [*details[:1], *quotes[1:]], [*details[1:], after]]
    text = "\n\n".join(" ".join(part) for part in order if part)
    line = f"{scene['dateline']}, {day:%B} {day.day} ({paper.name}) - " if not own else ""
    title = scene["titles"][0 if not own else draw.randrange(len(scene["titles"]))]
    return _article(paper, title, published, line + _dated(text, day))


def _claimed(claim: dict[str, str], paper: Paper) -> str:
    if paper.side is None:
        return claim["said"]
    return claim["fact" if claim["by"] == paper.side else "doubt"]


def _copied(wire: dict[str, Any], scene: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """The agency's text in another paper: its own headline at times, the last sentence cut at times."""
    published = date.fromisoformat(wire["published"]) + timedelta(days=draw.choice(COPYING.days))
    text = wire["text"]
    if draw.random() < 0.5:
        text = text[: text.rstrip(".").rindex(". ") + 1]
    return _article(COPYING, draw.choice(scene["titles"]), published, text)


def _dated(text: str, day: date) -> str:
    following = day + timedelta(days=7)
    return text.replace("{on}", f"on {day:%A}").replace("{next}", f"on {following:%B} {following.day}")


def _article(paper: Paper, title: str, published: date, text: str) -> dict[str, Any]:
    slug = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
    home = "".join(paper.name.lower().split())
    return {
        "title": title,
        "published": published.isoformat(),
        "publisher": paper.name,
        "url": f"https://{home}.example/{published:%Y/%m/%d}/{slug}",
        "language": "en",
        "text": text,
    }


def main() -> None:
    """Write the articles, one a line."""
    lines = [json.dumps(article, ensure_ascii=False) for article in articles()]
    (HERE / "year.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} articles")


if __name__ == "__main__":
    main()
