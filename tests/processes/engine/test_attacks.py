"""A diagram comes from outside: no expression and no XML in it may do more than compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from processes.bundle import Bundle
from processes.engine import DiagramsRejected, load
from processes.engine.documents import LARGEST
from tests.processes.engine.drawing import (
    bundle,
    document,
    end,
    on_time,
    process,
    script,
    start,
    user,
    xor,
)

ESCAPE = (
    "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0]"
    ".__init__.__globals__['__builtins__']['open']('secret.txt').read()"
)
ATTACKS = {
    "reads a file": "open('secret.txt').read()",
    "imports": "__import__('os').getpid()",
    "walks the classes": ESCAPE,
    "walks an attribute": "since.__class__",
    "walks a format string": "'{0.__class__.__mro__}'.format(kind)",
    "prints with percent": "'%s' % kind",
    "walks an f-string": "f'{kind.__class__}'",
    "walks the globals of a function": "working_days.__globals__['os'].getpid()",
    "fills the memory": "'a' * 50000000",
    "burns the processor": "7 ** 200000",
    "loops for ever": "[x for x in iter(int, 1)]",
    "makes a function": "(lambda: kind)()",
    "evaluates": "eval('1')",
    "assigns inside": "(since := kind)",
    "nests deeply": "not " * 40 + 'kind == "a"',
    "is very long": " or ".join(['kind == "a"'] * 200),
    "awaits": "await kind",
    "yields": "(yield kind)",
    "indexes": "kind[0]",
    "unpacks": "working_hours(*[12, since])",
}


def conditioned(expression: str) -> Bundle:
    return bundle(
        process(
            "p",
            start("s"),
            xor("g"),
            user("a"),
            end("e"),
            end("f"),
            flows=f"s -> g\ng -> a : {expression}\ng -> e\na -> f",
        )
    )


def timed(expression: str) -> Bundle:
    return bundle(
        process(
            "p",
            start("s"),
            user("a"),
            on_time("t", "a", expression, interrupting=False),
            end("e"),
            end("f"),
            flows="s -> a -> e\nt -> f",
        )
    )


def scripted(expression: str) -> Bundle:
    line = f"kind = {expression}"
    return bundle(process("p", start("s"), script("x", line), end("e"), flows="s -> x -> e"))


def answered(expression: str) -> Bundle:
    return bundle(
        process(
            "p",
            start("s"),
            user("x", script=f"kind = {expression}"),
            end("e"),
            flows="s -> x -> e",
        )
    )


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", [conditioned, timed, scripted, answered])
def test_an_attack_is_refused_when_the_diagram_is_loaded(place: object, attack: str) -> None:
    assert callable(place)
    with pytest.raises(DiagramsRejected) as refused:
        load(place(ATTACKS[attack]))
    finding = refused.value.findings[0]
    assert finding.file == "p.bpmn"
    assert finding.line > 1
    assert finding.element in ("g__a", "t", "x")


PLAIN = document(process("p", start("s"), user("a"), end("e"), flows="s -> a -> e"))
DEFINITIONS = PLAIN.partition(b"<bpmn:definitions")


def with_doctype(doctype: str) -> bytes:
    head, opening, rest = DEFINITIONS
    return head + doctype.encode() + opening + rest


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE bpmn:definitions>",
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://example.org/a">%a;]>',
    ],
)
def test_a_doctype_is_refused(doctype: str) -> None:
    assert rule_of(with_doctype(doctype)) in ("doctype", "xml")


def test_entities_do_not_blow_up() -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    raw = with_doctype(f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>')
    assert rule_of(raw.replace(b'name="told"', b'name="&l9;"')) in ("doctype", "xml")


def test_a_file_outside_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET-42")
    raw = with_doctype(f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>')
    with pytest.raises(DiagramsRejected) as refused:
        load(broken(raw.replace(b'name="told"', b'name="&a;"')))
    assert "TOP-SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "xml"),
        (b"<a>", "xml"),
        (b"<a/>", "xml"),
        (b"\x00\x01", "xml"),
        (PLAIN + b" " * LARGEST, "size"),
        (PLAIN.replace(b"s__a", b"<x>"), "xml"),
    ],
)
def test_what_is_no_diagram_is_refused(raw: bytes, rule: str) -> None:
    assert rule_of(raw) == rule


def broken(raw: bytes) -> Bundle:
    files = dict(bundle(process("p", start("s"), user("a"), end("e"), flows="s -> a -> e")).files)
    return Bundle(files | {"other.bpmn": raw})


def rule_of(raw: bytes) -> str:
    with pytest.raises(DiagramsRejected) as refused:
        load(broken(raw))
    return next(found.rule for found in refused.value.findings if found.file == "other.bpmn")
