"""The agenda a forum usually follows, as a first draft."""

from dataclasses import dataclass

from forum_app.meetings.models import ItemKind, MeetingKind


@dataclass(frozen=True)
class AgendaLine:
    kind: ItemKind
    title: str
    minutes: int | None = None
    presenter: str = ""
    presenter_title: str = ""
    notes: str = ""


FORUM_AGENDA = (
    AgendaLine(ItemKind.INTRODUCTION, "Welcome and introductions", 5),
    AgendaLine(ItemKind.LA_SPEAKER, "From the local authority’s officers", 20),
    AgendaLine(ItemKind.GUEST_SPEAKER, "Guest speaker", 20),
    AgendaLine(ItemKind.QUESTIONS, "Questions sent in advance", 35),
    AgendaLine(ItemKind.LA_NEWS, "News from the local authority", 10),
    AgendaLine(ItemKind.CASE_STUDY, "A family’s story", 15),
    AgendaLine(ItemKind.AOB, "Any other business", 10),
    AgendaLine(ItemKind.NEXT_MEETING, "Date of the next meeting", 5),
)
PLANNING_AGENDA = (
    AgendaLine(ItemKind.OTHER, "How the last meeting went", 10),
    AgendaLine(ItemKind.OTHER, "Promises still open", 15),
    AgendaLine(ItemKind.OTHER, "Shape and speakers of the next meeting", 20),
    AgendaLine(ItemKind.NEXT_MEETING, "Date, room and who books it", 10),
)


def standard_agenda(kind: str) -> tuple[AgendaLine, ...]:
    return PLANNING_AGENDA if kind == MeetingKind.PLANNING else FORUM_AGENDA
