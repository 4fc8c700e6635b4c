"""`benchmark`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from models.refusals import Refusal
from service.cli.sentences import Failed

BENCHMARKS = Path(__file__).parents[2] / "tests" / "benchmarks"
