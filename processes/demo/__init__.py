"""An invented school with people and cases at every step, to try the service out."""

from processes.demo.demo import (
    Demo,
    NotEmpty,
    SignIn,
    fill,
    fill_sandbox,
    is_demo,
    is_empty,
    sign_ins,
)

__all__ = ["Demo", "NotEmpty", "SignIn", "fill", "fill_sandbox", "is_demo", "is_empty", "sign_ins"]
