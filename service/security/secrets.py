"""The secret that signs forms, derived from the key ring so that all nodes share it."""

from __future__ import annotations

from models.keys import KeyRing

PURPOSE = "service.pages"


def of_pages(keys: KeyRing) -> bytes:
    """32 bytes, the same wherever the same ring is used."""
    return keys.derive(PURPOSE)
