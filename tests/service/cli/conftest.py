"""The command in this process, with its settings; and the filled demo."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import main


@dataclass(frozen=True)
class Donghanh:
    """`donghanh` as typed in a folder of its own, with these settings."""

    settings: Mapping[str, str]

    def __call__(self, *arguments: str, typed: str | None = None) -> Result:
        """What came of the command; an error without a sentence of its own is raised."""
        result = CliRunner().invoke(main, arguments, input=typed, env=self.settings)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def told(self, *arguments: str, typed: str | None = None) -> Any:
        """The JSON document of a command that succeeds."""
        result = self(*arguments, "--json", typed=typed)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def refused(self, *arguments: str, typed: str | None = None) -> str:
        """The sentence of a command that fails."""
        result = self(*arguments, typed=typed)
        assert result.exit_code != 0
        return result.stderr


DonghanhOn = Callable[..., Donghanh]


@pytest.fixture
def donghanh_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DonghanhOn:
    """Make the command for a database and a key file."""
    monkeypatch.chdir(tmp_path)

    def on(url: str, key_file: Path = tmp_path / "donghanh.key", **more: str) -> Donghanh:
        return Donghanh({"DONGHANH_DATABASE_URL": url, "DONGHANH_KEY_FILE": str(key_file), **more})

    return on
