"""Vietnamese names: folded for searching, and a key that sorts them as a Vietnamese list does."""

import unicodedata

# Dictionary order of letters and of tones (ngang, huyền, hỏi, ngã, sắc, nặng).
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def fold(text: str) -> str:
    """Lower case without any marks, đ as d, single spaces: what is searched for and in.

    SQLite's and PostgreSQL's own folding differ, so it is done here, once.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.split())


def sort_key(name: str) -> str:
    """ASCII text; names sorted by it stand by given name, then family name, then the rest.

    Letters decide first (a < ă < â ... d < đ), tones only between words spelt alike.
    """
    words = unicodedata.normalize("NFC", name).casefold().split()
    ordered = words[-1:] + words[:-1]
    return "0".join(_letters(word) for word in ordered) + "." + "".join(map(_tones, ordered))


def _letters(word: str) -> str:
    plain = "".join(mark for mark in unicodedata.normalize("NFD", word) if mark not in _TONES)
    return "".join(map(_rank, unicodedata.normalize("NFC", plain)))


def _rank(letter: str) -> str:
    """Two letters whose ASCII order is the dictionary order; anything unknown by its code."""
    place = _LETTERS.find(letter)
    if place < 0:
        return f"1{ord(letter):06x}"
    return chr(ord("a") + place // 26) + chr(ord("a") + place % 26)


def _tones(word: str) -> str:
    marks = [mark for mark in unicodedata.normalize("NFD", word) if mark in _TONES]
    return "".join(str(_TONES.index(mark) + 1) for mark in marks) or "0"
