"""Which forms of a process are printed, with which template: `papers/papers.toml`. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from processes.bundle import CATALOGUE, Bundle, catalogue

FOLDER: Final = "papers/"
FILE: Final = f"{FOLDER}papers.toml"
SUFFIX: Final = ".xml"
KEYS: Final = frozenset(
    {"template", "mark", "title", "signs", "compared", "when", "contents", "decided_by", "passes"}
)


class RegisterWrong(Exception):
    """`papers.toml` cannot be read: what, in which section ("" for the file), both languages."""

    def __init__(self, section: str, vi: str, en: str) -> None:
        self.section, self.vi, self.en = section, vi, en
        super().__init__(f"{section}: {en}")


@dataclass(frozen=True)
class Passed:
    """Answers of a form that a letter passes on, where a choice of `allowed` allows it."""

    form: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Printed:
    """How the papers of one form are printed.

    `mark` stands top right (`Mẫu số 01`); `signs` is what the writer signs as; `compared` names the
    official annex that an owner has compared the fields with. `when` is the answer (field, value)
    without which there is nothing to print. `contents` is the form whose answers a letter holds,
    `decided_by` the form in which the paper is approved, `passes` what a letter may pass on.
    """

    template: str
    mark: str = ""
    title: str = ""
    signs: str = ""
    compared: str = ""
    when: tuple[str, str] | None = None
    contents: str | None = None
    decided_by: str | None = None
    passes: Mapping[str, Passed]


@dataclass(frozen=True)
class Papers:
    """The papers of one process version; `own`: its own, not those of this release."""

    printed: Mapping[str, Printed]
    templates: Mapping[str, str]
    own: bool


@lru_cache(maxsize=64)
def papers_of(bundle: Bundle) -> Papers:
    """The papers of the bundle; a version older than papers is printed by this release's own.

    Raises RegisterWrong, but never for a bundle that was checked.
    """
    if FILE in bundle.files:
        return _read(bundle, own=True)
    if (CATALOGUE / bundle.process / FILE).is_file():
        return _read(catalogue(bundle.process), own=False)
    return Papers({}, {}, own=True)


def _read(bundle: Bundle, *, own: bool) -> Papers:
    try:
        document = tomllib.loads(bundle.files[FILE].decode())
        templates = {
            Path(name).name: raw.decode()
            for name, raw in bundle.files.items()
            if name.startswith(FOLDER) and name.endswith(SUFFIX)
        }
    except (ValueError, RecursionError) as error:
        raise RegisterWrong(
            "", f"Không đọc được: {error}", f"It cannot be read: {error}"
        ) from error
    return Papers(
        {form: _printed(form, said) for form, said in document.items()}, templates, own=own
    )


def _printed(form: str, said: Any) -> Printed:
    if not isinstance(said, dict) or not isinstance(said.get("template"), str):
        raise RegisterWrong(form, "Mục cần có template.", "The section needs a template.")
    if unknown := sorted(set(said) - KEYS):
        raise RegisterWrong(
            form, f"Không có khóa “{unknown[0]}”.", f"There is no key “{unknown[0]}”."
        )
    try:
        when = said.get("when")
        passes = {
            name: Passed(str(one["form"]), tuple(map(str, one["fields"])))
            for name, one in said.get("passes", {}).items()
        }
        return Printed(
            **{
                key: str(value)
                for key, value in said.items()
                if key not in ("when", "passes") and isinstance(value, str)
            },
            when=None if when is None else (str(when["field"]), str(when["value"])),
            passes=passes,
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise RegisterWrong(
            form,
            "when cần field và value; passes cần form và fields.",
            "when needs field and value; passes needs form and fields.",
        ) from error
