"""Why an entry is refused. The first line of each docstring is its message, in both languages."""

from __future__ import annotations

from typing import Literal

Reason = Literal["endless", "failed", "stuck"]


class EntryRefused(Exception):
    """Không thực hiện được bước này. This step cannot be taken."""


class TaskNotOpen(EntryRefused):
    """Việc này không còn mở. This task is no longer open."""

    def __init__(self, task_key: str | None) -> None:
        super().__init__(task_key)
        self.task_key = task_key


class MessageNotAwaited(EntryRefused):
    """Hồ sơ hiện không chờ việc này. The case does not wait for this at present."""

    def __init__(self, element: str | None, task_key: str | None) -> None:
        super().__init__(task_key or element)
        self.element = element
        self.task_key = task_key


class TimerNotArmed(EntryRefused):
    """Thời hạn này không còn chạy. This limit no longer runs."""

    def __init__(self, task_key: str | None) -> None:
        super().__init__(task_key)
        self.task_key = task_key


class UndeclaredValue(EntryRefused):
    """Giá trị này không có trong quy trình. The process does not declare this value."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name} = {value!r}")
        self.name = name
        self.value = value


class StepRefused(EntryRefused):
    """Sơ đồ không đi tiếp được từ đây. The diagram cannot go on from here.

    `reason`: `endless` (it runs on without end), `failed` (an expression has no result), `stuck`
    (nothing is left to do, yet the case has not ended). `element`: where, if one can say.
    """

    def __init__(self, reason: Reason, element: str | None, detail: str = "") -> None:
        super().__init__(": ".join(filter(None, (reason, element, detail))))
        self.reason = reason
        self.element = element
        self.detail = detail
