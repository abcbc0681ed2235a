"""One rule of the reader at a time, on texts of a few lines."""

import pytest

from forum_app.wording.old_minutes import read_minutes

HEAD = (
    "Date: Monday 3 June 2024\n\nTime: 2pm to 4pm\n\nVenue: Mill\n\nChair: Al Fen\n\nMinutes: Bo Lee\n\n"
    "LA representatives: Ann Roe (Officer)\n\n"
)


def read(body: str) -> dict:
    return read_minutes(HEAD + body).as_json()


def texts(body: str) -> list[str]:
    return [item["text"] for item in read("Introduction\n\n" + body)["items"]]


def test_an_empty_text_gives_an_empty_reading_and_says_so():
    reading = read_minutes(" \n\ufeff").as_json()
    assert reading["items"] == reading["actions"] == []
    assert reading["warnings"] == ["There is no text to read."]


def test_a_sentence_broken_before_a_small_letter_is_joined():
    joined = "We spoke at length about the long road home."
    assert texts(joined.replace(" long", "\n\nlong")) == [joined]


def test_a_sentence_broken_before_a_name_is_joined():
    start = "It was said by many people in the room and on the screen that this had been a very good year for"
    assert texts(f"{start}\n\nAnn Roe and her team.") == [f"{start} Ann Roe and her team."]


def test_an_address_on_its_own_line_is_no_heading():
    assert texts("The list is here:\n\nwww.list.example\n\nIt is a long list.") == [
        "The list is here:\n\nwww.list.example\n\nIt is a long list."
    ]


def test_a_poem_spaced_line_by_line_stays_in_its_item():
    poem = "She read:\n\nThe Pond\n\nFrogs in a row\n\nNo rain\n\nThen everybody clapped for a while."
    assert texts(poem) == [poem]


@pytest.mark.parametrize(
    ("heading", "kind", "presenter"),
    [
        ("Welcome from the Chair", "introduction", None),
        ("Ann Roe, Officer, Plans and reviews.", "la_speaker", "Ann Roe"),
        ("Update from Ann Roe", "la_speaker", "Ann Roe"),
        ("Maud Lint (Guild of Felters, North), Felt for all", "guest_speaker", "Maud Lint"),
        ("Maud Lint, Felt for all", "guest_speaker", "Maud Lint"),
        ("Questions received in advance", "questions", None),
        ("Local authority updates", "la_news", None),
        ("Parent case study; Kit Moor – our first winter", "case_study", "Kit Moor"),
        ("AOB", "aob", None),
        ("Date and time of next meeting", "next_meeting", None),
        ("Getting to the pool", "other", None),
    ],
)
def test_a_heading_tells_the_kind_of_its_item(heading, kind, presenter):
    item = read(f"Introduction\n\nHello to all.\n\n{heading}\n\nThis was said at some length.")["items"][1]
    assert (item["kind"], item["title"], item["presenter"]) == (kind, heading, presenter)


def test_a_question_asked_during_a_report_stays_in_the_report():
    reading = read("Ann Roe, Officer\n\nAnn spoke.\n\nA participant asked about buses. Ann said yes.")
    assert reading["questions"] == []
    assert "buses" in reading["items"][0]["text"]


def test_a_response_runs_on_until_the_next_heading():
    body = "Questions sent in advance\n\nQuestion 1\n\nWhy?\n\nLA response: So.\n\nAnd so.\n\nAOB\n\nNone."
    (question,) = read(body)["questions"]
    assert (question["text"], question["response"]) == ("Why?", "So.\n\nAnd so.")


def test_a_question_without_heading_is_known_by_its_labelled_response():
    reading = read("Questions sent in advance\n\nThanks for these.\n\nWhy?\n\nLA response: So.")
    assert [(question["number"], question["text"]) for question in reading["questions"]] == [(None, "Why?")]
    assert reading["items"][0]["text"] == "Thanks for these."


def test_headings_are_found_in_a_text_copied_without_empty_lines():
    hello = "Hello to all, and above all to those who came on foot."
    body = f"Welcome\n{hello}\nQuestion 1\nWhy?\nLA response: So.\nAOB\nNone\nActions\nBo: rest\nAl: sing"
    reading = read_minutes(HEAD.replace("\n\n", "\n") + body).as_json()
    assert [(item["kind"], item["text"]) for item in reading["items"]] == [
        ("introduction", hello),
        ("aob", "None"),
    ]
    assert reading["questions"][0]["response"] == "So."
    assert [action["owner"] for action in reading["actions"]] == ["Bo", "Al"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Additional question from a participant", "room"), ("Question from the Zoom chat", "chat")],
)
def test_an_additional_question_has_no_number_and_says_where_it_came_from(heading, kind):
    (question,) = read(f"Questions sent in advance\n\n{heading}\n\nWhy?\n\nLA response: So.")["questions"]
    assert (question["number"], question["kind"]) == (None, kind)


