"""Starting: `run`, `migrate`, `demo`, `scheduler`."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
from collections.abc import Mapping
from datetime import datetime
from types import FrameType

import click
from flask import Flask
from waitress.server import create_server

from models import schema
from models.refusals import Refusal
from models.settings import Settings
from processes import demo as demo_school
from processes.demo import Demo
from service.cli import child, opening
from service.cli.answers import Answer, answers, columns, in_json, tell
from service.cli.deadlines import Moment
from service.security import proxy
from service.security.bodies import LARGEST_WITH_FILES

THREADS = 8
# What is somewhat too large is refused in words by the pages; far beyond, the connection ends.
LARGEST_BODY = 2 * LARGEST_WITH_FILES


class PortTaken(Refusal):
    """Another program listens on the port."""

    vi = "Cổng {port} trên {host} đang có chương trình khác dùng; hãy đặt DONGHANH_PORT khác."
    en = "Port {port} on {host} is taken by another program; set another DONGHANH_PORT."


class AddressRefused(Refusal):
    """This machine cannot listen on the address."""

    vi = "Máy này không mở được địa chỉ {host}, cổng {port}: {reason}."
    en = "This machine cannot listen on {host}, port {port}: {reason}."


@click.command()
@click.option("--without-demo", is_flag=True, help="Không nạp bản dùng thử. Do not fill the demo.")
@click.option(
    "--without-scheduler",
    is_flag=True,
    help="Bộ hẹn giờ chạy riêng. The scheduler runs as a process of its own.",
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON. Answer in JSON.")
def run(*, without_demo: bool, without_scheduler: bool, as_json: bool) -> None:
    """Start the service and the scheduler; Ctrl-C stops both.

    Khởi động dịch vụ và bộ hẹn giờ. An empty database is filled with the demo school first.
    """
    from service import create_app

    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    _log()
    opening.prepare()
    demo = _shown_demo(may_fill=not without_demo)
    settings = opening.settings()
    server = _listening(create_app(settings), settings)
    keep_what_is_loaded()
    address = f"http://{settings.host}:{settings.port}"
    greeting = [in_json({"address": address, "demo": _document(demo)})]
    if not as_json:
        greeting = _greeting(address, demo)
    if without_scheduler:
        tell(greeting)
        server.run()
        return
    with child.scheduler() as scheduler:
        tell(greeting)
        server.run()
    scheduler.refuse_unasked_end()


@click.command()
@answers
def migrate() -> Answer:
    """Bring the database up to date, from an empty one too.

    Nâng cấp cơ sở dữ liệu.
    """
    url = opening.settings().database_url
    schema.migrate(url)
    return Answer({"migrated": True}, ["Cơ sở dữ liệu đã cập nhật. The database is up to date."])


@click.command()
@click.option(
    "--clock",
    "at",
    type=Moment(),
    metavar="MOMENT",
    help="Bản tập huấn, đồng hồ dời được. A sandbox whose clock can be moved: 2026-08-21T15:00.",
)
@answers
def demo(*, at: datetime | None) -> Answer:
    """Fill an empty database with the demo school, and end.

    Nạp trường dùng thử vào cơ sở dữ liệu trống.
    """
    opening.prepare()
    with opening.workplace() as workplace:
        if at is None:
            filled = demo_school.fill(workplace, now=workplace.clock.now())
        else:
            filled = demo_school.fill_sandbox(workplace, at=at)
    return Answer(_document(filled), _sign_in_lines(filled))


@click.command()
@click.option("--attached", is_flag=True, help="End when standard input closes (used by `run`).")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON. Answer in JSON.")
def scheduler(*, attached: bool, as_json: bool) -> None:
    """Fire what falls due, deliver messages, seal the journal; until Ctrl-C or SIGTERM.

    Bộ hẹn giờ, một tiến trình riêng.
    """
    with opening.workplace():
        pass  # what cannot be opened is said here, before the process becomes the scheduler
    started = "Bộ hẹn giờ đang chạy. The scheduler is running."
    tell([in_json({"scheduler": "running"}) if as_json else started])
    command = child.command(attached=attached)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def keep_what_is_loaded() -> None:
    """What the start has loaded stays: the garbage collector need not search it at every request.

    That costs a request some 10 % of its time, and now and then one of them much more.
    """
    gc.collect()
    gc.freeze()


def _leave(signum: int, frame: FrameType | None) -> None:
    del signum, frame
    raise SystemExit(0)


def _log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for name in ("alembic", "apscheduler", "waitress"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _shown_demo(*, may_fill: bool) -> Demo | None:
    """The sign-ins to print: those of a demo filled just now or earlier."""
    with opening.workplace() as workplace:
        with workplace.database.reading() as session:
            empty = demo_school.is_empty(session)
            filled = demo_school.is_demo(session)
        if empty and may_fill:
            return demo_school.fill(workplace, now=workplace.clock.now())
    return demo_school.sign_ins() if filled else None


def _listening(app: Flask, settings: Settings) -> child.Server:
    try:
        server: child.Server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            ident=None,
            max_request_body_size=LARGEST_BODY,
            **proxy.trusted(settings),
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=settings.host, port=settings.port) from error
        raise AddressRefused(
            host=settings.host, port=settings.port, reason=error.strerror
        ) from error
    return server


def _greeting(address: str, demo: Demo | None) -> list[str]:
    return [
        f"Đồng Hành đang chạy. Đồng Hành is running: {address}",
        *(_sign_in_lines(demo) if demo is not None else ()),
        "Ctrl-C để dừng. Ctrl-C stops it.",
    ]


def _sign_in_lines(demo: Demo) -> list[str]:
    rows = [
        (f"  {one.sign_in_name}", one.name, f"{one.title['vi']} / {one.title['en']}")
        for one in demo.sign_ins
    ]
    return [
        f"Trường dùng thử, mật khẩu chung. Demo school, one password for all: {demo.password}",
        *columns(rows),
    ]


def _document(demo: Demo | None) -> Mapping[str, object] | None:
    if demo is None:
        return None
    people = [
        {"sign_in": one.sign_in_name, "name": one.name, "title": one.title} for one in demo.sign_ins
    ]
    return {"password": demo.password, "sign_ins": people}
