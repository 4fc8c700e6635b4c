"""The press: a child that takes too long, too much or dies costs the service a sentence."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from processes.printing.press import ROOT, Order, PaperNotMade, Press, PressBusy
from processes.printing.sheet import Sheet

NOW = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
ORDER = Order(
    template="<paper><p>{{ said }}</p></paper>",
    values={"said": "Chào."},
    sheet=Sheet("Giấy", "Trường", ("Chân trang",)),
    at=NOW,
)
# Four loops over a long list: for ever, and all that is allowed.
SLOW = "<paper>" + "{% for a in said %}" * 4 + "{% endfor %}" * 4 + "</paper>"
# As above, but it keeps what it says.
LARGE = "<paper>" + "{% for a in said %}" * 3 + "{{ said }}" + "{% endfor %}" * 3 + "</paper>"


def test_a_paper_that_takes_too_long_is_given_up() -> None:
    began = time.monotonic()
    with pytest.raises(PaperNotMade):
        Press(seconds=0.3).make(replace(ORDER, template=SLOW, values={"said": "x" * 4000}), "pdf")
    assert time.monotonic() - began < 10


def test_a_paper_that_takes_too_much_memory_is_given_up() -> None:
    large = replace(ORDER, template=LARGE, values={"said": "Đ" * 3000})
    with pytest.raises(PaperNotMade):
        Press().make(large, "docx")


def test_only_two_are_made_at_a_time_and_others_are_told() -> None:
    press = Press(seconds=0.5)
    slow = replace(ORDER, template=SLOW, values={"said": "x" * 4000})
    told: list[str] = []

    def make() -> None:
        try:
            press.make(slow, "pdf")
        except (PaperNotMade, PressBusy) as refused:
            told.append(type(refused).__name__)

    press._turns.acquire()
    press._turns.acquire()
    waiting = threading.Thread(target=make)
    waiting.start()
    waiting.join(30)
    press._turns.release()
    press._turns.release()
    make()
    assert told == ["PressBusy", "PaperNotMade"]


def test_the_service_itself_loads_nothing_that_makes_papers() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, service, service.routes;"
            "print([one for one in ('reportlab', 'docx', 'PIL') if one in sys.modules])",
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert loaded.stdout.strip() == "[]"