def test_a_label_that_says_who_spoke_keeps_the_name():
    body = "Questions sent in advance\n\nQuestion from Cy in the hall\n\nWhy?\n\nResponse from Maud Lint: So."
    (question,) = read(body)["questions"]
    assert "Cy in the hall" in question["text"]
    assert question["response"] == "Response from Maud Lint: So."


@pytest.mark.parametrize(
    ("line", "owner", "kind", "via", "due"),
    [
        ("- Bo: send it via Ann Roe, please", "Bo", "person", "Ann Roe", None),
        ("• All in the group: look (links via Bo)", "All in the group", "group", "Bo", None),
        ("1. A volunteer: carry chairs by 1 July", "A volunteer", "anyone", None, "2024-07-01"),
        ("Someone: write via Zoom before 1 July", "Someone", "anyone", None, None),
        ("* Bo to book the room for 1 July", "Bo", "person", None, None),
        ("– the flowers", None, "anyone", None, None),
    ],
)
def test_a_promise_has_owner_way_and_day(line, owner, kind, via, due):
    (action,) = read(f"Actions points\n\n{line}")["actions"]
    found = (action["owner"], action["owner_kind"], action["via"], action["due"])
    assert found == (owner, kind, via, due)


def test_a_bullet_goes_on_over_lines_and_pages():
    actions = read("ACTIONS\n- Bo: ask for\n  the keys and\n\nthe alarm code\n\n- Al: rest")["actions"]
    assert [action["text"] for action in actions] == ["ask for the keys and the alarm code", "rest"]


def test_the_next_meeting_is_found_in_any_other_business_too():
    coming = read("AOB\n\nTea was had. The next meeting is on 2 June at 2pm.")["next_meeting"]
    assert (coming["date"], coming["starts_at"]) == ("2025-06-02", "14:00")


def test_a_date_gone_by_is_not_the_next_meeting():
    body = "Date of next meeting\n\nThe last one was on 4 May 2023 at 9am. We meet on 2 June 2025 at 2pm."
    coming = read(body)["next_meeting"]
    assert (coming["date"], coming["starts_at"]) == ("2025-06-02", "14:00")


def test_a_list_of_names_goes_on_after_an_empty_line_if_it_is_unfinished():
    reading = read_minutes(HEAD + "Apologies: Cy Dow (Clerk),\n\nEd Fir (Tutor)\n\nAOB\n\nNone.").as_json()
    assert [role["name"] for role in reading["apologies"]] == ["Cy Dow", "Ed Fir"]


def test_page_numbers_are_counted_upwards_and_other_numbers_are_kept():
    reading = read("AOB\n\nIt rained.\n\n3\n\nThe score was\n\n2\n\nand that was that.")
    assert reading["items"][0]["text"].endswith("The score was\n\n2\n\nand that was that.")
    assert any("page numbers" in warning and warning.endswith(": 3.") for warning in reading["warnings"])


def test_questions_sent_beforehand_by_participants_are_advance_questions():
    body = "Questions from participants sent in advance\n\n1. Why?\n\nLA response: So."
    assert [(one["number"], one["kind"]) for one in read(body)["questions"]] == [(1, "advance")]


def test_a_meeting_yet_to_be_fixed_is_none():
    assert read("Date of next meeting\n\nTo be confirmed.")["next_meeting"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("Monday", "Friday"), "weekday"),
        (HEAD.replace("3 June 2024", "in summer"), "No date of the meeting"),
        ("Rota: Al\n\n" + HEAD, "“Rota: Al”"),
        (HEAD + "Question 1\n\nWhy?\n\nLA response: So.\n\nQuestion 3\n\nHow?", "question 2 missing"),
        (HEAD + "Question 1\n\nWhy?", "no response"),
        (HEAD + "Actions\n\n- the flowers", "who took this on"),
        (HEAD + "It began late, but it began, and that is what counts.", "before the first heading"),
        (HEAD + "AOB\n\nNone.\n\nThe pool\n\nIt is cold in there now.", "“The pool”"),
        (HEAD + "AOB\n\nNone.", "No date of the next meeting"),
    ],
)
def test_every_doubt_is_said(text, said):
    assert [warning for warning in read_minutes(text).warnings if said in warning]
