"""Translations with types: the Vietnamese text of the source, or its English twin."""

from __future__ import annotations

import flask_babel


def gettext(sentence: str, **facts: object) -> str:
    """The sentence in the reader's language, its named places filled in."""
    return str(flask_babel.gettext(sentence, **facts))


def ngettext(one: str, many: str, num: int, **facts: object) -> str:
    """The sentence for a number; `%(num)d` is the number."""
    return str(flask_babel.ngettext(one, many, num, **facts))


class Later:
    """A sentence translated when it is shown, for tables made before any request."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __str__(self) -> str:
        return gettext(self.sentence)


def lazy_gettext(sentence: str) -> Later:
    """A sentence to be translated later."""
    return Later(sentence)
