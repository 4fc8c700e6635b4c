"""The filled demo."""

from tests.processes.demo.filled import (
    demo_key_file,
    demo_postgresql,
    demo_sqlite,
    filled,
    filled_postgresql,
    filled_sqlite,
    workplace,
)

__all__ = [
    "demo_key_file",
    "demo_postgresql",
    "demo_sqlite",
    "filled",
    "filled_postgresql",
    "filled_sqlite",
    "workplace",
]
