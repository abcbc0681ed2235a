"""What people read for the words the tables keep."""

from forum_app.meetings.models import Attending, ItemKind, MeetingKind, MeetingState, RoleKind, RoomState

MEETING_KINDS = {MeetingKind.FORUM: "Forum meeting", MeetingKind.PLANNING: "Planning meeting (private)"}
STATES = {
    MeetingState.DRAFT: "Draft, not public",
    MeetingState.ANNOUNCED: "Announced, agenda still a draft",
    MeetingState.AGENDA_PUBLISHED: "Agenda published",
    MeetingState.MINUTES_PUBLISHED: "Minutes published",
    MeetingState.CANCELLED: "Cancelled",
}
ATTENDING = {
    Attending.BOTH: "In the room or online",
    Attending.ROOM: "In the room only",
    Attending.ONLINE: "Online only",
}
ROOM_STATES = {
    RoomState.NOT_ASKED: "Not asked for yet",
    RoomState.REQUESTED: "Asked for, waiting to hear",
    RoomState.CONFIRMED: "Booked and confirmed",
}
ITEM_KINDS = {
    ItemKind.INTRODUCTION: "Introduction",
    ItemKind.LA_SPEAKER: "Local authority speaks",
    ItemKind.GUEST_SPEAKER: "Guest speaker",
    ItemKind.QUESTIONS: "Questions in advance",
    ItemKind.LA_NEWS: "News from the local authority",
    ItemKind.CASE_STUDY: "A family’s story",
    ItemKind.AOB: "Any other business",
    ItemKind.NEXT_MEETING: "Date of next meeting",
    ItemKind.OTHER: "Something else",
}
ROLES = {
    RoleKind.CHAIR: "Chair",
    RoleKind.COORDINATOR: "Coordinator and minutes",
    RoleKind.ONLINE_SUPPORT: "Online support",
    RoleKind.REPRESENTATIVE: "For the local authority",
    RoleKind.APOLOGIES: "Apologies",
    RoleKind.PROOF_READER: "Proof-reader",
}
LINK_SHOWN = {
    168: "a week before",
    48: "two days before",
    24: "the day before",
    2: "two hours before",
}
