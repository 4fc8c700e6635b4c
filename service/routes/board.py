"""Theo dõi: the board of the head and of the managing body."""

from __future__ import annotations

from flask import Blueprint, render_template

from processes.permissions import Act, Caller
from service.here import now, workplace
from service.pages import board
from service.security.access import demands

page = Blueprint("board", __name__)


@page.get("/theo-doi")
@demands(Act.SEE_BOARD)
def show(who: Caller) -> str:
    """What is due today or overdue."""
    place = workplace()
    with place.database.reading() as session:
        built = board.build(session, place, who, now=now())
    return render_template("board.html", page=built)
