"""Escalations that could go astray: in a loop, beside another call, nested, several instances."""

from tests.processes.engine.drawing import (
    both,
    bundle,
    call,
    end,
    on_error,
    on_escalation,
    on_message,
    process,
    repeated,
    start,
    sub,
    throws,
    user,
    xor,
)

# `work` raises the alarm in its loop and in a sub-process that hears it itself; the doubt passes
# by `one` and `two` and is heard by the sub-process around all calls.
ESCALATIONS = bundle(
    process(
        "escalations",
        start("begin"),
        sub(
            "all",
            start("all_begins"),
            xor("merge"),
            both("split"),
            call("one", "work"),
            on_escalation("one_alarm", "one", "alarm"),
            on_error("one_failed", "one"),
            user("one_told"),
            end("one_heard"),
            xor("one_done"),
            call("two", "work", repeated(2)),
            on_escalation("two_alarm", "two", "alarm"),
            on_error("two_failed", "two"),
            call("two_follow_up", "follow_up"),
            end("two_heard"),
            xor("two_done"),
            both("join"),
            xor("round"),
            end("all_done"),
            flows="""
                all_begins -> merge -> split
                split -> one -> one_done -> join
                one_failed -> one_done
                one_alarm -> one_told -> one_heard
                split -> two -> two_done -> join
                two_failed -> two_done
                two_alarm -> two_follow_up -> two_heard
                join -> round
                round -> merge : again == "yes"
                round -> all_done
            """,
        ),
        on_escalation("doubted", "all", "doubt"),
        on_message("stopped_all", "all", "stopped"),
        user("doubt_told"),
        end("doubt_heard"),
        end("done"),
        end("stopped_early"),
        flows="""
            begin -> all -> done
            doubted -> doubt_told -> doubt_heard
            stopped_all -> stopped_early
        """,
    ),
    process(
        "work",
        start("work_begins"),
        xor("work_merge"),
        xor("alarming"),
        throws("alarm_raised", "alarm"),
        xor("calm"),
        user("look"),
        sub(
            "inner",
            start("inner_begins"),
            throws("inner_alarm_raised", "alarm"),
            user("look_closer"),
            xor("doubtful"),
            throws("doubt_raised", "doubt"),
            end("inner_done"),
            end("inner_doubted"),
            flows="""
                inner_begins -> inner_alarm_raised -> look_closer -> doubtful
                doubtful -> doubt_raised : kind == "a"
                doubtful -> inner_done
                doubt_raised -> inner_doubted
            """,
        ),
        on_escalation("inner_alarm", "inner", "alarm"),
        user("inner_told"),
        end("inner_heard"),
        xor("how"),
        end("work_failed", "error"),
        end("work_done"),
        flows="""
            work_begins -> work_merge -> alarming
            alarming -> alarm_raised : flag == "yes"
            alarming -> calm
            alarm_raised -> calm -> look -> inner -> how
            inner_alarm -> inner_told -> inner_heard
            how -> work_merge : again == "yes"
            how -> work_failed : again != "yes" and kind == "b"
            how -> work_done
        """,
    ),
    process(
        "follow_up",
        start("follow_up_begins"),
        user("follow"),
        end("followed"),
        flows="follow_up_begins -> follow -> followed",
    ),
)
