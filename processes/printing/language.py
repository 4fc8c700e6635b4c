"""The language of paper templates: a small part of Jinja's, in which nothing can be run. Pure.

A template prints values, repeats over lists and asks whether something is there. What is not named
here is refused when the process is checked; and where a template got past that, its environment
reaches no Python object, only the values that it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Filter,
)
FILTERS: Final = frozenset({"upper"})
DEEPEST: Final = 4


class TemplateWrong(Exception):
    """A template that cannot be used: where (line from 1), and why in both languages."""

    def __init__(self, line: int, vi: str, en: str) -> None:
        self.line, self.vi, self.en = line, vi, en
        super().__init__(f"{line}: {en}")


class _Environment(SandboxedEnvironment):
    """Knows the keys of mappings and nothing else: no attribute, no method, no item of a list."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict) and argument in obj:
            return obj[argument]
        return self.undefined(name=str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template with the values in it, escaped for XML."""
    return _environment(Undefined).from_string(template).render(values)


def wrong(template: str, values: Mapping[str, Any]) -> Iterator[TemplateWrong]:
    """What is wrong with a template that is to be given values of this shape."""
    environment = _environment(StrictUndefined)
    try:
        tree = environment.parse(template)
        found = list(_of_node(tree, frozenset(values), 0))
        if not found:
            environment.from_string(template)  # Python in its turn nests only so deep
        yield from found
    except TemplateSyntaxError as error:
        yield TemplateWrong(
            error.lineno, f"Không đọc được: {error.message}", f"It cannot be read: {error.message}"
        )
    except (RecursionError, SyntaxError):
        yield TemplateWrong(1, "Mẫu giấy lồng nhau quá sâu.", "The template is nested too deep.")


def _environment(undefined: type[Undefined]) -> _Environment:
    environment = _Environment(autoescape=True, undefined=undefined, keep_trailing_newline=True)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests.clear()
    return environment


def _of_node(node: nodes.Node, known: frozenset[str], depth: int) -> Iterator[TemplateWrong]:
    if not isinstance(node, ALLOWED):
        name = type(node).__name__
        yield TemplateWrong(
            node.lineno,
            f"“{name}” không dùng được trong mẫu giấy: chỉ in giá trị, lặp và hỏi có hay không.",
            f"“{name}” cannot be used in a paper: it prints values, repeats and asks whether.",
        )
        return
    match node:
        case nodes.Filter() if node.name not in FILTERS or node.args or node.kwargs:
            yield TemplateWrong(
                node.lineno, f"Không có bộ lọc “{node.name}”.", f"No filter is named “{node.name}”."
            )
        case nodes.Name() if node.ctx == "load" and node.name not in known:
            yield TemplateWrong(
                node.lineno, f"Không có giá trị “{node.name}”.", f"No value is named “{node.name}”."
            )
        case nodes.Getattr() if node.attr.startswith("_"):
            yield TemplateWrong(
                node.lineno, f"Không có giá trị “{node.attr}”.", f"No value is named “{node.attr}”."
            )
        case nodes.Compare() if any(one.op not in ("eq", "ne") for one in node.ops):
            yield TemplateWrong(
                node.lineno, "Chỉ so sánh bằng == và !=.", "Only == and != compare."
            )
        case nodes.For() if (
            depth >= DEEPEST
            or not isinstance(node.target, nodes.Name)
            or node.recursive
            or node.test is not None
        ):
            yield TemplateWrong(
                node.lineno,
                f"Vòng lặp chỉ có một tên và lồng nhau nhiều nhất {DEEPEST} tầng.",
                f"A loop has one name and no condition, and at most {DEEPEST} of them are nested.",
            )
        case nodes.For():
            assert isinstance(node.target, nodes.Name)
            yield from _of_node(node.iter, known, depth)
            for inner in [*node.body, *node.else_]:
                yield from _of_node(inner, known | {node.target.name}, depth + 1)
            return
    for child in node.iter_child_nodes():
        yield from _of_node(child, known, depth)
