"""The settings of what leaves the house: mail, webhook, chat; each checked when it is read."""

import base64
import binascii
import re
from collections.abc import Mapping
from email.utils import parseaddr
from typing import TypedDict
from urllib.parse import SplitResult, urlsplit

from models.addresses import AddressRefused, checked
from models.refusals import Refusal

PREFIX = "DONGHANH_"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
SECRET_PREFIX = "whsec_"  # noqa: S105 - how Standard Webhooks writes its secrets
SECRET_BYTES = range(24, 65)


class SettingsRejected(Refusal):
    """A setting cannot be used."""

    vi = "Cấu hình {name} không dùng được: {vi}."
    en = "Setting {name} cannot be used: {en}."


class OutletSettings(TypedDict):
    """By the names of the fields of `models.settings.Settings`, where they are described."""

    public_url: str | None
    smtp_host: str | None
    smtp_port: int
    smtp_tls: str
    smtp_user: str | None
    smtp_password: str | None
    mail_from: str | None
    mail_per_hour: int | None
    webhook_url: str | None
    webhook_secret: str | None
    chat_urls: tuple[str, ...]


def read(environment: Mapping[str, str]) -> OutletSettings:
    """All of them; raises SettingsRejected for the first that cannot be used."""
    found = {
        name: (environment.get(PREFIX + name.upper()) or "").strip() or None
        for name in OutletSettings.__annotations__
    }
    host = found["smtp_host"]
    if host is not None and not re.fullmatch(r"[A-Za-z0-9._:-]+", host):
        raise _rejected("smtp_host", "cần tên hoặc địa chỉ của máy chủ", "a host name is needed")
    tls = found["smtp_tls"] or "starttls"
    if tls not in PORTS:
        raise _rejected("smtp_tls", "chỉ nhận starttls, tls, none", "say starttls, tls or none")
    _check_sign_in(host, tls, found["smtp_user"], found["smtp_password"])
    _check_webhook(found["webhook_url"], found["webhook_secret"])
    return OutletSettings(
        public_url=_public_url(found["public_url"]),
        smtp_host=host,
        smtp_port=_number("smtp_port", found["smtp_port"], 65535) or PORTS[tls],
        smtp_tls=tls,
        smtp_user=found["smtp_user"],
        smtp_password=found["smtp_password"],
        mail_from=_mail_from(host, found["mail_from"]),
        mail_per_hour=_number("mail_per_hour", found["mail_per_hour"], 1_000_000),
        webhook_url=found["webhook_url"],
        webhook_secret=found["webhook_secret"],
        chat_urls=tuple((found["chat_urls"] or "").split()),
    )


def secret_bytes(secret: str) -> bytes:
    """The key in a secret of Standard Webhooks; raises ValueError."""
    if not secret.startswith(SECRET_PREFIX):
        raise ValueError(SECRET_PREFIX)
    return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)


def _rejected(name: str, vi: str, en: str) -> SettingsRejected:
    return SettingsRejected(name=PREFIX + name.upper(), vi=vi, en=en)


def _number(name: str, text: str | None, highest: int) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= highest):
        raise _rejected(
            name,
            f"cần một số từ 1 đến {highest}",
            f"a number from 1 to {highest} is needed",
        )
    return int(text)


def _check_sign_in(host: str | None, tls: str, user: str | None, password: str | None) -> None:
    if (user is None) != (password is None):
        alone = "smtp_password" if user is None else "smtp_user"
        raise _rejected(alone, "cần cả tên và mật khẩu", "user and password are needed together")
    if user is None or password is None:
        return
    for name, text in (("smtp_user", user), ("smtp_password", password)):
        if not text.isascii():
            raise _rejected(name, "chỉ nhận chữ không dấu", "only ASCII letters will do")
    if tls == "none" and host not in LOOPBACK:
        raise _rejected(
            "smtp_tls",
            "mật khẩu sẽ đi qua mạng mà không được mã hóa",
            "the password would cross the network in the clear",
        )


def _mail_from(host: str | None, text: str | None) -> str | None:
    if text is None:
        if host is not None:
            raise _rejected("mail_from", "cần địa chỉ người gửi", "a sender is needed")
        return None
    try:
        checked(parseaddr(text)[1])
    except AddressRefused:
        text = ""
    if not text.isprintable() or not text:
        raise _rejected(
            "mail_from",
            "cần một địa chỉ như Đồng Hành <nhac-viec@truong.edu.vn>",
            "write it like Dong Hanh <reminders@school.example>",
        )
    return text


def _public_url(text: str | None) -> str | None:
    if text is None:
        return None
    parts = _url("public_url", text)
    if parts.query or parts.fragment:
        raise _rejected("public_url", "chỉ cần phần đầu của địa chỉ", "the beginning is enough")
    return text.rstrip("/")


def _check_webhook(url: str | None, secret: str | None) -> None:
    if url is None:
        return
    parts = _url("webhook_url", url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise _rejected("webhook_url", "cần địa chỉ https", "an https address is needed")
    try:
        long_enough = secret is not None and len(secret_bytes(secret)) in SECRET_BYTES
    except (ValueError, binascii.Error):
        long_enough = False
    if not long_enough:
        raise _rejected(
            "webhook_secret",
            "cần whsec_ và 24 đến 64 byte viết bằng base64",
            "whsec_ and 24 to 64 bytes in base64 are needed",
        )


def _url(name: str, text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not text.isascii() or not text.isprintable() or " " in text:
        raise _rejected(
            name, "cần địa chỉ như https://truong.edu.vn", "write it like https://school.example"
        )
    return parts
