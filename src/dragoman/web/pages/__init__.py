"""The pages of the reading room, by subject; each file makes the data and says at which address it stands."""

from __future__ import annotations

from dragoman.web.pages import (
    articles,
    chronology,
    docs,
    front,
    obligations,
    parties,
    pictures,
    reading,
    reviewing,
    searching,
    signing,
    versions,
)

ROUTERS = tuple(
    module.router
    for module in (
        front,
        chronology,
        parties,
        pictures,
        articles,
        reviewing,
        searching,
        obligations,
        reading,
        versions,
        signing,
        docs,
    )
)
"""All routes, in the order in which the description lists them."""
