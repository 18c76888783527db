"""Party codes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dragoman import ontology


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("UKR", "Ukraine"),
        ("KOS", "Kosovo"),
        ("UNO", "United Nations"),
        ("MNC", "multinational company"),
        ("TWN", "Taiwan"),
    ],
)
def test_codes_and_their_names(code: str, name: str) -> None:
    assert ontology.is_code(code)
    assert ontology.code_name(code) == name


@pytest.mark.parametrize("code", ["XYZ", "ukr", "", "NATO", "SUN", None])
def test_what_is_no_code(code: str | None) -> None:
    assert not ontology.is_code(code)


def test_the_list_is_iso_3166_with_kosovo_and_seven_that_are_no_states() -> None:
    import pycountry

    iso = {country.alpha_3 for country in pycountry.countries}
    assert set(ontology.codes()) - iso == {"KOS", "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}
    assert iso <= set(ontology.codes())


def test_importing_the_ontology_reads_nothing_and_needs_nothing() -> None:
    program = (
        "import sys; before = set(sys.modules); from dragoman.ontology import plover;"
        "new = {m.split('.')[0] for m in set(sys.modules) - before};"
        "heavy = new & {'spacy', 'numpy', 'babel', 'pycountry'};"
        "assert not heavy, heavy; assert not plover.load.cache_info().currsize"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
