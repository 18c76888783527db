"""The JSON Schema (draft 2020-12) of a report: what `Report.to_dict()` gives.

The closed lists (types, modes, statuses, party codes …) come from the records and the ontology, so the
schema cannot fall behind them. `python -m dragoman.schema` prints it; the committed copy is
`docs/schema/report.schema.json`.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from dragoman import ontology
from dragoman.records import QUOTE_KINDS, STATUSES, Precision

KINDS = ("person", "country", "government", "organisation", "group", "unknown")
"""What a party can be."""

Schema = dict[str, Any]


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def _object(description: str, **properties: Schema) -> Schema:
    """An object that has exactly these properties, all of them always."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _offset(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _id(prefix: str) -> Schema:
    return {"type": "string", "pattern": f"^{prefix}[0-9a-f]{{16}}$"}


def _article() -> Schema:
    optional = {"type": ["string", "null"]}
    return _object(
        "The article as its source gave it.",
        id=_text("The source's own id, or a hash of the content.", minLength=1),
        title=optional,
        published=optional | {"description": "Publication date, ISO 8601."},
        publisher=optional,
        url=optional,
        language=optional | {"description": "ISO 639-1 code."},
        authors=_list({"type": "string"}),
        text=_text("The text that every span counts in, in characters (Unicode code points)."),
    )


def _party() -> Schema:
    return _object(
        "A state, office-holder, organisation or group.",
        id=_id("p"),
        name=_text("Canonical name."),
        code=_ref("code"),
        sector=_ref("sectors"),
        kind={"enum": list(KINDS)},
        mentions=_list(_ref("span")),
    )


def _quote() -> Schema:
    return _object(
        "One attribution: who is told to have said, written or thought what.",
        id=_id("q"),
        speaker=_nullable(_id("p")),
        speaker_span=_nullable(_ref("span")),
        cue=_nullable(_ref("words")),
        content=_list(_ref("span"), minItems=1),
        kind={"enum": list(QUOTE_KINDS), "description": "All, part or none of it inside quotation marks."},
    )


def _event(plover: ontology.Ontology) -> Schema:
    scores = [kind.score for kind in plover.types.values()]
    scores += [m.score for kind in plover.types.values() for m in kind.modes.values() if m.score is not None]
    modes = sorted({name for kind in plover.types.values() for name in kind.modes})
    schema = _object(
        "One mention of an act.",
        id=_id("e"),
        type={"enum": list(plover.types), "description": "PLOVER event type."},
        mode=_list({"enum": modes}, uniqueItems=True),
        context=_list({"enum": list(plover.contexts)}, uniqueItems=True),
        quad={"enum": list(ontology.QUADS)},
        score={
            "type": "number",
            "minimum": min(scores),
            "maximum": max(scores),
            "description": "Conflict (below zero) to cooperation, on PLOVER's scale.",
        },
        cameo=_nullable({"type": "string", "pattern": "^[0-9]{2,4}$"}),
        actor=_list(_ref("participant")),
        recipient=_list(_ref("participant")),
        trigger=_ref("words") | {"description": "The words that name the act."},
        sentence=_ref("span"),
        status={"enum": list(STATUSES)},
        condition=_nullable(_ref("span")),
        factuality={
            "type": "number",
            "minimum": -3,
            "maximum": 3,
            "description": "Status, graded: -3 certainly did not happen, 3 certainly did.",
        },
        voice=_list(
            _ref("voice"), description="On whose word it stands, outermost first; empty: the publication's."
        ),
        date=_nullable(_ref("date")),
        place=_nullable(_ref("place")),
        size=_nullable(_ref("size")),
        confidence={"type": "number", "minimum": 0, "maximum": 1},
        why=_list({"type": "string"}, description="What decided, in words."),
    )
    # A mode belongs to a type: say so, one condition per type.
    schema["allOf"] = [
        {
            "if": {"properties": {"type": {"const": kind.name}}},
            "then": {"properties": {"quad": {"const": kind.quad}, "mode": _list({"enum": list(kind.modes)})}}
            if kind.modes
            else {"properties": {"quad": {"const": kind.quad}, "mode": {"maxItems": 0}}},
        }
        for kind in plover.types.values()
    ]
    return schema


def _definitions(plover: ontology.Ontology) -> Schema:
    where = {"start": _offset("First character."), "end": _offset("One past the last character.")}
    count = {"type": ["integer", "null"], "minimum": 0}
    number = {"type": ["number", "null"]}
    iso = r"^\d{4}(-\d\d(-\d\d)?)?$"
    return {
        "span": {
            "type": "array",
            "prefixItems": [_offset("First character."), _offset("One past the last character.")],
            "items": False,
            "minItems": 2,
            "description": "Half-open character offsets into article.text.",
        },
        "words": _object("A span with its text.", text=_text("article.text[start:end]"), **where),
        "code": _nullable({"enum": list(ontology.codes())})
        | {"description": "ISO 3166-1 alpha-3, KOS, or PLOVER's UNO EUR IGO NGO ISM IMG MNC."},
        "sectors": _list(
            {"enum": list(plover.sectors)},
            uniqueItems=True,
            description="PLOVER sectors, most specific first.",
        ),
        "article": _article(),
        "party": _party(),
        "quote": _quote(),
        "participant": _object(
            "A party in a role, and the words that put it there.",
            party=_id("p"),
            text=_text("article.text[start:end]"),
            **where,
            name=_text("Canonical name."),
            code=_ref("code"),
            sector=_ref("sectors"),
        ),
        "voice": _object(
            "One link of the chain on whose word an event stands.",
            party=_nullable(_id("p")),
            name=_text("Name, or the words of the text for an unnamed source."),
            code=_ref("code"),
            **where,
        ),
        "date": _object(
            "When.",
            value=_text("ISO 8601, truncated to what is known.", pattern=iso),
            end=_nullable(_text("Last day of a range.", pattern=iso)),
            precision={"enum": list(get_args(Precision))},
            start=_offset("First character of the words that say so."),
            end_char=_offset("One past their last character."),
        ),
        "place": _object(
            "Where.",
            name=_text("Name in the gazetteer, or as written."),
            geonameid={"type": ["integer", "null"]},
            lat=number | {"minimum": -90, "maximum": 90},
            lon=number | {"minimum": -180, "maximum": 180},
            country=_ref("code"),
            **where,
        ),
        "size": _object(
            "How many persons and weapons and how much money, at the least.",
            **dict.fromkeys(("dead", "injured", "arrested", "displaced", "troops", "weapons"), count),
            money=_nullable(_ref("money")),
        ),
        "money": _object(
            "A sum of money.",
            amount={"type": "number", "minimum": 0},
            currency=_text("ISO 4217 code.", pattern="^[A-Z]{3}$"),
        ),
        "event": _event(plover),
    }


def report_schema() -> Schema:
    """The schema of `Report.to_dict()`."""
    plover = ontology.load()
    body = _object(
        "All that was read from one article. Every span counts characters of article.text.",
        article=_ref("article"),
        parties=_list(_ref("party")),
        quotes=_list(_ref("quote")),
        events=_list(_ref("event")),
        warnings=_list({"type": "string"}, description="What made reading less sure than usual."),
    )
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Dragoman report"}
    return {**head, **body, "$defs": _definitions(plover)}


def schema_text() -> str:
    """The schema as it is committed: indented JSON with a line's end at its end."""
    return json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
