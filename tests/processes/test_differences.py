"""What changes from one version to another, said in words; and its limits with an example."""

from __future__ import annotations

from processes import checks, differences, version_limits
from processes.bundle import Bundle, catalogue
from processes.differences import Difference, Kind
from processes.working_time.vietnam import demo_calendar
from tests.processes.changed_bundles import HELP, NEW_NAME, OLD_NAME, SHORTER, edited, without
from tests.world import PROCESS

BUNDLE = catalogue(PROCESS)


def told(after: Bundle, before: Bundle = BUNDLE) -> list[Difference]:
    return list(differences.of_versions(before, after))


def test_a_bundle_differs_from_itself_in_nothing() -> None:
    assert told(BUNDLE) == []


def test_a_task_renamed_and_a_limit_shortened_are_told_with_both_values() -> None:
    name, limit = told(SHORTER)
    assert (name.kind, name.file, name.element) == (Kind.CHANGED, HELP, "plan_intervention")
    assert f"“{OLD_NAME}” → “{NEW_NAME}”" in name.what["vi"]
    assert limit.element == "three_days_passed"
    assert "“working_days(3, submitted_at)” → “working_days(2, submitted_at)”" in limit.what["vi"]
    assert "3 working days over" in limit.what["en"]


def test_an_element_under_a_new_id_is_removed_and_added_and_its_flow_changed() -> None:
    after = edited(
        HELP, ('"activity_kept"', '"activity_noted"'), (">activity_kept<", ">activity_noted<")
    )
    kinds = {one.element: one.kind for one in told(after)}
    assert kinds["activity_kept"] is Kind.REMOVED
    assert kinds["activity_noted"] is Kind.ADDED
    assert kinds["after_activity_logged"] is Kind.CHANGED


def test_a_diagram_that_is_only_drawn_anew_runs_as_before() -> None:
    (only,) = told(edited(HELP, ('x="1097"', 'x="1098"')))
    assert only.element == ""
    assert "Chỉ đổi hình vẽ" in only.what["vi"]


def test_fields_of_a_form_are_added_changed_and_removed() -> None:
    form = "forms/approve_plan.json"
    label = edited(form, ("Ý kiến thêm", "Lời dặn"), ('"key": "note"', '"key": "advice"'))
    added, removed = told(label)
    assert (added.kind, removed.kind) == (Kind.ADDED, Kind.REMOVED)
    assert "thêm ô “Lời dặn”" in added.what["vi"]
    assert "removed the field “Further remarks”" in removed.what["en"]
    (changed,) = told(edited(form, ("Ý kiến thêm", "Lời dặn")))
    assert changed.what["vi"].endswith("sửa ô “Ý kiến thêm” (tên ô).")


def test_other_files_are_named() -> None:
    (one,) = told(without("README.md"))
    assert one.what == {"vi": "Bỏ tệp README.md.", "en": "Removed the file README.md."}


def test_what_cannot_be_read_is_compared_as_far_as_it_goes() -> None:
    broken = Bundle({**BUNDLE.files, HELP: b"<", "names.toml": b"=", "process.toml": b""})
    assert {one.file for one in told(broken)} == {HELP, "names.toml", "process.toml"}
    assert checks.of_bundle(broken)


def test_limits_come_with_an_example_that_can_be_counted_again() -> None:
    limits = {one.element: one for one in version_limits.of_version(BUNDLE, demo_calendar())}
    plain = {key: one.example["vi"].replace("\u00a0", " ") for key, one in limits.items()}
    assert plain["three_days_passed"] == (
        "3 ngày làm việc: bắt đầu thứ Sáu 21/8/2026 15:00 thì hết thứ Ba 25/8/2026."
    )
    assert plain["twelve_hours_passed"].endswith("thì hết lúc 10:00 thứ Hai 24/8/2026.")
    shorter = version_limits.of_version(SHORTER, demo_calendar())
    (two,) = [one for one in shorter if one.element == "three_days_passed"]
    assert "Monday, 24 August 2026" in two.example["en"].replace("\u00a0", " ")


def test_a_message_of_people_never_becomes_one_that_agencies_send() -> None:
    found = checks.of_bundle(without("forms/new_information.json"))
    assert "new_information" in {one.element for one in found}


def test_what_the_service_itself_needs_is_not_left_out() -> None:
    assert checks.of_bundle(without("forms/report.json"))
    groups = edited("forms/record_intake.json", ('"groups"', '"kinds"'))
    assert "groups" in {one.element for one in checks.of_bundle(groups)}
    assert checks.of_bundle(edited("process.toml", ("[title]", "[titel]")))
