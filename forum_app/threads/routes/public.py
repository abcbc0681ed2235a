"""A question through time, for everybody: its thread, topics, what was said on a subject."""

from typing import Any

from flask import abort, render_template, request

from forum_app.questions.labels import FOI_STATES, OUTCOME_TAGS
from forum_app.questions.models import Topic
from forum_app.threads import queries
from forum_app.threads.forms import SearchForm
from forum_app.threads.routes.blueprint import blueprint
from forum_app.web import (
    load_or_404,
    on_record,
    public,
)


@blueprint.get("/questions/<int:question_id>")
@public
@on_record
def thread(question_id: int) -> Any:
    told = queries.thread(question_id)
    if told is None:
        abort(404)
    return render_template(
        "threads/thread.html",
        told=told,
        actions=queries.promised_to([question_id]).get(question_id, []),
        positions=queries.positions_of(question_id) if told.response else [],
        outcomes=OUTCOME_TAGS, foi_states=FOI_STATES,
    )  # fmt: skip


@blueprint.get("/topics")
@public
@on_record
def topics() -> Any:
    return render_template("threads/topics.html", topics=queries.topics_shown())


@blueprint.get("/topics/<int:topic_id>")
@public
@on_record
def topic(topic_id: int) -> Any:
    threads = queries.threads_on(topic_id)
    if not threads:
        abort(404)
    promised = queries.promised_to([told.question.id for told in threads])
    return render_template(
        "threads/topic.html",
        topic=load_or_404(Topic, topic_id), threads=threads, promised=promised, outcomes=OUTCOME_TAGS,
    )  # fmt: skip


@blueprint.get("/what-was-said")
@public
@on_record
def said() -> Any:
    form = SearchForm(request.args)
    about, page = form.words(), min(max(1, request.args.get("page", 1, type=int)), 10_000)
    found, count = queries.said_about(about, page)
    return render_template(
        "threads/said.html", form=form, about=about, found=found, count=count, page=page, per_page=queries.A_PAGE
    )
