"""Which language a text is in."""

from __future__ import annotations

import pytest

from dragoman.reading.language import detect_language, looks_english

EUROPEAN = {
    "en": "The minister said on Monday that the talks had failed and that he would not return to them.",
    "de": "Der Minister sagte am Montag, dass die Gespräche mit der anderen Seite gescheitert sind.",
    "fr": "Le ministre a dit lundi que les négociations ont échoué et que la délégation ne reviendra pas.",
    "es": "El ministro dijo el lunes que las negociaciones con el gobierno no han tenido éxito alguno.",
    "it": "Il ministro ha detto che i negoziati con il governo sono falliti e che non si riprenderanno.",
    "ro": "Ministrul a spus luni că negocierile cu guvernul au eșuat și că delegația nu se va mai întoarce.",
    "tr": "Bakan pazartesi günü görüşmelerin başarısız olduğu ve bir daha için gelmeyeceğini söyledi.",
}


@pytest.mark.parametrize(("language", "text"), EUROPEAN.items())
def test_languages_in_latin_letters(language: str, text: str) -> None:
    assert detect_language(text) == language
    assert looks_english(text) == (language == "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Министр заявил в понедельник, что переговоры провалились", "ru"),
        ("Міністр заявив у понеділок, що переговори провалилися", "uk"),
        ("قال الوزير يوم الاثنين إن المحادثات فشلت", "ar"),
        ("部长周一表示谈判失败", "zh"),
        ("大臣は月曜日に交渉が失敗したと述べた", "ja"),
        ("Kenya recalls envoy", None),
        ("", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_a_text_too_short_to_tell_is_taken_for_english() -> None:
    assert looks_english("Kenya recalls envoy")
    assert not looks_english("Министр заявил в понедельник, что переговоры провалились")


def test_a_text_of_no_language_is_not_english() -> None:
    assert not looks_english("qwxz vbnm lkjh " * 20)
