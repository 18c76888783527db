"""Search: words in headlines, texts, acts and quotes; who and which dyad they may mean."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Response

from dragoman import ontology
from dragoman.store.filters import Conditions, code_of, days, like
from dragoman.web import finding
from dragoman.web.filters import Day, Text
from dragoman.web.models import Act, Count, Headline, Model, Quoted
from dragoman.web.pages.articles import headline
from dragoman.web.pages.chronology import acts_of
from dragoman.web.showing import Asked, Number

if TYPE_CHECKING:
    from dragoman.store import Store

router = APIRouter(tags=["search"])
PAGE = 20


class Hit(Model):
    """An article with the passage in which the words stand."""

    article: Headline
    before: str
    match: str
    after: str


class Search(Model):
    """What the words are found in."""

    version: int
    q: str
    within: str
    page: int
    pages: bool
    meant: list[Count]
    """Parties that the words may mean."""
    articles: list[Hit]
    quotes: list[Quoted]
    acts: list[Act]


Within = Annotated[Literal["articles", "quotes", "acts"], Query(alias="in", description="What is searched.")]


@router.get("/search", response_model=Search)
def search_page(
    page: Asked,
    q: Annotated[str, Query(max_length=200)] = "",
    within: Within = "articles",
    said_by: Text = None,
    since: Day = None,
    until: Day = None,
    number: Number = 1,
) -> Response:
    """Words in the texts of articles, in what was said, or in the sentences that tell of acts."""
    store, words = page.store, q.strip()
    first = (number - 1) * PAGE
    articles: list[Hit] = []
    quotes: list[Quoted] = []
    acts: list[Act] = []
    asked = bool(words or said_by or since or until)
    if asked and within == "articles":
        articles = _articles(store, words, since, until, first)
    elif asked and within == "quotes":
        found = store.quotes(
            text=words or None, said_by=said_by or None, since=since or None, until=until or None,
            limit=PAGE + 1, offset=first,
        )  # fmt: skip
        quotes = [Quoted.of(row) for row in found]
    elif asked:
        filters = {"text": words, "said_by": said_by, "since": since, "until": until}
        conditions = finding.conditions_of({k: v for k, v in filters.items() if v})
        rows = finding.events(store, conditions, limit=PAGE + 1, offset=first)
        acts = acts_of(store, rows)
    data = Search(
        version=store.version,
        q=words,
        within=within,
        page=number,
        pages=max(len(articles), len(quotes), len(acts)) > PAGE,
        meant=_meant(store, words) if words and number == 1 else [],
        articles=articles[:PAGE],
        quotes=quotes[:PAGE],
        acts=acts[:PAGE],
    )
    return page.show(
        "search.html", data, said_by=said_by or "", since=since or "", until=until or "", asked=asked
    )


def _articles(store: Store, words: str, since: str | None, until: str | None, first: int) -> list[Hit]:
    """Articles that hold the words, newest first, each with its first passage that does."""
    conditions = Conditions()
    days(conditions, "published_day", since or None, until or None)
    if words:
        conditions.add("text ILIKE ? ESCAPE '\\' OR title ILIKE ? ESCAPE '\\'", like(words), like(words))
    rows = finding.asked(
        store.cursor(),
        f"""WITH hits AS MATERIALIZED (SELECT id, year, published_day FROM articles_rows {conditions.where()}
            ORDER BY published_day DESC NULLS LAST, id LIMIT {PAGE + 1} OFFSET {int(first)})
        SELECT a.id, a.title, a.publisher, a.published, a.text FROM articles_rows a JOIN hits h
        ON a.id = h.id AND a.year = h.year ORDER BY a.published_day DESC NULLS LAST, a.id""",
        conditions.parameters,
    )
    return [Hit(article=headline(row), **passage(row["text"] or "", words)) for row in rows]


def passage(text: str, words: str, around: int = 120) -> dict[str, str]:
    """The first place of `words` in a text with what stands around it; else the beginning of the text.

    >>> passage("Troops crossed the river at dawn.", "RIVER", 10)
    {'before': '… the ', 'match': 'river', 'after': ' at dawn.'}
    """
    at = text.casefold().find(words.casefold()) if words else -1
    # Folding can change lengths (ß); then only the beginning is shown.
    if at < 0 or text[at : at + len(words)].casefold() != words.casefold():
        return {"before": "", "match": "", "after": _to_word(text[: 2 * around], len(text) > 2 * around)}
    end = at + len(words)
    before = text[max(0, at - around) : at]
    if at > around:
        before = "… " + before.partition(" ")[2]
    return {
        "before": before,
        "match": text[at:end],
        "after": _to_word(text[end : end + around], len(text) > end + around),
    }


def _to_word(text: str, cut: bool) -> str:
    return text.rpartition(" ")[0] + " …" if cut else text


def _meant(store: Store, words: str) -> list[Count]:
    """Parties that are called so: a country by its name or code, others by their names in the store."""
    code = code_of(words.upper()) if len(words) == 3 else code_of(words)
    meant = [Count(name=ontology.code_name(code), code=code, count=0)] if code else []
    if len(words) >= 3:
        rows = finding.asked(
            store.cursor(),
            "SELECT name, mode(code) AS code, count(DISTINCT article) AS n FROM parties_rows"
            " WHERE name ILIKE ? ESCAPE '\\' GROUP BY name ORDER BY n DESC, name LIMIT 8",
            [like(words)],
        )
        seen = {count.name for count in meant}
        meant += [
            Count(name=row["name"], code=row["code"], count=row["n"])
            for row in rows
            if row["name"] not in seen
        ]
    return meant
