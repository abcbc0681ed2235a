from forum_app.questions.models import FoiState, Outcome, QuestionKind, VoiceKind

KINDS = {
    QuestionKind.ADVANCE: "Sent in advance",
    QuestionKind.ROOM: "Asked in the room",
    QuestionKind.CHAT: "Asked in the online chat",
}
VOICES = {VoiceKind.ROOM: "In the room", VoiceKind.CHAT: "In the online chat"}
#: As whoever answers chooses it.
OUTCOMES = {
    Outcome.ANSWERED: "It is answered",
    Outcome.PARTLY: "It is answered in part",
    Outcome.TAKEN_BACK: "It is taken back to the team",
    Outcome.DECLINED: "It cannot be answered, and the response says why",
}
#: As everybody reads it beside the response.
OUTCOME_TAGS = {
    Outcome.ANSWERED: "Answered",
    Outcome.PARTLY: "Partly answered",
    Outcome.TAKEN_BACK: "Taken back to the team",
    Outcome.DECLINED: "Not answered, with the reason",
}
FOI_STATES = {
    FoiState.WAITING: "no answer yet",
    FoiState.PARTLY: "answered in part",
    FoiState.ANSWERED: "answered",
    FoiState.REFUSED: "refused",
}
