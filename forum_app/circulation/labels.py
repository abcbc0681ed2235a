"""What people read for the words the tables keep."""

from forum_app.access import Role
from forum_app.circulation.models import Audience, CirculationState, Group, Kind, Outcome
from forum_app.mail.models import OutboxState

KINDS = {
    Kind.CALL_FOR_QUESTIONS: "A call for questions",
    Kind.AGENDA: "The agenda",
    Kind.MINUTES: "The minutes",
    Kind.NEXT_MEETING: "News of a meeting",
    Kind.NOTE: "A note of your own",
}
AUDIENCES = {
    Audience.NEXT_MEETING: "Families who asked to hear of the next meeting",
    Audience.MINUTES: "Families who asked for minutes",
    Audience.ACTIONS: "Families who asked what became of promises",
    Audience.CARDS: "Families who asked about cards",
    Audience.CONSULTATIONS: "Families who asked about consultations",
    Audience.OFFICERS: "Officers of the local authority",
    Audience.HELPERS: "The chair and those who help",
}
#: Whom each kind is usually meant for.
USUAL = {
    Kind.CALL_FOR_QUESTIONS: {Audience.NEXT_MEETING},
    Kind.AGENDA: {Audience.NEXT_MEETING, Audience.OFFICERS, Audience.HELPERS},
    Kind.MINUTES: {Audience.MINUTES, Audience.OFFICERS, Audience.HELPERS},
    Kind.NEXT_MEETING: {Audience.NEXT_MEETING, Audience.HELPERS},
    Kind.NOTE: set[Audience](),
}
STATES = {
    CirculationState.DRAFT: "Not sent yet",
    CirculationState.RELEASED: "Sent",
    CirculationState.STOPPED: "Stopped",
}
GROUPS = {Group.OFFICERS: "officer", Group.HELPERS: "helper", Group.FAMILIES: "family"}
ROLES = {
    Role.COORDINATOR: "coordinator",
    Role.DEPUTY: "deputy",
    Role.CHAIR: "chair",
    Role.REPRESENTATIVE: "for the local authority",
}
#: What became of one letter, in words.
FATES = {
    OutboxState.QUEUED: "waiting",
    OutboxState.SENDING: "on its way",
    Outcome.SENT: "sent",
    Outcome.FAILED: "could not be delivered",
    Outcome.STOPPED: "stopped",
}
#: Why a letter could not be delivered, by the outbox's word for it.
REASONS = {
    "no_such_address": "there is no such address",
    "refused": "the other mail service refused it",
    "policy": "the other mail service does not take mail from us",
    "suspended": "mail to it came back before",
    "too_late": "it could not be delivered in time",
    "by_hand": "it was stopped by hand",
}
