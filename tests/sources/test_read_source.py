"""Whatever the user names becomes articles, or one line that says why not."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from dragoman.reading.layout import repair
from dragoman.records import Article
from dragoman.sources import SourceError, read_source
from tests.sources.make_pdf import make_pdf

DATA = Path(__file__).parent / "data"


def one(source: Path | str, **given: str) -> Article:
    """The one article of a source."""
    (found,) = read_source(source, **given)  # type: ignore[arg-type]
    assert isinstance(found, Article)
    return found


def refusal(source: Path | str, **given: object) -> str:
    """Why a source gives no article, without its name."""
    with pytest.raises(SourceError) as caught:
        list(read_source(source, **given))  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert str(caught.value) == f"{caught.value.source}: {caught.value.cause}"
    return caught.value.cause


# --- text ---


def test_a_text_file_is_its_article_character_by_character(tmp_path: Path) -> None:
    text = "Kenya recalled its ambassador.\r\n\r\nUganda said that it was sorry for what it had done.\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    article = one(path)
    assert article.text == text
    assert article.language == "en"
    assert article.title is article.published is None


def test_what_the_user_says_wins_and_makes_the_id(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kenya recalled its ambassador.")
    article = one(path, title="Kenya recalls envoy", published="16 March 2023", publisher="Meridian Wire")
    assert (article.title, article.published, article.publisher) == (
        "Kenya recalls envoy",
        "2023-03-16",
        "Meridian Wire",
    )
    assert article.id == Article(article.text, title=article.title, published=article.published,
                                 publisher=article.publisher).id  # fmt: skip


def test_a_published_that_is_no_date_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'soon' is no date; write it as YYYY-MM-DD"):
        read_source(tmp_path / "never-opened.txt", published="soon")


def test_a_byline_names_the_authors(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("By Amina Otieno and Lars Holm in Nairobi\n\nKenya recalled its ambassador.")
    assert one(path).authors == ("Amina Otieno", "Lars Holm")


def test_a_head_tells_what_is_known_about_the_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Title: Envoy recalled: a quarrel\nDate: 16 March 2023\nPublisher: Meridian Wire\n\nKenya spoke.\n"
    )
    article = one(path)
    assert (article.title, article.published, article.publisher) == (
        "Envoy recalled: a quarrel",
        "2023-03-16",
        "Meridian Wire",
    )
    assert article.text == "Kenya spoke.\n"
    assert one(path, title="Another").title == "Another"


def test_lines_with_a_colon_that_are_no_head_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "Source: unknown.\nNobody in the harbour: not one.\n\nKenya spoke."
    path.write_text(text)
    assert one(path).text == text


# --- what is no article ---


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("empty.txt", b"", "there is nothing in it"),
        ("blank.txt", b" \n\t\n", "there is nothing in it"),
        ("numbers.txt", b"1 2 3 4", "there are no words in it"),
        ("letter.docx", b"PK\x03\x04rest", "this is a zip archive or an office document, not text"),
        ("blob.txt", bytes(range(256)) * 4, "this is a binary file, not text"),
        ("torn.txt", b"\xff\xfeK\x00e\x00n", "cannot be decoded: the text breaks off UTF-16"),
        ("broken.pdf", b"%PDF-1.4 and then nothing of the kind", "the PDF is broken"),
        ("front.html", (DATA / "front.html").read_bytes(), "there is no article on the page"),
        ("broken.json", b'{"text": ', "this is no JSON"),
        ("empty.csv", b"", "there is nothing in it"),
        ("header.csv", b"id,text\n", "there is no article in the table"),
        ("columns.csv", b"a,b\n1,2\n", "no column is called text or body or content: a, b"),
    ],
)
def test_what_is_no_article_is_told_in_one_line(tmp_path: Path, name: str, data: bytes, cause: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refusal(path).startswith(cause)


def test_a_missing_file_a_strange_address_and_an_empty_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.txt") == "there is no such file"
    assert refusal("ftp://example.org/a.txt") == "only http and https addresses are read"
    assert refusal(tmp_path) == "there is no file in the folder that can be read"


def test_the_limit_of_size_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 1_000)
    assert refusal(path, max_bytes=1_000) == "too big: 0.0 MB, at most 0.0 MB are read"
    assert one(path, max_bytes=10_000).text  # type: ignore[arg-type]


# --- HTML ---


def test_a_page_gives_its_article_and_what_it_says_about_it() -> None:
    article = one(DATA / "article.html")
    assert article.title == "Ferry line to the islands stays shut"
    assert article.published == "2023-03-16"
    assert article.publisher == "The Sorn Courier"
    assert article.authors == ("Oda Lind",)
    assert article.url == "https://courier.example/2023/03/16/ferry"
    assert "The council of Port Ilmar said" in article.text
    assert "“Nobody will sail while there are raiders in the channel,”" in article.text
    assert "Log in" not in article.text
    assert "Ten soups" not in article.text


def test_a_page_is_known_by_its_look_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes((DATA / "article.html").read_bytes())
    assert one(path).publisher == "The Sorn Courier"


# --- PDF ---


def test_a_pdf_gives_its_lines_and_the_layout_puts_them_together(tmp_path: Path) -> None:
    path = tmp_path / "article.pdf"
    path.write_bytes(
        make_pdf(
            [
                [
                    "The Sorn Courier",
                    "The council of Port Ilmar said on Tuesday that its govern-",
                    "ment would not reopen the ferry line to the islands be-",
                    "fore the anti-",
                    "1",
                ],
                [
                    "The Sorn Courier",
                    "piracy patrols had returned from the strait. It blamed",
                    "the weather.",
                ],
            ],
            title="A ferry stays in port",
            author="Oda Lind; Bo Ek",
        )
    )
    article = one(path)
    assert article.title == "A ferry stays in port"
    assert article.authors == ("Oda Lind", "Bo Ek")
    assert repair(article.text)[0] == (
        "The Sorn Courier\n"
        "The council of Port Ilmar said on Tuesday that its government would not reopen the ferry line to "
        "the islands before the anti-piracy patrols had returned from the strait. It blamed the weather."
    )


def test_a_pdf_without_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(make_pdf([[], []]))
    assert refusal(path) == "there is no text in the PDF, perhaps only pictures of pages"


# --- tables ---


def test_a_csv_gives_its_rows_and_names_those_it_cannot_read(caplog: pytest.LogCaptureFixture) -> None:
    found = list(read_source(DATA / "articles.csv"))
    articles = {a.id: a for a in found if isinstance(a, Article)}
    assert list(articles) == ["c1", "c3", "c5"]
    assert articles["c1"].text.endswith('It blamed the "raiders" in the channel.')
    assert articles["c1"].published == "2023-03-16"
    assert articles["c5"].published == "2023-03-19"
    # 03/04 may be March or April: a date of a source's own that is none is left out, with a warning
    assert articles["c3"].published is None
    assert "'03/04/2023' may be two dates" in caplog.text
    errors = [e for e in found if isinstance(e, SourceError)]
    assert [e.cause for e in errors] == ["the text is empty", "the row has 6 cells under 5 headings"]
    assert errors[0].source == f"{DATA / 'articles.csv'}:5"


def test_json_lines_give_their_articles_and_name_the_lines_that_hold_none() -> None:
    found = list(read_source(DATA / "articles.jsonl"))
    assert [f.id if isinstance(f, Article) else f.source.rsplit(":", 1)[1] for f in found] == [
        "j1", "2", "3", "j4", "6", "5"
    ]  # fmt: skip
    last = found[-1]
    assert isinstance(last, Article)
    assert (last.title, last.published, last.publisher) == ("Other names", "2023-03-17", "Ilmar Post")
    assert last.authors == ("Oda Lind", "Bo Ek")


def test_a_row_too_big_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        json.dumps({"text": "long " * 1_000}) + "\n" + json.dumps({"text": "A short one."}) + "\n"
    )
    first, second = read_source(path, max_bytes=1_000)
    assert isinstance(first, SourceError)
    assert first.cause.startswith("too big")
    assert isinstance(second, Article)


def test_a_json_file_holds_one_article_or_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": "Kenya recalled its ambassador.", "id": "k"}))
    assert one(path).id == "k"
    path.write_text(json.dumps([{"text": "Kenya recalled its ambassador."}, {"title": "none"}]))
    assert [type(f) for f in read_source(path)] == [Article, SourceError]


def test_semicolons_and_windows_letters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("id;text\n1;„Genug“, said the café owner – and left.\n".encode("cp1252"))
    assert one(path).text == "„Genug“, said the café owner – and left."


# --- folders and standard input ---


def test_a_folder_gives_all_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Uganda apologised.")
    (tmp_path / "a.txt").write_text("Kenya recalled its ambassador.")
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "d.png").write_bytes(b"\x89PNG")
    first, second, third = read_source(tmp_path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text.startswith("Kenya")
    assert isinstance(third, SourceError)
    assert third.cause == "there is nothing in it"


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (b"Kenya recalled its ambassador.\nUganda apologised.", 1),
        (b'{"text": "Kenya recalled its ambassador."}\n{"text": "Uganda apologised."}\n', 2),
        ((DATA / "article.html").read_bytes(), 1),
        (make_pdf([["Kenya recalled its ambassador."]]), 1),
    ],
)
def test_standard_input_is_known_by_its_look(monkeypatch: pytest.MonkeyPatch, data: bytes, ids: int) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    found = list(read_source("-"))
    assert len(found) == ids
    assert all(isinstance(f, Article) for f in found)


def test_standard_input_with_nothing_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    assert refusal("-") == "there is nothing in it"
