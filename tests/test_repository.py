"""What the repository promises about itself."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from configparser import RawConfigParser
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PACKAGES = ("models", "processes", "scheduler", "service")
THIS_FILE = Path(__file__).relative_to(ROOT)
VENDORED = Path("service/static/vendor")
BINARY = {".docx", ".ico", ".png", ".ttf", ".woff2", ".xz"}
LARGEST_FILE = 1_000_000
LARGEST_FONT_OR_VENDORED_FILE = 3_000_000


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Every file that is, or would be, in the repository; relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts(files: list[Path]) -> dict[Path, str]:
    """The files that a person reads or a browser loads, with what they say."""
    return {
        file: (ROOT / file).read_text(encoding="utf-8")
        for file in files
        if file.suffix not in BINARY and file != THIS_FILE
    }


@pytest.fixture(scope="module")
def setup_cfg() -> RawConfigParser:
    parser = RawConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_no_path(lock: Path) -> None:
    for line in lock.read_text().splitlines():
        assert re.fullmatch(
            r"[a-z0-9._-]+==[a-z0-9.+!]+( ; [a-zA-Z_'0-9 .<>=!]+)? \\|"
            r" {4}--hash=sha256:[0-9a-f]{64}( \\)?",
            line,
        ), line


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_version_has_a_hash(lock: Path) -> None:
    lines = lock.read_text().splitlines()
    for line, next_line in zip(lines, [*lines[1:], ""], strict=True):
        if "==" in line:
            assert next_line.startswith("    --hash=sha256:"), line


def test_the_locks_hold_what_setup_cfg_asks_for(setup_cfg: RawConfigParser) -> None:
    extras = setup_cfg["options.extras_require"]
    run = setup_cfg["options"]["install_requires"] + extras["postgres"] + extras["build"]
    assert_locked(run, "run.lock")
    assert_locked(run + extras["chat"] + extras["test"] + extras["check"], "test.lock")


def test_both_locks_agree() -> None:
    assert locked("run.lock").items() <= locked("test.lock").items()


def test_nothing_at_run_time_is_under_the_gpl() -> None:
    for name in locked("run.lock"):
        about = metadata.metadata(name)
        licences = [about["License-Expression"] or "", (about["License"] or "").split("\n")[0]]
        licences += [line for line in about.get_all("Classifier", []) if "License" in line]
        for licence in licences:
            assert not re.search(r"(?<!L)GPL", licence, re.IGNORECASE), name


def test_every_setting_is_documented() -> None:
    assert settings_named_in("docs/operating.md") == settings_named_in("models/settings.py")


def test_no_setting_is_read_beside_the_settings(texts: dict[Path, str]) -> None:
    for file, text in texts.items():
        if file.parts[0] in PACKAGES:
            assert not re.search(r"os\.environ(\[|\.get)|\bgetenv\(", text), file


def test_no_page_loads_anything_from_another_machine(texts: dict[Path, str]) -> None:
    loads = re.compile(
        r"""<(script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc\s*=\s*["']?(https?:)?//"""
        r"""|<link\b[^>]*\bhref\s*=\s*["']?(https?:)?//"""
        r"""|@import\s+(url\()?["']?(https?:)?//|url\(\s*["']?(https?:)?//"""
        r"""|\b(import|from|import\(|fetch\()\s*["'](https?:)?//"""
    )
    for file, text in texts.items():
        if file.suffix in {".html", ".css", ".js", ".mjs", ".svg", ".jinja", ".py"}:
            assert not loads.search(text), file


def test_no_file_mentions_a_content_delivery_network(texts: dict[Path, str]) -> None:
    networks = re.compile(
        r"\bcdn\b|cdnjs|jsdelivr|unpkg|skypack|esm\.sh|googleapis|gstatic|cloudflare|bootstrapcdn",
        re.IGNORECASE,
    )
    for file, text in texts.items():
        if not file.is_relative_to(VENDORED):
            assert not networks.search(text), file


def test_imports_go_one_way() -> None:
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout


def test_every_file_is_text_or_a_font_or_a_picture_of_reasonable_size(files: list[Path]) -> None:
    for file in files:
        content = (ROOT / file).read_bytes()
        may_be_large = file.is_relative_to(VENDORED) or file.suffix in {".ttf", ".woff2"}
        largest = LARGEST_FONT_OR_VENDORED_FILE if may_be_large else LARGEST_FILE
        assert len(content) <= largest, f"{file} has {len(content)} bytes"
        if file.suffix not in BINARY:
            assert b"\0" not in content, f"{file} is binary"
            content.decode("utf-8")


def test_nobodys_leftovers_are_in_the_repository(files: list[Path]) -> None:
    leftovers = re.compile(
        r"(\.(pyc|orig|rej|swp|bak|sqlite3?|db|log|pid|key|pem)|~|\.DS_Store|Thumbs\.db)$"
    )
    assert [str(file) for file in files if leftovers.search(file.name)] == []


def test_what_is_run_may_be_run(files: list[Path]) -> None:
    for file in files:
        begins_as_program = (ROOT / file).read_bytes()[:2] == b"#!"
        assert begins_as_program == os.access(ROOT / file, os.X_OK), file


def test_make_explains_each_of_its_commands() -> None:
    explained = subprocess.run(
        ["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    phony = re.findall(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)
    for command in phony[0].split():
        assert re.search(rf"^make {command} ", explained, re.MULTILINE), command


def test_the_changelog_speaks_of_this_version(setup_cfg: RawConfigParser) -> None:
    versions = re.findall(r"^## ([0-9.]+)", read("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == setup_cfg["metadata"]["version"]


def test_the_wheel_carries_every_file_of_the_four_packages(
    files: list[Path], tmp_path: Path
) -> None:
    for file in files:
        if file.parts[0] in PACKAGES or len(file.parts) == 1:
            copy = tmp_path / "tree" / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / file).read_bytes())
    build = "import setuptools.build_meta as b; b.build_wheel('..')"
    subprocess.run(
        [sys.executable, "-c", build], cwd=tmp_path / "tree", check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert [
        str(file) for file in files if file.parts[0] in PACKAGES and str(file) not in carried
    ] == []


def read(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def settings_named_in(file: str) -> set[str]:
    return set(re.findall(r"DONGHANH_[A-Z_]+", (ROOT / file).read_text(encoding="utf-8")))


def locked(lock: str) -> dict[str, str]:
    """Name and version of each package in a lock."""
    lines = read(f"requirements/{lock}").splitlines()
    pins = [line.split(" ")[0].partition("==") for line in lines if "==" in line]
    return {name: version for name, _, version in pins}


def requirements(text: str) -> Iterator[Requirement]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield Requirement(line)


def assert_locked(text: str, lock: str) -> None:
    pins = locked(lock)
    for requirement in requirements(text):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])
