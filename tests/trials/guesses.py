"""Random answers that a form accepts, from a seed: what people might type at that moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from processes.forms.answers import is_shown
from processes.forms.component import Component
from processes.forms.definition import FormDefinition
from tests.answers import typed_date, typed_moment

WORDS = ("em", "kể", "với cô", "rằng", "hôm qua", "sau giờ học", "bạn", "chờ ngoài cổng", "sợ")
# Whoever is concerned no longer sees the case, and the people of the test are few; of letters, two
# may not bear one number: the register counts them.
UNASKED = frozenset({"concerned_staff", "number"})

Avoided = Mapping[str, Collection[str]]


def guess(
    definition: FormDefinition, chance: Random, now: datetime, *, avoided: Avoided
) -> dict[str, Any]:
    """All required answers and some others; `avoided`: values by routing name never to choose."""
    return _Guess(chance, now, avoided).level(definition.components, {})


class _Guess:
    def __init__(self, chance: Random, now: datetime, avoided: Avoided) -> None:
        self.chance, self.now, self.avoided = chance, now, avoided

    def level(self, components: Sequence[Component], above: Mapping[str, Any]) -> dict[str, Any]:
        raw: dict[str, Any] = {}
        for one in components:
            if not one.is_field or one.key in UNASKED or not is_shown(one.when, raw, above):
                continue
            if one.required or self.chance.random() < 0.3:
                raw[one.key] = self.answer(one, {**above, **raw})
        return raw

    def answer(self, one: Component, above: Mapping[str, Any]) -> Any:
        match one.type:
            case "text" | "textarea":
                return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 12)))[: one.max]
            case "radio" | "select":
                return self.chance.choice(self._values(one))
            case "checkboxes":
                values = self._values(one)
                return self.chance.sample(values, self.chance.randint(1, len(values)))
            case "agency":
                kind = self.chance.choice(self._values(one))
                return {"id": "other", "kind": kind, "name": "Nơi khác"}
            case "number":
                return str(self.chance.randint(one.min or 0, one.max or 100))
            case "phone":
                return f"09{self.chance.randrange(10**8):08d}"
            case "date":
                return self._date(one, above)
            case "moment" if one.since:  # whatever it may not precede, it does not precede by now
                return typed_moment(self.now)
            case "moment":
                return typed_moment(self.now - timedelta(minutes=self.chance.randint(0, 3000)))
            case "birth":
                return {"kind": "age", "age": str(self.chance.randint(6, 17))}
            case "levels":
                levels = [level.value for level in one.levels]
                return {
                    row.value: {"level": self.chance.choice(levels), "reason": "Cô kể lại."}
                    for row in one.rows
                }
            case "rows":
                return [self._row(one, above) for _ in range(self.chance.randint(1, 2))]
        raise AssertionError(one.type)

    def _values(self, one: Component) -> list[str]:
        never = self.avoided.get(one.routing or "", ())
        return [choice.value for choice in one.values if choice.value not in never]

    def _date(self, one: Component, above: Mapping[str, Any]) -> str:
        if one.not_before is not None and one.not_before in above:
            return str(above[one.not_before])
        if one.since:
            return typed_date(self.now)
        days = self.chance.randint(0, 40)
        return typed_date(self.now + timedelta(days=days if one.future else -days))

    def _row(self, one: Component, above: Mapping[str, Any]) -> dict[str, Any]:
        first = one.components[0]
        own = {key: value for key, value in above.items() if key != first.key}
        return self.level(one.components, above) or {first.key: self.answer(first, own)}
