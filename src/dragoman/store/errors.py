"""What goes wrong with a store, told in one line."""

from __future__ import annotations


class StoreError(Exception):
    """A store that cannot be opened, read or written; the message names the store and the cause."""

    def __init__(self, store: object, cause: object) -> None:
        super().__init__(f"{store}: {cause}")
        self.store = str(store)
        self.cause = str(cause)
