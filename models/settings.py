"""Settings: read once, from the environment only; a bad one stops the start with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from models import outlet_settings
from models.outlet_settings import SettingsRejected as SettingsRejected


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each is described in docs/operating.md."""

    database_url: str  # DONGHANH_DATABASE_URL
    key: str | None  # DONGHANH_KEY, in place of a key file
    key_file: Path  # DONGHANH_KEY_FILE
    host: str  # DONGHANH_HOST
    port: int  # DONGHANH_PORT
    secure_cookies: bool  # DONGHANH_SECURE_COOKIES: yes behind HTTPS
    trusted_proxy: str | None = None  # DONGHANH_TRUSTED_PROXY: the web server before this one
    public_url: str | None = None  # DONGHANH_PUBLIC_URL: how people reach this service
    smtp_host: str | None = None  # DONGHANH_SMTP_HOST: no mail leaves without it
    smtp_port: int = 587  # DONGHANH_SMTP_PORT
    smtp_tls: str = "starttls"  # DONGHANH_SMTP_TLS: starttls, tls or none
    smtp_user: str | None = None  # DONGHANH_SMTP_USER
    smtp_password: str | None = field(default=None, repr=False)  # DONGHANH_SMTP_PASSWORD
    mail_from: str | None = None  # DONGHANH_MAIL_FROM
    mail_per_hour: int | None = None  # DONGHANH_MAIL_PER_HOUR
    webhook_url: str | None = None  # DONGHANH_WEBHOOK_URL
    webhook_secret: str | None = field(default=None, repr=False)  # DONGHANH_WEBHOOK_SECRET
    chat_urls: tuple[str, ...] = field(default=(), repr=False)  # DONGHANH_CHAT_URLS

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings; raises SettingsRejected for the first that cannot be used."""
        known = {f"DONGHANH_{name.upper()}" for name in cls.__slots__}
        for name in sorted(environment):
            if name.startswith("DONGHANH_") and name not in known:
                raise SettingsRejected(name=name, vi="không có cấu hình này", en="there is no such")
        key = environment.get("DONGHANH_KEY") or None
        if key is not None and environment.get("DONGHANH_KEY_FILE"):
            raise SettingsRejected(
                name="DONGHANH_KEY",
                vi="chỉ đặt DONGHANH_KEY hoặc DONGHANH_KEY_FILE, không cả hai",
                en="set DONGHANH_KEY or DONGHANH_KEY_FILE, not both",
            )
        return cls(
            database_url=_database_url(environment),
            key=key,
            key_file=Path(environment.get("DONGHANH_KEY_FILE") or "var/donghanh.key"),
            host=_host(environment),
            port=_port(environment),
            secure_cookies=_yes_or_no(environment, "DONGHANH_SECURE_COOKIES", "no"),
            trusted_proxy=_trusted_proxy(environment),
            **outlet_settings.read(environment),
        )

    @property
    def address(self) -> str:
        """Where people reach this service, without a slash at the end."""
        return self.public_url or f"http://{self.host}:{self.port}"


def _database_url(environment: Mapping[str, str]) -> str:
    name = "DONGHANH_DATABASE_URL"
    text = environment.get(name) or "sqlite:///var/donghanh.sqlite3"
    try:
        url = make_url(text)
    except ArgumentError:
        raise SettingsRejected(
            name=name, vi="không phải địa chỉ cơ sở dữ liệu", en="it is no database address"
        ) from None
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise SettingsRejected(
            name=name, vi="chỉ nhận sqlite hoặc postgresql", en="only sqlite or postgresql will do"
        )
    if backend == "sqlite" and url.database in (None, "", ":memory:"):
        raise SettingsRejected(
            name=name, vi="sqlite cần tên một tập tin", en="sqlite needs the name of a file"
        )
    return text


def _host(environment: Mapping[str, str]) -> str:
    host = environment.get("DONGHANH_HOST") or "127.0.0.1"
    try:
        ip_address(host)
    except ValueError:
        if host != "localhost":
            raise SettingsRejected(
                name="DONGHANH_HOST", vi="cần một địa chỉ IP", en="an IP address is needed"
            ) from None
    return host


def _trusted_proxy(environment: Mapping[str, str]) -> str | None:
    text = environment.get("DONGHANH_TRUSTED_PROXY") or None
    try:
        return None if text is None else str(ip_address(text))
    except ValueError:
        raise SettingsRejected(
            name="DONGHANH_TRUSTED_PROXY",
            vi="cần địa chỉ IP của một máy chủ web, không nhận tên hay dải địa chỉ",
            en="the IP address of one web server is needed, no name and no range",
        ) from None


def _port(environment: Mapping[str, str]) -> int:
    text = environment.get("DONGHANH_PORT") or "8017"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise SettingsRejected(
            name="DONGHANH_PORT",
            vi="cần một số từ 1 đến 65535",
            en="a number from 1 to 65535 is needed",
        )
    return int(text)


def _yes_or_no(environment: Mapping[str, str], name: str, default: str) -> bool:
    text = environment.get(name) or default
    if text not in ("yes", "no"):
        raise SettingsRejected(name=name, vi='chỉ nhận "yes" hoặc "no"', en='say "yes" or "no"')
    return text == "yes"
