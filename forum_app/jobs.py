"""The timetable: everything the forum does by itself. A name, a sentence, when, and a function of the moment."""

from datetime import time, timedelta

from flask import Flask

from forum_app import timetable
from forum_app.actions import jobs as actions
from forum_app.arranging import jobs as arranging
from forum_app.backups import jobs as backups
from forum_app.calendar import jobs as calendar
from forum_app.circulation import jobs as circulation
from forum_app.mail import jobs as mail
from forum_app.mail.inbound import jobs as inbound
from forum_app.people import jobs as people
from forum_app.subscriptions import jobs as subscriptions
from forum_app.support import jobs as support
from forum_app.threads import jobs as threads
from forum_app.timetable import Daily, Every, Job
from forum_app.web import jobs as limits

JOBS = (
    Job(
        "deliver",
        "Sends the mails that wait.",
        Every(seconds=5),
        mail.deliver,
        has_work=mail.has_mail_to_deliver,
        lease=timedelta(minutes=5),
    ),
    Job("fetch", "Looks into the mailbox.", Every(minutes=1), inbound.look_into_mailbox, has_work=inbound.has_mailbox),
    Job("read-waiting", "Reads mails that a crash left unread.", Every(minutes=10), inbound.read_waiting),
    Job("forget-mail", "Forgets mails that nobody needs any more.", Daily(time(3, 5)), inbound.forget),
    Job("clear-mailbox", "Deletes old mails on the mail server.", Daily(time(3, 15)), inbound.clear_old_mail),
    Job("blank-bodies", "Empties mails that could not be delivered.", Daily(time(3, 10)), mail.blank_bodies),
    Job("forget-addresses", "Forgets whom old mails went to.", Daily(time(3, 20)), mail.forget_addresses),
    Job("clear-sign-ins", "Deletes sign-ins and links that have run out.", Daily(time(3, 40)), people.clear_away),
    Job(
        "tell-followers",
        "Tells those who follow a question of its news.",
        Every(minutes=10),
        threads.tell_followers,
        has_work=threads.has_news,
    ),
    Job("forget-askers", "Deletes who asked, a month after the minutes.", Daily(time(3, 50)), threads.forget_askers),
    Job("count-askers", "Says about how many ask each question.", Daily(time(4, 5)), support.count_askers),
    Job("remind", "Reminds whoever has a promise in hand, on its days.", Daily(time(9)), actions.remind),
    Job("forget-takers", "Forgets who took on what is done.", Daily(time(4, 30)), actions.forget_takers),
    Job(
        "forget-unconfirmed",
        "Deletes addresses that nobody confirmed.",
        Daily(time(4)),
        subscriptions.delete_unconfirmed,
    ),
    Job(
        "weekly-news", "Sends the weekly news to those who chose it.", Daily(time(8, 30)), circulation.send_weekly_mail
    ),
    Job(
        "remind-of-dates",
        "Reminds once who has not said which dates suit them.",
        Daily(time(9)),
        arranging.remind_of_dates,
    ),
    Job(
        "tell-calendars",
        "Tells calendars of a confirmed room, and of the link once it may be shared.",
        Every(minutes=5),
        calendar.tell_calendars,
        has_work=calendar.calendars_to_tell,
    ),
    Job(
        "remind-invited",
        "Reminds who is invited, a week and a day before.",
        Daily(time(9)),
        calendar.remind,
    ),
    Job("forget-invitations", "Forgets who was invited, after the meeting.", Daily(time(4, 25)), calendar.forget),
    Job(
        "note-outcomes",
        "Notes what became of each message of a circulation.",
        Every(minutes=1),
        circulation.note_outcomes,
    ),
    Job("forget-recipients", "Forgets who was sent a circulation.", Daily(time(4, 10)), circulation.forget_recipients),
    Job("forget-rate-counts", "Drops the counts of yesterday’s limits.", Daily(time(4, 20)), limits.forget_rate_counts),
    Job(
        "backup",
        "Makes a backup of everything, and looks whether it is whole.",
        Daily(time(4, 30)),
        backups.back_up,
        has_work=backups.has_something_to_lose,
        lease=timedelta(hours=2),
    ),
    Job("forget-runs", "Forgets old runs of these jobs.", Daily(time(3, 30)), timetable.forget_runs),
)


def named(name: str) -> Job | None:
    """The job of this name."""
    return next((job for job in JOBS if job.name == name), None)


def init_app(app: Flask) -> None:
    app.extensions["timetable"] = JOBS
