"""Every route says which act it demands, and one table in the docs says who may."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from processes.permissions import PERMITTED, Act

TABLE = Path(__file__).parents[2] / "docs" / "permissions.md"


def rows_of(app: Flask) -> list[str]:
    """One line a route: methods, address, act, roles."""
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        if rule.endpoint == "static":
            continue
        act = getattr(app.view_functions[rule.endpoint], "demands", None)
        assert act is not None, f"{rule.endpoint} does not say which act it demands"
        roles = "everybody" if act == "public" else ", ".join(sorted(PERMITTED[Act(act)]))
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        rows.append(f"| {methods} | `{rule.rule}` | {act} | {roles} |")
    return rows


def test_the_table_of_permissions_lists_every_route(app: Flask) -> None:
    written = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    written = written[1:]  # without the heading
    assert written == rows_of(app)


def test_every_act_is_demanded_by_a_route_or_asked_by_a_rule() -> None:
    assert set(PERMITTED) == set(Act)
