"""How migrations write columns, so that they stay as they are when the tables' modules change."""

from sqlalchemy import Enum


def choice(name: str, *values: str) -> Enum:
    """Text that is one of the values, by a check in the database."""
    return Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
