"""What was typed when its writer was no longer signed in: kept in the page, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from flask import request

from service import posting

FIELD = "typed"
# A button that does at once what its page had shown before: signing in must not press it.
AT_ONCE = "_apply"


@dataclass(frozen=True)
class Typed:
    """The fields of a posted form, the address they were for, and the person who typed them."""

    address: str
    by: int
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of_request(cls) -> Self | None:
        """What this request carries; None where its form does not say who wrote it."""
        by = posting.written_by()
        if by is None:
            return None
        fields = tuple(
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in ("csrf_token", AT_ONCE)
        )
        return cls(request.full_path.rstrip("?"), by, fields)

    @classmethod
    def of_page(cls) -> Self | None:
        """What the sign-in page of this request has kept; None where it has kept nothing."""
        try:
            address, by, fields = json.loads(request.form.get(FIELD, ""))
            return cls(str(address), int(by), tuple((str(name), str(it)) for name, it in fields))
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None  # nothing kept, or no longer what the page had kept

    @property
    def kept(self) -> str:
        """As the sign-in page carries it along."""
        return json.dumps([self.address, self.by, self.fields], ensure_ascii=False)

    @property
    def text(self) -> str:
        """To be read and copied."""
        return text_of(self.fields)


def text_of(fields: Iterable[tuple[str, str]]) -> str:
    """What people typed, without what pages add; a single letter is no text."""
    return "\n\n".join(
        value for name, value in fields if name not in posting.OWN and len(value) > 1
    )
