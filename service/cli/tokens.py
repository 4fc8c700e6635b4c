"""`token add`."""

from __future__ import annotations

import secrets
from datetime import timedelta

import click

from models import tokens
from service.cli import opening
from service.cli.answers import Answer, answers, clock
from service.cli.people import person_called


@click.group()
def token() -> None:
    """Tokens for the API. Mã truy cập API."""


@token.command()
@click.argument("sign_in")
@click.option("--label", required=True, help="Dùng cho việc gì. What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="Hiệu lực mấy ngày. Valid for so long.")
@answers
def add(*, sign_in: str, label: str, days: int | None) -> Answer:
    """Make a token for a person or a service. It is shown once; only its digest is kept.

    Tạo mã truy cập, chỉ hiện một lần.
    """
    now = opening.now()
    secret = secrets.token_urlsafe(32)
    with opening.database() as database, database.transaction() as session:
        holder = person_called(session, sign_in)
        added = tokens.add(
            session,
            holder.id,
            token=secret,
            label=label,
            now=now,
            expires_at=None if days is None else now + timedelta(days=days),
        )
    until = clock(added.expires_at)
    return Answer(
        {"token": secret, "sign_in": holder.sign_in_name, "expires_at": added.expires_at},
        [secret, *([f"Đến hết. Valid until: {until}"] if until else [])],
    )
