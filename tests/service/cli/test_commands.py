"""Every command is documented, answers in JSON where asked, and explains itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from service.cli import main

OPERATING = Path(__file__).parents[3] / "docs" / "operating.md"


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield " ".join((*above, name)), command


ALL = dict(commands(main))


def test_the_documented_commands_are_those_that_there_are() -> None:
    text = OPERATING.read_text(encoding="utf-8")
    documented = re.findall(r"^\| `donghanh ([a-z]+(?: [a-z]+)?)", text, flags=re.MULTILINE)

    assert sorted(documented) == sorted(ALL)


@pytest.mark.parametrize("words", ALL)
def test_a_command_takes_json_and_explains_itself(words: str) -> None:
    assert "--json" in {option for one in ALL[words].params for option in one.opts}

    result = CliRunner().invoke(main, [*words.split(), "--help"])

    assert result.exit_code == 0
    assert ALL[words].help


@pytest.mark.parametrize("arguments", [["nothing"], ["case", "nothing"], ["case", "show"]])
def test_a_command_written_wrongly_is_one_sentence(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith("Lệnh chưa đúng / Wrong command: ")
    assert result.stderr.count("\n") == 1
