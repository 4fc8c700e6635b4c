"""Diagrams that have misled process engines: every shape of the catalogue, and worse."""

from tests.processes.engine.drawing import (
    both,
    bundle,
    call,
    end,
    first_of,
    node,
    on_error,
    on_message,
    on_time,
    process,
    repeated,
    script,
    start,
    sub,
    user,
    waits_for,
    waits_until,
    xor,
)
from tests.processes.engine.raised import ESCALATIONS

# A parallel block in a loop, a loop inside one of its branches, timers that interrupt.
LOOPS = bundle(
    process(
        "loops",
        start("begin"),
        xor("merge"),
        both("split"),
        user("p1"),
        user("p2"),
        user("p3"),
        xor("p2_done"),
        xor("p3_again"),
        xor("p3_merge"),
        user("escalated"),
        both("join"),
        user("after"),
        xor("round"),
        end("done"),
        on_time("p2_late", "p2", "working_hours(7, since)"),
        flows="""
            begin -> merge -> split
            split -> p1 -> join
            split -> p2 -> p2_done -> join
            p2_late -> escalated -> p2_done
            split -> p3_merge -> p3 -> p3_again
            p3_again -> p3_merge : flag == "yes"
            p3_again -> join
            join -> after -> round
            round -> merge : again == "yes"
            round -> done
        """,
    )
)

# Repeated messages beside a task, a sub-process and a call; calls in parallel; a deadline.
MESSAGES = bundle(
    process(
        "messages",
        start("begin"),
        sub(
            "help",
            start("help_begins"),
            both("help_split"),
            call("school", "work"),
            call("outside", "work"),
            both("help_join"),
            xor("help_round"),
            xor("help_merge"),
            end("help_done"),
            on_time("outside_late", "outside", "working_hours(12, since)", interrupting=False),
            end("outside_noted"),
            flows="""
                help_begins -> help_merge -> help_split
                help_split -> school -> help_join
                help_split -> outside -> help_join
                outside_late -> outside_noted
                help_join -> help_round
                help_round -> help_merge : again == "yes"
                help_round -> help_done
            """,
        ),
        on_message("news", "help", "told", interrupting=False),
        on_message("reopened", "help", "stopped"),
        call("news_work", "work"),
        user("decide"),
        xor("decided"),
        end("news_done"),
        end("done"),
        flows="""
            begin -> decided -> help -> done
            news -> news_work -> news_done
            reopened -> decide -> decided
        """,
    ),
    process(
        "work",
        start("work_begins"),
        xor("work_merge"),
        user("carry_out", script="since = now()"),
        on_message("logged", "carry_out", "told", interrupting=False),
        on_message("answered_from_outside", "carry_out", "answered"),
        on_time(
            "carry_out_late",
            "carry_out",
            "working_days(3, since)",
            interrupting=False,
            deadline="work",
            effect="missed",
        ),
        user("check_late"),
        user("confirm"),
        end("kept"),
        end("late_checked"),
        xor("work_round"),
        end("work_done"),
        flows="""
            work_begins -> work_merge -> carry_out -> work_round
            logged -> kept
            answered_from_outside -> confirm -> work_round
            carry_out_late -> check_late -> late_checked
            work_round -> work_merge : flag == "yes"
            work_round -> work_done
        """,
    ),
)

# Several instances, an event gateway, errors out of a sub-process and a call, a terminate end.
EVENTS = bundle(
    process(
        "events",
        start("begin"),
        xor("merge"),
        user("everybody", times=3),
        node(
            "userTask",
            "one_by_one",
            '<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="role" '
            'value="head" /><spiffworkflow:property name="form" value="form" />'
            "</spiffworkflow:properties></bpmn:extensionElements>" + repeated(2, "true"),
        ),
        first_of("whichever"),
        waits_for("came", "answered"),
        waits_for("withdrawn", "stopped"),
        waits_until("too_late", "on_date(day)"),
        xor("heard"),
        sub(
            "inner",
            start("inner_begins"),
            user("inner_a"),
            xor("inner_ok"),
            both("inner_split"),
            user("inner_b"),
            user("inner_c"),
            xor("inner_stop"),
            end("inner_failed", "error"),
            end("inner_stopped", "terminate"),
            end("inner_done"),
            end("inner_b_done"),
            flows="""
                inner_begins -> inner_a -> inner_ok
                inner_ok -> inner_failed : flag == "yes"
                inner_ok -> inner_split
                inner_split -> inner_b -> inner_b_done
                inner_split -> inner_c -> inner_stop
                inner_stop -> inner_stopped : kind == "a"
                inner_stop -> inner_done
            """,
        ),
        on_error("inner_error", "inner"),
        on_time("inner_slow", "inner", "working_hours(9, since)", interrupting=False),
        user("remind"),
        end("reminded"),
        call("checked", "check"),
        on_error("check_error", "checked"),
        script("note_kind", 'kind = "c"'),
        xor("round_merge"),
        xor("round"),
        end("done"),
        flows="""
            begin -> merge -> everybody -> one_by_one -> whichever
            whichever -> came -> heard
            whichever -> withdrawn -> heard
            whichever -> too_late -> heard
            heard -> inner -> checked -> round_merge
            inner_error -> note_kind -> round_merge
            check_error -> round_merge
            inner_slow -> remind -> reminded
            round_merge -> round
            round -> merge : again == "yes"
            round -> done
        """,
    ),
    process(
        "check",
        start("check_begins"),
        user("look"),
        xor("found"),
        end("check_failed", "error"),
        end("check_done"),
        flows="""
            check_begins -> look -> found
            found -> check_failed : kind == "b"
            found -> check_done
        """,
    ),
)

ALL = {"loops": LOOPS, "messages": MESSAGES, "events": EVENTS, "escalations": ESCALATIONS}
