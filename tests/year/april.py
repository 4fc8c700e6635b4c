"""April: support without a report, reports gathered, a family that refuses, two hand-overs."""

from __future__ import annotations

from processes.demo.residents import TOLD
from tests.year.album import Words
from tests.year.answers import Child, Listed, activity, decision, report
from tests.year.moments import typed
from tests.year.resident import Seen
from tests.year.year import Year

BEGINS = "5/4/2027 7:45"
SLUG = "08-april"
TITLE = Words("Tháng 4: gộp tin, bàn giao", "April: reports gathered, cases handed over")
INTRO = Words(
    "Hỗ trợ phát triển theo đề nghị của phụ huynh, không cần tin báo. Một tin báo trùng được gộp "
    "lại. Gia đình từ chối thì quyết định lại. Em chuyển trường và đầu mối nghỉ sinh: hồ sơ có "
    "người nhận.",
    "Development support because a mother asks, without any report. A second report is gathered. A "
    "family refuses, so the head decides again. A boy changes school and the focal point goes on "
    "leave: somebody takes over each case.",
)

LINH = Child("Đặng Thùy Linh", "7A2", teacher="Lâm Tú Anh")
NEW_SCHOOL = "Trường THCS Rạch Sen"


def walk(year: Year) -> None:
    """From Monday 5/4 to the end of the month."""
    asked_for(year)
    gathered(year)
    refused(year)
    moved_away(year)
    focal_point_leaves(year)


def asked_for(year: Year) -> None:
    year.until("5/4/2027 8:30")
    with year.turn("an") as an:
        year.codes["han"] = an.asks_for_support(
            {
                "asked_by": "parent",
                "informant_consent": "yes",
                "informant_name": "Trịnh Thị Nga",
                "helped": "student",
                "helped_name": "Trịnh Khả Hân",
                "student_class": "7A3",
                "what": "Em Hân nhút nhát sau khi chuyển trường về; mẹ mong em có bạn, dám phát "
                "biểu.",
                "received_at": typed("5/4/2027 8:20"),
                "channel": "in_person",
            },
            Seen(
                "Mẹ em Hân xin hỗ trợ: không có vụ việc, hồ sơ đi thẳng vào hỗ trợ phát triển.",
                "A mother asks for support: there is no incident, and the case goes straight "
                "there.",
            ),
        )
        an.does(
            year.codes["han"],
            "plan_support",
            {
                "helped": "student",
                "goals": "Em Hân có hai bạn thân và phát biểu trước lớp.",
                "activities": [activity("Câu lạc bộ đọc sách chiều thứ Năm", "Nguyễn Thu Hà")],
                "partners": ["teachers", "parents_board"],
                "ends_on": "14/5/2027",
            },
        )
        an.does(
            year.codes["han"],
            "support_logged",
            {"done_on": "5/4/2027", "what": "Cô Hà gặp em, em chọn quyển sách đầu tiên."},
        )


def gathered(year: Year) -> None:
    year.until("7/4/2027 9:00")
    with year.turn("nam") as nam:
        again = nam.reports(
            report("Trong giờ thể dục em Linh vẫn không ai chịu đứng cùng.", "7/4/2027 8:50", LINH)
        )
    with year.turn("an") as an:
        an.opens(again)
        an.follow("TB-2027-")
        an.fill({"to": year.codes["linh"]})
        an.shows(
            "Tin báo mới nói về em Linh đã có hồ sơ đang mở: gộp vào hồ sơ ấy.",
            "The new report is about a girl whose case is open: it is joined to that case.",
        )
        an.press(an.page.get_by_role("button", name="Gộp tin báo"))
        an.shows(
            "Hồ sơ giờ có hai tin báo; mỗi tin giữ giờ nhận của mình.",
            "The case has two reports now; each keeps its own moment of receipt.",
            "Đã gộp tin báo",
        )
    with year.turn("binh") as binh:
        binh.does(
            again,
            "close_early",
            {
                "early_end": "opened_by_mistake",
                "reason": f"Trùng với hồ sơ {year.codes['linh']}; tin báo đã gộp.",
            },
            Seen(
                "Hồ sơ mở trùng: chỉ hiệu trưởng kết thúc sớm, và trang báo trước hậu quả.",
                "The doubled case is ended early by the head alone, and the page warns him first.",
            ),
        )


