"""The check of definitions: the catalogue is sound; what is not is found, and nothing breaks."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from processes.bundle import Bundle, catalogue
from tests.service.api.program import Program, said
from tests.world import PROCESS, World

BUNDLE = catalogue(PROCESS)
DROP_OUT = BUNDLE.files["drop_out.bpmn"]
XML = {"Content-Type": "application/xml"}
ZIP = {"Content-Type": "application/zip"}
HOSTILE = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>"""
)

NO_DESCRIPTIONS = (
    b"",
    b"id = 1",
    b'id = "x"',
    b"= broken",
    b'id = "x"\nrouting = 3',
    b'id = "x"\nrouting.a = "x"',
    b'id = "x"\nrouting.a.type = "choice"\nrouting.a.values = [1]',
)


def check(program: Program, raw: bytes, headers: dict[str, str]) -> dict[str, Any]:
    return said(
        program.send("POST", "/definitions/check", program.world.chi, headers=headers, data=raw)
    )


def test_the_catalogue_is_sound(program: Program) -> None:
    assert check(program, BUNDLE.to_bytes(), ZIP) == {"sound": True, "findings": []}
    assert check(program, DROP_OUT, XML) == {"sound": True, "findings": []}


def test_a_finding_names_file_line_element_and_rule(program: Program) -> None:
    broken = DROP_OUT.replace(b"drop_out_result ==", b"open('/etc/passwd') ==", 1)
    assert broken != DROP_OUT
    answer = check(program, broken, XML)
    assert not answer["sound"]
    (finding,) = answer["findings"]
    assert finding["file"] == "drop_out.bpmn"
    assert finding["line"] > 1
    assert finding["element"]
    assert set(finding["message"]) == {"vi", "en"}


def test_a_form_with_a_mistake_is_found_in_a_bundle(program: Program) -> None:
    forms = {"forms/report.json": BUNDLE.files["forms/report.json"].replace(b'"text"', b'"txt"')}
    answer = check(program, Bundle({**BUNDLE.files, **forms}).to_bytes(), ZIP)
    assert {(one["file"], one["rule"]) for one in answer["findings"]} == {
        ("forms/report.json", "form")
    }


def test_what_is_no_diagram_is_found_to_be_none(program: Program) -> None:
    half = DROP_OUT[: len(DROP_OUT) // 2]
    for raw in (b"", b"<", HOSTILE, b"<a/>", b"\x00", half):
        answer = check(program, raw, XML)
        assert not answer["sound"]
        assert "root:" not in str(answer)


def test_a_description_with_mistakes_is_found(program: Program) -> None:
    for description in NO_DESCRIPTIONS:
        raw = Bundle({**BUNDLE.files, "process.toml": description}).to_bytes()
        assert not check(program, raw, ZIP)["sound"], description


def test_what_is_no_archive_is_refused(program: Program, world: World) -> None:
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(600):
            archive.writestr(f"{number}.txt", b"")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("process.toml", b"\x00" * 50_000_000)
    sound = BUNDLE.to_bytes()
    for raw in (b"", b"PK", many.getvalue(), bomb.getvalue(), sound[: len(sound) // 2]):
        refused = program.send("POST", "/definitions/check", world.chi, headers=ZIP, data=raw)
        assert said(refused, 422)["error"] == "not_a_bundle"
