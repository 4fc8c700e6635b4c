"""Refusals: errors that a person reads, each one clear sentence in Vietnamese and in English."""

from typing import ClassVar


class Refusal(Exception):
    """Something is refused; the sentences are filled in from the keyword arguments."""

    vi: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{self.sentence('vi')} / {self.sentence('en')}")

    def sentence(self, language: str) -> str:
        """The sentence in ``vi`` or ``en``."""
        return (self.en if language == "en" else self.vi).format(**self.facts)
