"""One clear sentence on standard error for whatever went wrong, and an exit code other than 0."""

from __future__ import annotations

from typing import IO, Any

import click
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError

from models.refusals import Refusal
from processes.bundle import NotABundle
from processes.engine import EntryRefused
from processes.permissions import NotPermitted
from processes.working_time.refusals import WorkingTimeRefused

# Errors whose docstring is their message, in Vietnamese and in English.
SAID_BY_THEIR_DOCSTRING = (EntryRefused, NotABundle, NotPermitted)


class Failed(click.ClickException):
    """The command failed; the message is the whole output on standard error."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


class Misused(Failed):
    """The command was not written as it must be."""

    exit_code = 2


class DatabaseRefused(Refusal):
    """The database cannot be opened, or it breaks off."""

    vi = "Không dùng được cơ sở dữ liệu: {reason}."
    en = "The database cannot be used: {reason}."


class DriverMissing(Refusal):
    """PostgreSQL needs a library that is not installed."""

    vi = "Chưa cài thư viện {name}; hãy cài donghanh[postgres]."
    en = "The library {name} is not installed; install donghanh[postgres]."


class FileRefused(Refusal):
    """A file or folder cannot be read or written."""

    vi = "Không đọc hoặc ghi được {path}: {reason}."
    en = "Cannot read or write {path}: {reason}."


class Commands(click.Group):
    """The outermost group: errors that a person can answer become a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise usage(error) from error
        except (Refusal, WorkingTimeRefused, DatabaseError, OSError) as error:
            raise Failed(sentence(error)) from error
        except SAID_BY_THEIR_DOCSTRING as error:
            raise Failed(type(error).__doc__ or "") from error
        except ModuleNotFoundError as error:
            if error.name not in ("psycopg", "psycopg2"):
                raise
            raise Failed(str(DriverMissing(name=error.name))) from error


def usage(error: click.UsageError) -> Misused:
    """What is wrong with the way the command was written, and where to read on."""
    command = error.ctx.command_path if error.ctx is not None else "donghanh"
    return Misused(f"Lệnh chưa đúng / Wrong command: {_what_is_wrong(error)} ({command} --help)")


def _what_is_wrong(error: click.UsageError) -> str:
    """In both languages where the sentence is ours; click's own are English."""
    if not isinstance(error, click.BadParameter) or error.param is None:
        return error.format_message()
    name = error.param.get_error_hint(error.ctx)
    if isinstance(error, click.MissingParameter):
        return f"thiếu / missing {name}"
    return f"{name}: {error.message}"


def sentence(error: Refusal | WorkingTimeRefused | DatabaseError | OSError) -> str:
    """The sentence in Vietnamese, then in English."""
    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, WorkingTimeRefused):
        return f"{error.vi} / {error.en}"
    if isinstance(error, IntegrityError):
        raise error
    if isinstance(error, DBAPIError):
        return str(DatabaseRefused(reason=_first_line(error.orig)))
    return str(FileRefused(path=error.filename, reason=error.strerror))


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
