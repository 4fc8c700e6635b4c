"""Tasks: one in a list, one with its form, and its completion."""

from __future__ import annotations

from service.api.schemas.words import (
    ANY_OBJECT,
    MOMENT,
    TEXT,
    WHOLE,
    YES_OR_NO,
    list_of,
    one_of,
    or_null,
    ref,
    shape,
)

_TASK = {
    "id": WHOLE,
    "case": TEXT,
    "key": TEXT,
    "element": TEXT,
    "name": ref("Text"),
    "form": TEXT,
    "roles": list_of(TEXT),
    "state": one_of("open", "completed", "withdrawn"),
    "assignee": or_null(ref("Person")),
    "opened_at": MOMENT,
    "due_at": or_null(MOMENT),
    "revision": WHOLE | {"description": "The version of the case; sent back on completion."},
    "yours": YES_OR_NO
    | {"description": "Whether a role of the caller does it, and nobody else has taken it."},
}

SCHEMAS = {
    "Task": shape(_TASK),
    "TaskWithForm": shape(
        (_TASK | {"form": ref("Form")})
        | {
            "closed_at": or_null(MOMENT),
            "answers": ANY_OBJECT
            | {
                "description": "What is filled in: the answers given, or while the task is open, "
                "those that earlier forms give it."
            },
        }
    ),
    "TaskPage": shape(
        {
            "tasks": list_of(ref("Task")),
            "next": or_null(TEXT) | {"description": "The parameter page of the page that follows."},
        }
    ),
    "TaskQuery": shape(
        {},
        {
            "mine": one_of("1") | {"description": "The caller's own tasks, as without it."},
            "due_before": MOMENT | {"description": "With an offset, or else in Vietnam's time."},
            "page": TEXT | {"description": "What next said on the page before."},
        },
    ),
    "Completion": shape(
        {"answers": ANY_OBJECT | {"description": "By the form of GET /tasks/{task_id}."}},
        {
            "revision": WHOLE
            | {
                "description": "The version of the case that was read. Without it, only a task "
                "that is gone is refused."
            }
        },
    ),
    "Nothing": shape({}),
}
