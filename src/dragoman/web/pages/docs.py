"""The description of all pages for programs, shown for people without a script or another host."""

# FastAPI and pydantic evaluate annotations, so what they name is imported for good.
# ruff: noqa: TC001
from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from dragoman.web.models import Model
from dragoman.web.showing import Asked

router = APIRouter(tags=["description"])


class Parameter(Model):
    """One parameter of an operation."""

    name: str
    where: str
    kind: str
    required: bool
    meaning: str


class Operation(Model):
    """One thing that can be asked of an address."""

    method: str
    path: str
    tag: str
    meaning: str
    parameters: list[Parameter]
    answer: str | None


class Docs(Model):
    """All operations."""

    title: str
    version: str
    description: str
    operations: list[Operation]


@router.get("/docs", response_model=Docs)
def docs_page(page: Asked) -> Response:
    """Every address with its parameters, from the description at `/openapi.json`."""
    described = page.request.app.openapi()
    schemas = described.get("components", {}).get("schemas", {})
    made = [
        _operation(method, path, told, schemas)
        for path, methods in described["paths"].items()
        for method, told in methods.items()
    ]
    info = described["info"]
    return page.show(
        "docs.html",
        Docs(
            title=info["title"],
            version=info["version"],
            description=info["description"],
            operations=made,
        ),
    )


def _operation(method: str, path: str, told: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    parameters = [
        _parameter(
            one["name"], one["in"], one["schema"], one.get("required", False), one.get("description", "")
        )
        for one in told.get("parameters", ())
    ]
    for content in told.get("requestBody", {}).get("content", {}).values():
        form = schemas.get(content["schema"].get("$ref", "").rpartition("/")[2], content["schema"])
        needed = form.get("required", ())
        parameters += [
            _parameter(name, "form", schema, name in needed, schema.get("description", ""))
            for name, schema in form.get("properties", {}).items()
        ]
    answer = told["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        method=method.upper(),
        path=path,
        tag=(told.get("tags") or [""])[0],
        meaning=told.get("description") or told.get("summary", ""),
        parameters=parameters,
        answer=answer.get("$ref", "").rpartition("/")[2] or None,
    )


def _parameter(name: str, where: str, schema: dict[str, Any], required: bool, meaning: str) -> Parameter:
    return Parameter(name=name, where=where, kind=_kind(schema), required=required, meaning=meaning)


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words: `string`, `integer`, `newest or oldest`, `list of string`."""
    options = [part for part in schema.get("anyOf", [schema]) if part.get("type") != "null"]
    one = options[0] if options else schema
    if "enum" in one:
        return " or ".join(str(value) or "nothing" for value in one["enum"])
    if one.get("type") == "array":
        return f"list of {_kind(one.get('items', {}))}"
    return str(one.get("type", "anything"))
