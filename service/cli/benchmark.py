"""`benchmark`: the figures of tests/benchmarks, measured on this machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from models.refusals import Refusal
from service.cli.answers import Answer, answers

SOURCE = Path(__file__).parents[2]


class NoBenchmarks(Refusal):
    """They lie in the source tree and are not installed."""

    vi = "Phép đo chỉ có trong mã nguồn, sau lệnh make test; không thấy {path}."
    en = "The benchmarks are only in the source tree, after make test; there is no {path}."


class BenchmarkFailed(Refusal):
    """A measurement broke off; it has said why."""

    vi = "Phép đo dừng giữa chừng (mã {code}); lý do có ở trên."
    en = "The measurement broke off (code {code}); see above why."


@click.command()
@click.argument("figures", nargs=-1)
@click.option("--quick", is_flag=True, help="Số nhỏ, xem nhanh. Smaller numbers, a quick look.")
@answers
def benchmark(*, figures: tuple[str, ...], quick: bool) -> Answer:
    """Measure speed, as ratios in one run, on SQLite and on PostgreSQL.

    Đo tốc độ.
    """
    folder = SOURCE / "tests" / "benchmarks"
    if not folder.is_dir():
        raise NoBenchmarks(path=folder)
    command = [sys.executable, "-m", "tests.benchmarks", *figures, *(["--quick"] if quick else [])]
    done = subprocess.run(command, cwd=SOURCE, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BenchmarkFailed(code=done.returncode)
    lines = done.stdout.splitlines()
    return Answer({"lines": lines}, lines)
