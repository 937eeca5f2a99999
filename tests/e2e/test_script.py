"""`chat --jsonl`: one line in, one line out, on a clock that only the script moves."""

import json
from pathlib import Path
from typing import Any

from tests.e2e.program import wabot

AT = "2026-11-20T10:00:00+03:00"
OLYA = "+79161234567"


def play(tmp_path: Path, *lines: object) -> list[Any]:
    """The answers to a script; strings are sent as they are."""
    text = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    outcome = wabot("chat", "--jsonl", cwd=tmp_path, stdin=text)
    assert outcome.returncode == 0, outcome.stderr
    answers = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert len(answers) == len(lines)
    return answers


def test_a_booking_and_its_appointment(tmp_path: Path) -> None:
    [answer] = play(tmp_path, {"from": OLYA, "name": "Оля", "text": "маникюр завтра в 5", "at": AT})
    [reply] = answer["replies"]
    assert reply["to"] == OLYA
    assert "вы записаны" in reply["text"]
    assert answer["appointments"] == [
        {
            "id": 1,
            "customer": OLYA,
            "services": ["manicure"],
            "staff": "maria",
            "start": "2026-11-21T17:00:00+03:00",
            "end": "2026-11-21T18:00:00+03:00",
            "status": "booked",
        }
    ]


def test_lines_that_call_for_no_answer_get_one_line_each(tmp_path: Path) -> None:
    answers = play(
        tmp_path,
        {"from": OLYA, "text": "привет", "id": "one", "at": AT},
        {"from": OLYA, "text": "привет", "id": "one"},
        {"from": OLYA, "text": "маникюр завтра в 5", "group": "12036304@g.us"},
        {"salon_to": OLYA, "text": "это Мария, сейчас отвечу"},
        {"from": OLYA, "text": "маникюр завтра в 5"},
        {"at": "2026-11-20T12:00:00+03:00"},
    )
    assert [len(answer["replies"]) for answer in answers] == [1, 0, 0, 0, 0, 0]
    assert answers[-1]["appointments"] == []


def test_a_turn_held_open(tmp_path: Path) -> None:
    first, other, last = play(
        tmp_path,
        {"from": OLYA, "text": "можно на маникюр", "more": True, "at": AT},
        {"from": "+79161110001", "text": "здравствуйте"},
        {"from": OLYA, "text": "завтра в 5"},
    )
    assert first["replies"] == []
    assert len(other["replies"]) == 1
    assert "вы записаны" in last["replies"][0]["text"]


def test_a_bad_line_gives_its_error_and_the_script_goes_on(tmp_path: Path) -> None:
    bad = [
        "", "not json", "[]", "{}", '{"from": 7, "text": "x"}', {"from": "junk", "text": "x"}, {"from": OLYA},
        {"from": OLYA, "text": "x", "color": "red"}, {"from": OLYA, "text": "x", "at": "noon"},
        {"from": OLYA, "text": "x", "at": "2026-11-20T10:00:00"}, {"from": OLYA, "text": 5},
        {"from": OLYA, "text": "x", "at": "2020-01-01T00:00:00+03:00"}, {"from": OLYA, "text": "x", "kind": "fax"},
    ]  # fmt: skip
    answers = play(tmp_path, {"at": AT}, *bad, {"from": OLYA, "text": "привет"})
    assert all(set(answer) == {"error"} for answer in answers[1:-1]), answers
    assert len(answers[-1]["replies"]) == 1


def test_time_never_goes_back_and_a_bad_line_moves_nothing(tmp_path: Path) -> None:
    answers = play(
        tmp_path,
        {"from": OLYA, "text": "массаж сегодня в 15:00", "at": AT},
        {"from": OLYA, "text": "x", "kind": "fax", "at": "2026-12-20T10:00:00+03:00"},
        {"from": OLYA, "text": "мои записи", "at": "2026-11-20T11:00:00+03:00"},
        {"at": "2026-11-20T16:00:00+03:00"},
    )
    assert "15:00" in answers[2]["replies"][0]["text"]
    assert answers[3]["appointments"] == []


def test_cancelled_visits_are_listed_until_they_are_past(tmp_path: Path) -> None:
    answers = play(
        tmp_path,
        {"lid": "123456789", "text": "массаж завтра в 15:00", "at": AT},
        {"lid": "123456789@lid", "text": "отмените запись"},
        {"lid": "123456789", "text": "да"},
    )
    [visit] = answers[-1]["appointments"]
    assert (visit["status"], visit["customer"]) == ("cancelled", "lid:123456789")
    assert answers[-1]["replies"][0]["to"] == "lid:123456789"


