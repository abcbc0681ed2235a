from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request

from forum_app import access
from forum_app.actions import queries as actions
from forum_app.actions.holding import left_behind
from forum_app.actions.reminding import coming as coming_reminders
from forum_app.actions.ticking_off import how_many_wait
from forum_app.arranging import queries as arranging
from forum_app.asking.queries import waiting_by_meeting
from forum_app.calendar.plan import change_plan, to_tell
from forum_app.calendar.queries import invitations_to
from forum_app.circulation import queries as circulation
from forum_app.circulation.passing_on import drafts_for
from forum_app.clock import now, today
from forum_app.history.queries import brought
from forum_app.mail import queries as mail
from forum_app.mail.inbound.queries import waiting_for_a_person
from forum_app.meetings import labels
from forum_app.meetings import queries as meetings
from forum_app.meetings.deadline import are_late, questions_close
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.meetings.running_times import running_times
from forum_app.minutes import queries as minutes
from forum_app.openness.models import PageName
from forum_app.openness.shipped import shown
from forum_app.pages import desk as needs
from forum_app.pages.meeting_page import gather
from forum_app.questions.queries import questions_of
from forum_app.settings.queries import the_forum
from forum_app.threads.queries import ready_by_meeting, replies_due, taken_back_without_promise
from forum_app.web import load_or_404, on_record, public, requires

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@public
@on_record
def home() -> Any:
    day = today(the_forum().time_zone)
    coming, usual = meetings.next_meetings(day), the_forum().question_days
    return render_template(
        "pages/home.html",
        coming=coming,
        deadlines={row.id: (questions_close(row, usual), are_late(row, usual, now())) for row in coming},
        latest=meetings.latest_with_minutes(day),
        kept=actions.promises_kept(),
        promises=actions.open_promises(limit=3),
    )


@blueprint.get("/meetings")
@public
@on_record
def archive() -> Any:
    page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    day = today(the_forum().time_zone)
    rows, count = meetings.past_meetings(day, page)
    coming = meetings.next_meetings(day) if page == 1 else []
    return render_template(
        "pages/archive.html", meetings=rows, coming=coming, count=count, page=page, per_page=meetings.A_PAGE
    )


@blueprint.get("/meetings/<int:meeting_id>")
@public
@on_record
def meeting(meeting_id: int) -> Any:
    found = gather(meeting_id, now())
    if found is None:
        abort(404)
    return render_template("pages/meeting.html", labels=labels, **found)


@blueprint.get("/contact")
@public
def contact() -> Any:
    return render_template("pages/contact.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> Any:
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> Any:
    return render_template("pages/privacy.html", page=shown(PageName.PRIVACY), name=PageName.PRIVACY)


@blueprint.get("/desk")
@requires(access.SEE_DESK)
def desk() -> Any:
    day = today(the_forum().time_zone)
    rows, _ = meetings.all_meetings(page=1)
    requests = {asked.meeting_id: asked for asked in arranging.newest_requests()}
    todo = [need for row in rows for need in needs.needs_of_meeting(row, day, requests.get(row.id))]
    todo += needs.needs_of_dates(arranging.open_polls(), rows, day)
    todo += _needs_of_promises(day)
    todo += needs.needs_of_mail(*mail.mail_needs_help(now()), day)
    todo += needs.needs_of_questions(waiting_by_meeting(), rows, day)
    todo += needs.needs_of_news(rows, circulation.begun_about([row.id for row in rows]), day)
    todo += needs.needs_of_responses(ready_by_meeting(), rows, day)
    todo += needs.needs_of_replies(replies_due(), rows, day)
    todo += needs.needs_of_taken_back(taken_back_without_promise(), rows, day)
    todo += needs.needs_of_calendars(to_tell(now()), day)
    if not any(row.kind == MeetingKind.FORUM and row.day >= day and not row.is_cancelled for row in rows):
        todo.append(needs.first_meeting_needed(day))
    mails, since = waiting_for_a_person()
    if since:
        todo.append(needs.mail_to_read(mails, since))
    todo.sort(key=lambda need: (need.due, need.what))
    return render_template(
        "pages/desk.html",
        todo=todo,
        today=day,
        meetings=rows[:8],
        brought=brought(),
        labels=labels,
        under_way=circulation.under_way(),
        now=now(),
    )


def _needs_of_promises(day: date) -> Iterator[needs.Need]:
    landed = actions.to_be_passed_on()
    handed = [update.id for action in landed for update in action.updates if update.handed_over]
    yield from needs.needs_of_tick_offs(*how_many_wait())
    yield from needs.needs_of_legs(landed, drafts_for(handed))
    yield from needs.needs_of_actions(actions.past_due(day))
    yield from needs.needs_of_untaken(*actions.taken_by_nobody(day - timedelta(days=needs.TAKEN_WITHIN)), day)
    yield from needs.needs_of_nobody(actions.how_many_with_nobody(), day)
    yield from needs.needs_of_reminders(coming_reminders(day), day)
    yield from needs.needs_of_duties(left_behind(day), day)


@blueprint.get("/meetings/<int:meeting_id>/prepare")
@requires(access.PREPARE_MEETINGS)
def prepare(meeting_id: int) -> Any:
    found = load_or_404(Meeting, meeting_id)
    return render_template(
        "pages/prepare.html",
        meeting=found,
        labels=labels,
        today=today(found.time_zone),
        times=running_times(found.items, found.starts_at, found.ends_by),
        questions=questions_of(meeting_id),
        texts=minutes.working_texts(meeting_id),
        versions=minutes.versions(meeting_id),
        changed=minutes.unpublished_changes(meeting_id) if found.has_minutes else False,
        actions=actions.actions_of(meeting_id),
        poll=arranging.newest_poll(meeting_id),
        invited=[row for row in invitations_to(found) if row.person_id],
        to_tell=len(change_plan(found, now()).mails),
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