def refused(year: Year) -> None:
    code = year.codes["linh"]
    year.until("12/4/2027 9:00")
    with year.turn("an") as an:
        an.does(
            code,
            "decision_reopened",
            {
                "received_at": typed("12/4/2027 8:40"),
                "refused_by": ["mother"],
                "why": "Mẹ không muốn lớp sinh hoạt về chuyện của em nữa.",
                "tried": "Cô chủ nhiệm và cô An gặp mẹ hai lần.",
                "proposal": "Chuyển sang hỗ trợ phát triển, không nhắc chuyện cũ.",
            },
            Seen(
                "Gia đình từ chối không phải là kết thúc: hồ sơ trở lại chỗ quyết định.",
                "A refusal is no end: the case goes back to the decision.",
            ),
        )
    year.until("12/4/2027 15:00")
    with year.turn("binh") as binh:
        binh.does(
            code,
            "decide_route",
            decision("development_support", "Tôn trọng ý gia đình; em vẫn cần có bạn."),
        )
    with year.turn("an") as an:
        an.does(
            code,
            "plan_support",
            {
                "helped": "student",
                "goals": "Em Linh có nhóm bạn vẽ.",
                "activities": [activity("Nhóm vẽ báo tường", "Nguyễn Thu Hà")],
                "ends_on": "28/5/2027",
            },
        )


def moved_away(year: Year) -> None:
    code = year.codes["minh"]
    year.school.command(
        *("school", "add", "THCS-RACH-SEN", NEW_SCHOOL, "--commune", "Rạch Sen"),
        *("--body", "UBND-RACH-SEN", "--body-name", "Ủy ban nhân dân xã Rạch Sen"),
    )
    appointed(year, "truc", "Ngô Thanh Trúc", "THCS-RACH-SEN")
    year.until("20/4/2027 9:00")
    with year.turn("binh") as binh:
        binh.does(
            code,
            "close_early",
            {
                "early_end": "moved_school",
                "reason": "Em Minh theo cha mẹ chuyển về xã Rạch Sen.",
                "happened_on": "19/4/2027",
                "new_school": NEW_SCHOOL,
                "handed_over": "Em từng bị trêu trong lớp, nay đã thôi. Nên xếp em ngồi gần bạn "
                "mới "
                "cởi mở và hỏi thăm sau hai tuần.",
                "agreed_by": "Cha mẹ em Minh",
            },
        )
    with year.turn("an") as an:
        an.opens(code)
        an.follow("Mở hồ sơ ở trường mới theo biên bản bàn giao")
        an.fill({"school": Listed(NEW_SCHOOL)})
        an.shows(
            "Em chuyển trường: trường mới chỉ đọc đúng biên bản bàn giao này.",
            "The boy changes school: the new one reads these minutes and nothing else.",
            "Nên xếp em ngồi gần bạn",
        )
        an.submit()
        an.sees("Đã mở hồ sơ ở trường mới")
    with year.turn("truc") as truc:
        truc.go("/viec-cua-toi")
        truc.shows(
            "Đầu mối trường mới có một hồ sơ của mình; hồ sơ cũ ở lại trường cũ.",
            "The focal point there has a case of her own; the old one stays at the old school.",
            "Lập báo cáo tiếp nhận thông tin",
        )


def focal_point_leaves(year: Year) -> None:
    appointed(year, "my", "Trần Diễm My", "THCS-VAM-LUA")
    year.until("27/4/2027 8:00")
    with year.turn("khanh") as khanh:
        khanh.go("/giao-viec")
        khanh.page.get_by_text("Bàn giao mọi hồ sơ của Lê Thị An").click()
        form = khanh.page.locator("details", has_text="Bàn giao mọi hồ sơ của Lê Thị An")
        chosen = form.locator("option", has_text="Trần Diễm My").get_attribute("value")
        form.locator("select").select_option(chosen)
        form.locator("[name=reason]").fill("Cô An nghỉ sinh từ 27/4/2027")
        khanh.shows(
            "Cô An nghỉ sinh: người quản trị bàn giao mọi hồ sơ mà không mở nội dung.",
            "The focal point goes on leave: an administrator hands over, and opens no content.",
        )
        khanh.press(form.get_by_role("button", name="Bàn giao"))
        khanh.sees("cho Trần Diễm My")
    with year.turn("my") as my:
        my.go("/viec-cua-toi")
        my.shows(
            "Cô My nhận đủ việc đang dở.",
            "Her successor has all that was under way.",
            year.codes["han"],
        )


def appointed(year: Year, sign_in: str, name: str, school: str) -> None:
    """Somebody new at a school, entered by the command."""
    year.school.command(
        *("person", "add", sign_in, name, "--role", "focal_point", "--school", school),
        typed=TOLD["password"] + "\n",
    )
