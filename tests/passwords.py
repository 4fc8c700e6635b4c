"""Password hashes that cost next to nothing: people of the tests sign in many hundred times."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher

_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def cheap_hash(password: str) -> str:
    """An argon2id hash as `processes.sign_in` reads it, at the least cost that argon2 allows."""
    return _HASHER.hash(unicodedata.normalize("NFKC", password))
