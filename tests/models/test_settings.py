"""Settings: a bad one stops the start with one clear sentence."""

import pytest

from models.settings import Settings, SettingsRejected


def test_nothing_set_means_a_database_and_a_key_beside_the_program() -> None:
    settings = Settings.from_environment({"PATH": "/bin"})
    assert settings.database_url == "sqlite:///var/donghanh.sqlite3"
    assert str(settings.key_file) == "var/donghanh.key"
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DONGHANH_DATABASE_URL", "nonsense"),
        ("DONGHANH_DATABASE_URL", "mysql://localhost/x"),
        ("DONGHANH_DATABASE_URL", "sqlite://"),
        ("DONGHANH_DATABASE_URL", "sqlite:///:memory:"),
        ("DONGHANH_PORT", "0"),
        ("DONGHANH_PORT", "65536"),
        ("DONGHANH_PORT", "٨٠"),
        ("DONGHANH_PORT", "http"),
        ("DONGHANH_HOST", "not a host"),
        ("DONGHANH_SECURE_COOKIES", "maybe"),
        ("DONGHANH_TRUSTED_PROXY", "*"),
        ("DONGHANH_TRUSTED_PROXY", "nginx"),
        ("DONGHANH_TRUSTED_PROXY", "10.0.0.0/8"),
        ("DONGHANH_TRUSTED_PROXY", "10.0.0.1, 10.0.0.2"),
        ("DONGHANH_DATABSE_URL", "sqlite:///x"),
        ("DONGHANH_SMTP_HOST", "not a host"),
        ("DONGHANH_SMTP_PORT", "0"),
        ("DONGHANH_SMTP_TLS", "ssl"),
        ("DONGHANH_SMTP_USER", "alone"),
        ("DONGHANH_SMTP_PASSWORD", "alone"),
        ("DONGHANH_MAIL_FROM", "Đồng Hành"),
        ("DONGHANH_MAIL_FROM", "a@b\r\nBcc: c@d"),
        ("DONGHANH_MAIL_PER_HOUR", "0"),
        ("DONGHANH_MAIL_PER_HOUR", "many"),
        ("DONGHANH_PUBLIC_URL", "truong.example"),
        ("DONGHANH_PUBLIC_URL", "https://truong.example/?a=b"),
        ("DONGHANH_PUBLIC_URL", "https://[truong"),
        ("DONGHANH_WEBHOOK_URL", "http://elsewhere.example"),
        ("DONGHANH_WEBHOOK_URL", "ftp://elsewhere.example"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsRejected, match=name) as refused:
        Settings.from_environment({name: value})
    assert refused.value.sentence("vi").startswith("Cấu hình")
    assert refused.value.sentence("en").startswith("Setting")


def test_a_key_and_a_key_file_together_are_refused() -> None:
    with pytest.raises(SettingsRejected, match="DONGHANH_KEY"):
        Settings.from_environment({"DONGHANH_KEY": "x", "DONGHANH_KEY_FILE": "y"})


MAIL = {"DONGHANH_SMTP_HOST": "mail.example", "DONGHANH_MAIL_FROM": "Đồng Hành <a@b.example>"}


def test_mail_needs_a_server_and_a_sender() -> None:
    settings = Settings.from_environment(MAIL)
    assert (settings.smtp_tls, settings.smtp_port) == ("starttls", 587)
    assert Settings.from_environment({**MAIL, "DONGHANH_SMTP_TLS": "tls"}).smtp_port == 465
    with pytest.raises(SettingsRejected, match="DONGHANH_MAIL_FROM"):
        Settings.from_environment({"DONGHANH_SMTP_HOST": "mail.example"})


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("DONGHANH_SMTP_TLS", {"DONGHANH_SMTP_TLS": "none"}),
        ("DONGHANH_SMTP_PASSWORD", {"DONGHANH_SMTP_PASSWORD": "mật khẩu"}),
        ("DONGHANH_SMTP_USER", {"DONGHANH_SMTP_USER": "người dùng"}),
    ],
)
def test_a_sign_in_that_cannot_be_is_refused_and_not_shown(name: str, more: dict[str, str]) -> None:
    sign_in = {"DONGHANH_SMTP_USER": "user", "DONGHANH_SMTP_PASSWORD": "hidden", **MAIL}
    settings = Settings.from_environment(sign_in)
    assert settings.smtp_password == "hidden"
    assert "hidden" not in repr(settings)
    with pytest.raises(SettingsRejected, match=name) as refused:
        Settings.from_environment(sign_in | more)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("secret", ["", "secret", "whsec_", "whsec_dG9vIHNob3J0", "whsec_%%%"])
def test_a_webhook_needs_a_secret_that_can_sign(secret: str) -> None:
    address = {"DONGHANH_WEBHOOK_URL": "https://elsewhere.example/in"}
    with pytest.raises(SettingsRejected, match="DONGHANH_WEBHOOK_SECRET"):
        Settings.from_environment({**address, "DONGHANH_WEBHOOK_SECRET": secret})
    good = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    settings = Settings.from_environment({**address, "DONGHANH_WEBHOOK_SECRET": good})
    assert good not in repr(settings)


def test_links_begin_with_the_public_address_or_where_the_service_listens() -> None:
    assert Settings.from_environment({}).address == "http://127.0.0.1:8017"
    public = {"DONGHANH_PUBLIC_URL": "https://ctxh.truong.example/"}
    assert Settings.from_environment(public).address == "https://ctxh.truong.example"


def test_chat_addresses_stand_between_spaces() -> None:
    settings = Settings.from_environment({"DONGHANH_CHAT_URLS": " json://a/?x=1,2  tgram://b/c "})
    assert settings.chat_urls == ("json://a/?x=1,2", "tgram://b/c")
    assert "tgram" not in repr(settings)
