from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from forum_app.actions.models import ActionPoint
from forum_app.actions.queries import PUBLIC as MINUTES_PUBLISHED
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingState
from forum_app.meetings.queries import PUBLIC
from forum_app.questions.models import Question
from forum_app.questions.queries import questions_of
from forum_app.threads.models import Duty, EarlierDraft, Position, RaisedAction, ResponseDraft
from forum_app.threads.operations import Answer

A_PAGE = 30
#: A question can be read by everybody once its agenda is final.
SHOWN = (
    *PUBLIC,
    Meeting.state.in_([MeetingState.AGENDA_PUBLISHED, MeetingState.MINUTES_PUBLISHED]),
    Question.released.is_(True),
)