def test_a_reply_to_the_latest_reply(tmp_path: Path) -> None:
    answers = play(
        tmp_path,
        {"from": OLYA, "text": "есть время на массаж завтра в 15:00?", "at": AT},
        {"from": OLYA, "kind": "reaction", "text": "👍", "reply_to": "$last"},
    )
    assert "вы записаны" in answers[1]["replies"][0]["text"]


def test_many_messages_of_one_customer_cost_no_time(tmp_path: Path) -> None:
    lines = [{"from": OLYA, "text": "сколько стоит маникюр?", "at": AT}] * 40  # forty seconds and more, were it real
    assert all(len(answer["replies"]) == 1 for answer in play(tmp_path, *lines))


def test_the_first_time_that_is_said_is_when_the_script_begins(tmp_path: Path) -> None:
    answers = play(tmp_path, "not json", {"from": OLYA, "text": "массаж завтра в 15:00", "at": AT})
    assert answers[1]["appointments"][0]["start"] == "2026-11-21T15:00:00+03:00"


def test_a_turn_held_open_by_somebody_known_under_two_names(tmp_path: Path) -> None:
    both = {"from": OLYA, "lid": "123456", "at": AT}
    answers = play(
        tmp_path,
        {**both, "text": "здравствуйте"},
        {"lid": "123456", "text": "массаж", "more": True, "id": "x"},
        {"lid": "123456", "text": "массаж", "id": "x"},
        {"from": OLYA, "text": "завтра в 15:00"},
    )
    assert [len(answer["replies"]) for answer in answers] == [1, 0, 0, 1]
    assert "вы записаны" in answers[-1]["replies"][0]["text"]


def test_the_same_script_gives_the_same_answers(tmp_path: Path) -> None:
    script = [
        {"from": OLYA, "text": "педикюр", "at": AT},
        {"from": OLYA, "text": "2"},
        {"from": OLYA, "text": "мои записи", "at": "2026-11-20T10:05:00+03:00"},
    ]
    assert play(tmp_path, *script) == play(tmp_path, *script)


def test_the_state_can_be_kept(tmp_path: Path) -> None:
    line = json.dumps({"from": OLYA, "text": "массаж завтра в 15:00", "at": AT}) + "\n"
    wabot("chat", "--jsonl", "--state", "kept", cwd=tmp_path, stdin=line)
    again = json.dumps({"from": OLYA, "text": "мои записи", "id": "x", "at": AT}) + "\n"
    answer = json.loads(wabot("chat", "--jsonl", "--state", "kept", cwd=tmp_path, stdin=again).stdout)
    assert "Массаж" in answer["replies"][0]["text"]


def test_time_that_passes_brings_each_reminder_once(tmp_path: Path) -> None:
    booked, nothing, both, confirmed = play(
        tmp_path,
        {"from": OLYA, "text": "маникюр завтра в 5", "at": AT},
        {"at": "2026-11-20T18:59:00+03:00"},
        {"at": "2026-11-21T14:30:00+03:00"},
        {"from": OLYA, "text": "👍", "kind": "reaction", "reply_to": "$last"},
    )
    assert [len(answer["replies"]) for answer in (booked, nothing)] == [1, 0]
    told = [reply["text"] for reply in both["replies"] if reply["to"] == OLYA]
    assert ["завтра" in told[0], "сегодня" in told[1]] == [True, True]
    assert confirmed["appointments"][0]["status"] == "confirmed"


def test_a_reminder_that_fell_between_two_scripts_comes_with_the_first_line(tmp_path: Path) -> None:
    lines = [{"from": OLYA, "text": "маникюр завтра в 5", "at": AT}, {"at": "2026-11-20T19:30:00+03:00"}]
    answers = []
    for line in (*lines, lines[1]):
        script = json.dumps(line, ensure_ascii=False)
        outcome = wabot("chat", "--jsonl", "--state", str(tmp_path / "kept"), cwd=tmp_path, stdin=script)
        answers.append(json.loads(outcome.stdout))
    assert [len(answer["replies"]) for answer in answers] == [1, 1, 0]
    assert "завтра, 21 ноября" in answers[1]["replies"][0]["text"]


def test_a_time_in_no_year_of_the_book_is_a_bad_line_like_another(tmp_path: Path) -> None:
    far, early, fine = play(
        tmp_path,
        {"at": "9999-12-31T23:59:59+00:00"},
        {"from": OLYA, "text": "привет", "at": "0001-01-01T00:00:00+03:00"},
        {"from": OLYA, "text": "привет", "at": AT},
    )
    assert "9999 is no year of this book" in far["error"]
    assert "1 is no year of this book" in early["error"]
    assert fine["replies"]
