"""The process that makes one paper: an order on standard input, the file on standard output.

It has a limit of time and of memory, and of the service's surroundings neither keys nor database:
whatever a template or an answer does to it, the service sees only that no paper came.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import datetime
from typing import Any, Final

from processes.printing import language
from processes.printing.document import BREAK
from processes.printing.markup import read
from processes.printing.sheet import Sheet

MEMORY: Final = 512 * 1024 * 1024
SECONDS: Final = 20
LARGEST: Final = 20 * 1024 * 1024  # bytes of a file that the service takes in


def made(order: dict[str, Any]) -> bytes:
    """The file that is ordered: kind, template, values, title, author, foot, at."""
    blocks = read(language.fill(order["template"], printable(order["values"])))
    sheet = Sheet(
        printable(order["title"]), printable(order["author"]), tuple(printable(order["foot"]))
    )
    if order["kind"] == "docx":
        from processes.printing import word

        return word.render(blocks, sheet, at=datetime.fromisoformat(order["at"]))
    from processes.printing import pdf

    return pdf.render(blocks, sheet)


def printable(value: Any) -> Any:
    """Letters as the font has them, composed; line breaks marked; nothing that XML cannot hold."""
    match value:
        case str():
            text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\t", " ")
            return "".join(
                BREAK if one == "\n" else one for one in text if one == "\n" or _holds(one)
            )
        case dict():
            return {key: printable(inner) for key, inner in value.items()}
        case list():
            return [printable(inner) for inner in value]
        case _:
            return value


def _holds(letter: str) -> bool:
    return (
        unicodedata.category(letter) not in {"Cc", "Cs", "Cn", "Co"}
        and letter not in "\ufffe\uffff"
    )


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold a child's name
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Make the paper that is ordered."""
    _limit()
    paper = made(json.load(sys.stdin.buffer))
    if len(paper) > LARGEST:
        sys.exit(1)
    sys.stdout.buffer.write(paper)


if __name__ == "__main__":
    main()
