"""The language of conditions, timers and assignments: it compares, it never computes.

An expression is a routing name, a literal, a comparison, `and`, `or`, `not`, or a call of one of
the four functions; it is checked against the declared routing values and compiled to closures.
Nothing else of Python is reachable from it: no attribute, no index, no arithmetic, no other call.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final

from processes.engine import moments
from processes.engine.declared import Declared
from processes.engine.language import Assignment, Expression, Limit, Rejected

LONGEST: Final = 500
DEEPEST: Final = 20


def condition(source: str, declared: Mapping[str, Declared]) -> Expression:
    """A condition of a sequence flow; Rejected when it is no comparison."""
    found = _Reader(declared).read(_parsed(source))
    if found.type != "truth":
        raise Rejected("Điều kiện phải là một phép so sánh.", "A condition must be a comparison.")
    return found


def moment(source: str, declared: Mapping[str, Declared]) -> Expression:
    """When a timer is due; Rejected when it is no moment."""
    found = _Reader(declared).read(_parsed(source))
    if found.type != "moment":
        raise Rejected(
            "Mốc hẹn giờ phải là working_hours, working_days, on_date, now hoặc một thời điểm.",
            "A timer must be working_hours, working_days, on_date, now or a moment.",
        )
    return found


def limit(source: str) -> Limit | None:
    """The limit that a timer measures, when it is exactly one call with a number and a name."""
    match _parsed(source):
        case ast.Call(
            func=ast.Name(id="working_hours" | "working_days" as function),
            args=[ast.Constant(value=int(amount)), ast.Name(id=anchor)],
            keywords=[],
        ):
            return Limit(function, amount, anchor)
    return None


def assignments(source: str, declared: Mapping[str, Declared]) -> tuple[Assignment, ...]:
    """The lines `name = expression` of a script; Rejected with the line that is something else."""
    lines = [line.strip() for line in source.splitlines()]
    return tuple(_assignment(line, declared) for line in lines if line)


def _assignment(line: str, declared: Mapping[str, Declared]) -> Assignment:
    match _lines(line):
        case [ast.Assign(targets=[ast.Name(id=name)], value=value)]:
            pass
        case _:
            raise Rejected(
                f"Chỉ được viết “tên = biểu thức”, không phải “{line[:60]}”.",
                f"Only “name = expression” may be written, not “{line[:60]}”.",
            )
    reader = _Reader(declared)
    target, found = reader.name_of(name), reader.read(value)
    fits = found.type == target.type if target.type != "choice" else found.literals
    if not fits or not found.literals <= target.values:
        raise Rejected(
            f"Giá trị gán cho “{name}” không thuộc kiểu đã khai báo.",
            f"What is assigned to “{name}” is not of its declared type.",
        )
    return name, found


def _parsed(source: str) -> ast.expr:
    match _lines(source.strip()):
        case [ast.Expr(value=value)]:
            return value
    raise _unreadable(source)


def _lines(source: str) -> list[ast.stmt]:
    if len(source) > LONGEST:
        raise _too_long()
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise _unreadable(source) from error


def _unreadable(source: str) -> Rejected:
    return Rejected(
        f"Không đọc được biểu thức “{source[:60]}”.",
        f"The expression “{source[:60]}” cannot be read.",
    )


def _too_long() -> Rejected:
    return Rejected(
        f"Biểu thức dài quá {LONGEST} ký tự.", f"An expression has at most {LONGEST} characters."
    )


class _Reader:
    def __init__(self, declared: Mapping[str, Declared]) -> None:
        self.declared = declared

    def name_of(self, name: str) -> Declared:
        if name not in self.declared:
            raise Rejected(
                f"“{name}” chưa được khai báo trong process.toml.",
                f"“{name}” is not declared in process.toml.",
            )
        return self.declared[name]

    def read(self, node: ast.expr, depth: int = 0) -> Expression:
        if depth > DEEPEST:
            raise Rejected("Biểu thức lồng quá sâu.", "The expression is nested too deeply.")
        match node:
            case ast.Name(id=name):
                return self._name(self.name_of(name))
            case ast.Constant(value=str(text)):
                return Expression("text", lambda scene: text, literals=frozenset({text}))
            case ast.Constant(value=None):
                return Expression("nothing", lambda scene: None)
            case ast.BoolOp(op=ast.And() | ast.Or() as op, values=values):
                return self._joined(op, [self._truth(value, depth) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self._truth(operand, depth)
                return Expression("truth", lambda scene: not inner.compiled(scene), inner.names)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compared(left, op, right, depth)
            case ast.Call(func=ast.Name(id=function), args=args, keywords=[]):
                return moments.call(function, args, self.declared)
        raise Rejected(
            f"Không được dùng “{ast.unparse(node)[:60]}” trong biểu thức.",
            f"“{ast.unparse(node)[:60]}” is not allowed in an expression.",
        )

    def _name(self, declared: Declared) -> Expression:
        name = declared.name
        return Expression(
            declared.type, lambda scene: scene.values(name), frozenset({name}), declared.values
        )

    def _truth(self, node: ast.expr, depth: int) -> Expression:
        found = self.read(node, depth + 1)
        if found.type != "truth":
            raise Rejected(
                f"“{ast.unparse(node)[:60]}” không phải là phép so sánh.",
                f"“{ast.unparse(node)[:60]}” is not a comparison.",
            )
        return found

    def _joined(self, op: ast.boolop, parts: list[Expression]) -> Expression:
        names = frozenset[str]().union(*(part.names for part in parts))
        compiled = [part.compiled for part in parts]
        if isinstance(op, ast.And):
            return Expression("truth", lambda scene: all(c(scene) for c in compiled), names)
        return Expression("truth", lambda scene: any(c(scene) for c in compiled), names)

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr, depth: int) -> Expression:
        one = self.read(left, depth + 1)
        match op, right:
            case ast.In() | ast.NotIn(), ast.Tuple(elts=elts) | ast.List(elts=elts):
                others = [self.read(element, depth + 1) for element in elts]
            case ast.Eq() | ast.NotEq(), _:
                others = [self.read(right, depth + 1)]
            case ast.Is() | ast.IsNot(), ast.Constant(value=None):
                others = [self.read(right, depth + 1)]
            case _:
                raise Rejected(
                    "Chỉ được so sánh bằng ==, !=, in (...), not in (...), is None, is not None.",
                    "Compare only with ==, !=, in (...), not in (...), is None, is not None.",
                )
        for other in others:
            _comparable(one, other)
        names = one.names.union(*(other.names for other in others))
        value, compiled = one.compiled, tuple(other.compiled for other in others)
        if isinstance(op, (ast.Eq, ast.In, ast.Is)):
            return Expression(
                "truth", lambda scene: value(scene) in [c(scene) for c in compiled], names
            )
        return Expression(
            "truth", lambda scene: value(scene) not in [c(scene) for c in compiled], names
        )


def _comparable(one: Expression, other: Expression) -> None:
    if "nothing" in (one.type, other.type):
        return
    types = {one.type, other.type}
    if types == {"choice"}:
        fits = bool(one.literals & other.literals)
    elif types == {"choice", "text"}:
        choice, text = (one, other) if one.type == "choice" else (other, one)
        fits = text.literals <= choice.literals
    else:
        fits = len(types) == 1 and types <= {"moment", "date"}
    if not fits:
        written = ", ".join(sorted(other.literals if other.type == "text" else one.literals))
        raise Rejected(
            f"Không so sánh được: “{written}” không thuộc các giá trị đã khai báo.",
            f"Not comparable: “{written}” is not among the declared values.",
        )
