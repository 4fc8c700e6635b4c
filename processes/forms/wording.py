"""Words that change with the kind of school, and texts in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypedDict

Language = Literal["vi", "en"]
SchoolKind = Literal["preschool", "general", "continuing"]


class Text(TypedDict):
    """One text in both languages; Vietnamese is the source."""

    vi: str
    en: str


PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS: Final = frozenset({"student", "Student", "head", "Head", "school", "School"})


@dataclass(frozen=True, slots=True)
class Wording:
    """What a kind of school calls its students, its head and itself, in lower case."""

    student: Text
    head: Text
    school: Text

    def fill(self, text: Text) -> Text:
        """Put the words of this kind of school in place of `{student}`, `{Head}` and so on."""
        return Text(vi=self._fill(text["vi"], "vi"), en=self._fill(text["en"], "en"))

    def _fill(self, sentence: str, language: Language) -> str:
        if "{" not in sentence:
            return sentence
        # Only known words are replaced, so a brace typed by an owner can never reach an attribute.
        for name, word in self._words(language).items():
            sentence = sentence.replace("{" + name + "}", word)
        return sentence

    def _words(self, language: Language) -> dict[str, str]:
        lower = {
            "student": self.student[language],
            "head": self.head[language],
            "school": self.school[language],
        }
        return lower | {
            name.capitalize(): word[:1].upper() + word[1:] for name, word in lower.items()
        }


PRESCHOOL: Final = Wording(
    student=Text(vi="trẻ", en="child"),
    head=Text(vi="hiệu trưởng", en="head"),
    school=Text(vi="trường", en="school"),
)
GENERAL: Final = Wording(
    student=Text(vi="học sinh", en="student"),
    head=Text(vi="hiệu trưởng", en="head"),
    school=Text(vi="trường", en="school"),
)
CONTINUING: Final = Wording(
    student=Text(vi="học viên", en="learner"),
    head=Text(vi="giám đốc", en="director"),
    school=Text(vi="trung tâm", en="centre"),
)
WORDINGS: Final[Mapping[SchoolKind, Wording]] = {
    "preschool": PRESCHOOL,
    "general": GENERAL,
    "continuing": CONTINUING,
}
