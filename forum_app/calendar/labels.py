"""What people read for the words the tables keep."""

from forum_app.calendar.models import Answer
from forum_app.mail.models import OutboxState

ANSWERS = {Answer.ACCEPTED: "I plan to come", Answer.TENTATIVE: "Perhaps", Answer.DECLINED: "I cannot come"}
SAID = {Answer.ACCEPTED: "Plans to come", Answer.TENTATIVE: "Perhaps", Answer.DECLINED: "Cannot come"}
#: What became of the last mail to somebody.
FATES = {
    OutboxState.QUEUED: "The mail waits",
    OutboxState.SENDING: "The mail is on its way",
    OutboxState.SENT: "Sent",
    OutboxState.FAILED: "The mail could not be delivered",
    OutboxState.STOPPED: "The mail was stopped",
}
