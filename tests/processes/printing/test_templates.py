"""Templates of papers come from outside: they print, and what else they try is refused."""

from __future__ import annotations

import pytest

from processes import checks, definitions
from processes.bundle import Bundle, catalogue
from processes.engine import DiagramsRejected, Finding
from processes.printing import language
from processes.printing.checks import of_papers
from processes.printing.grammar import NotAPaper
from processes.printing.markup import read
from processes.printing.register import FILE, papers_of

CATALOGUE = catalogue("school_social_work")
REPORT = "papers/report.xml"
FORMS = [definitions.form(CATALOGUE, one) for one in CATALOGUE.forms]

CODE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ school.__class__ }}",
    "{{ school['__class__'] }}",
    "{{ school|attr('__class__') }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ range(10) }}",
    "{{ lipsum() }}",
    "{{ school.upper() }}",
    "{{ 'x' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% set x = school %}",
    "{% macro m() %}{% endmacro %}",
    "{% call m() %}{% endcall %}",
    "{% for a, b in passed %}{% endfor %}",
    "{% for a in passed recursive %}{% endfor %}",
    "{{ school is defined }}",
    "{{ school|safe }}",
    "{{ school if school else place }}",
    "{{ school > place }}",
    "{{ config }}",
    "{{ answers._x }}",
    "{% raw",
    "{% for a in passed %}" * 5 + "{% endfor %}" * 5,
    "{% if school %}" * 3000 + "{% endif %}" * 3000,
    "{% if school %}" * 120 + "{% endif %}" * 120,
    "{% if " + "not " * 220 + "school %}{% endif %}",
]

NO_PAPER = [
    "<script>x</script>",
    "<p onclick='x'>x</p>",
    "<img src='file:///etc/passwd'/>",
    "<p><a href='https://example.org'>x</a></p>",
    "<p>chưa đóng",
    "chữ ngoài đoạn",
    "<table><row><cell>1</cell></row><row><cell>1</cell><cell>2</cell></row></table>",
    "<p size='9000'>x</p>",
    "<p align='giữa'>x</p>",
    "<columns widths='1'><column/><column/></columns>",
    "{% for one in signer.for_head %}{% endfor %}",
]


def with_template(body: str) -> Bundle:
    """The catalogue with another template of reports, its body on the second line."""
    template = f"<paper>\n{body}\n</paper>".encode()
    return Bundle({**CATALOGUE.files, REPORT: template})


def found_in(bundle: Bundle) -> list[Finding]:
    return list(of_papers(bundle, FORMS))


def with_register(old: str, new: str) -> Bundle:
    text = CATALOGUE.files[FILE].decode()
    assert old in text
    return Bundle({**CATALOGUE.files, FILE: text.replace(old, new, 1).encode()})


@pytest.mark.parametrize("code", CODE)
def test_a_template_with_code_in_it_is_refused_with_its_file_and_line(code: str) -> None:
    found = found_in(with_template(code))
    assert {one.file for one in found} == {REPORT}
    assert found[0].line in (1, 2)
    assert found[0].message_vi.endswith((".", "”", "'", ")"))


def test_a_process_with_such_a_template_is_not_published() -> None:
    bundle = with_template("{% include '/etc/passwd' %}")
    with pytest.raises(DiagramsRejected, match=r"papers/report\.xml:2"):
        definitions.check(bundle)
    assert [(one.file, one.line) for one in checks.of_bundle(bundle)] == [(REPORT, 2)]


# The others reach nothing and take time: what the limits of the child are for.
REACHING = [one for one in CODE if not any(slow in one for slow in ("*", "% for", "% if"))]


@pytest.mark.parametrize("code", REACHING)
def test_code_that_got_past_the_check_reaches_nothing(code: str) -> None:
    try:
        said = language.fill(code, {"school": "Trường", "place": "An Bình", "answers": {}})
    except Exception as error:  # noqa: BLE001 - whatever stops it
        said = type(error).__name__
    for reached in ("class", "root:", "<built-in", "uid=", "object at", "function"):
        assert reached not in said


@pytest.mark.parametrize("body", NO_PAPER)
def test_a_template_that_makes_no_paper_is_refused(body: str) -> None:
    assert [one.file for one in found_in(with_template(body))] == [REPORT]


def test_an_entity_reads_no_file() -> None:
    attack = '<!DOCTYPE paper [<!ENTITY x SYSTEM "file:///etc/hostname">]><paper><p>&x;</p></paper>'
    with pytest.raises(NotAPaper):
        read(attack)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[record_intake]", "[gone]", "no form “gone”"),
        ('template = "letter.xml"', 'template = "none.xml"', "no template papers/none.xml"),
        ('decided_by = "approve_plan"', 'decided_by = "gone"', "no form “gone”"),
        ('"student_birth"', '"gone"', "no question “gone”"),
        ('field = "method"', 'field = "gone"', "no question “gone”"),
        ("signs =", "sign =", "no key “sign”"),
        ('template = "report.xml"', "template = 1", "needs a template"),
        ('field = "method", ', "", "when needs field and value"),
        ("[record_intake]", "[[[", "cannot be read"),
    ],
)
def test_a_register_that_does_not_fit_its_process_is_refused(old: str, new: str, said: str) -> None:
    found = found_in(with_register(old, new))
    assert {one.file for one in found} == {FILE}
    assert any(said in one.message_en for one in found)


def test_a_version_older_than_papers_is_printed_as_this_release_prints() -> None:
    old = Bundle({name: raw for name, raw in CATALOGUE.files.items() if "papers/" not in name})
    assert papers_of(CATALOGUE).own
    assert not papers_of(old).own
    assert papers_of(old).printed == papers_of(CATALOGUE).printed
    assert checks.of_bundle(old) == ()
