from forum_app.actions.models import ActionState, OwnerKind, PartsJoined, Said
from forum_app.actions.reminder_days import Stage

OWNER_KINDS = {
    OwnerKind.PERSON: "One person or post",
    OwnerKind.GROUP: "Everybody in a group",
    OwnerKind.ANYONE: "Anybody who would like to take it on",
}
STATES = {
    ActionState.OPEN: "Still open",
    ActionState.PARTLY_DONE: "Partly done",
    ActionState.DONE: "Done",
    ActionState.NOT_DONE: "Will not happen",
}
GROUP_STATES = {
    ActionState.OPEN: "For everybody to note",
    ActionState.PARTLY_DONE: "For everybody to note",
    ActionState.DONE: "No longer needed",
    ActionState.NOT_DONE: "No longer needed",
}
ANYONE_OPEN = "Open to anybody"
TAKEN = "Taken on"
SAID = {
    Said.DONE: "It is done",
    Said.HALF_DONE: "It is half done",
    Said.MORE_TIME: "We need more time",
    Said.NOT_OURS: "It is not ours",
}
SAID_VIA = "We have handed it over to"
SAID_BY_TAKER = {
    Said.DONE: "It is done",
    Said.HALF_DONE: "It is half done",
    Said.MORE_TIME: "I need more time",
    Said.NOT_OURS: "I cannot do it after all: somebody else may take it on",
}
#: What of one reminder the coordinator reads.
STAGES = {
    Stage.BEFORE: "a week before its day",
    Stage.ON_THE_DAY: "on its day",
    Stage.AFTER: "three weeks after its day, still open",
}
JOINS = {PartsJoined.AND: "and also", PartsJoined.OR: "or, if that cannot be"}


def choices_for(via: str, *, is_taker: bool) -> dict[Said, str]:
    """What somebody may say of what they have in hand."""
    if is_taker:
        return SAID_BY_TAKER
    return SAID | {Said.DONE: f"{SAID_VIA} {via}"} if via else SAID


def state_in_words(owner_kind: str, state: str, *, taken: bool = False) -> str:
    """What the public reads for a state; a notice to everybody is not a task that somebody owes."""
    if owner_kind == OwnerKind.GROUP:
        return GROUP_STATES[ActionState(state)]
    if owner_kind == OwnerKind.ANYONE and state == ActionState.OPEN:
        return TAKEN if taken else ANYONE_OPEN
    return STATES[ActionState(state)]
