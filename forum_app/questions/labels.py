from forum_app.questions.models import FoiState, QuestionKind, VoiceKind

KINDS = {
    QuestionKind.ADVANCE: "Sent in advance",
    QuestionKind.ROOM: "Asked in the room",
    QuestionKind.CHAT: "Asked in the online chat",
}
VOICES = {VoiceKind.ROOM: "In the room", VoiceKind.CHAT: "In the online chat"}
FOI_STATES = {
    FoiState.WAITING: "no answer yet",
    FoiState.PARTLY: "answered in part",
    FoiState.ANSWERED: "answered",
    FoiState.REFUSED: "refused",
}
