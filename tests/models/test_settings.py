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
        ("DONGHANH_DATABSE_URL", "sqlite:///x"),
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
