from forum_app.questions.models import QuestionKind, VoiceKind

KINDS = {
    QuestionKind.ADVANCE: "Sent in advance",
    QuestionKind.ROOM: "Asked in the room",
    QuestionKind.CHAT: "Asked in the online chat",
}
VOICES = {VoiceKind.ROOM: "In the room", VoiceKind.CHAT: "In the online chat"}
