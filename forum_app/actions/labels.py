from forum_app.actions.models import ActionState, OwnerKind, PartsJoined

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
JOINS = {PartsJoined.AND: "and also", PartsJoined.OR: "or, if that cannot be"}


def state_in_words(owner_kind: str, state: str) -> str:
    """What the public reads for a state; a notice to everybody is not a task that somebody owes."""
    if owner_kind == OwnerKind.GROUP:
        return GROUP_STATES[ActionState(state)]
    if owner_kind == OwnerKind.ANYONE and state == ActionState.OPEN:
        return ANYONE_OPEN
    return STATES[ActionState(state)]
