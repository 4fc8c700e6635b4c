"""Attachments through the API: one file a request, repeated without harm, and taken out again."""

from __future__ import annotations

from base64 import b64encode

from tests.processes.attachments import files
from tests.service.api.program import Program, said
from tests.world import World

PICTURE = files.picture("JPEG")


def sent(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "content": b64encode(content).decode(), "about": "Giấy khám"}


def test_a_file_is_attached_listed_and_taken(program: Program, world: World) -> None:
    path = f"/cases/{program.open()['code']}/attachments"
    large = PICTURE + bytes(3 * 1024 * 1024)
    first = said(program.post(path, world.an, sent("a.png", large)), 201)
    assert (first["name"], first["media_type"], first["size"]) == (
        "a.png.jpg",
        "image/jpeg",
        len(large),
    )
    assert said(program.post(path, world.binh, sent("b.jpg", large)), 201) == first
    assert said(program.get(path, world.binh))["attachments"] == [first]
    taken = program.get(f"{path}/{first['seq']}/{first['number']}", world.deputy)
    assert (taken.data, taken.mimetype) == (large, "image/jpeg")
    assert taken.headers["Content-Disposition"].startswith("attachment;")


def test_what_is_not_taken_says_why(program: Program, world: World) -> None:
    path = f"/cases/{program.open()['code']}/attachments"
    for content, error in ((files.HTML, "not_as_named"), (b"", "file_empty")):
        answer = said(program.post(path, world.an, sent("a.jpg", content)), 422)
        assert answer["error"] == error
    wrong = said(program.post(path, world.an, {"name": "a", "content": "Ngô"}), 422)
    assert set(wrong["fields"]) == {"content"}
    too_large = {"name": "a", "content": "A" * (16 * 1024 * 1024)}
    assert said(program.post(path, world.an, too_large), 413)["error"] == "too_large"
    assert said(program.get(path, world.an))["attachments"] == []
    assert program.get(f"{path}/2/1", world.an).status_code == 404
