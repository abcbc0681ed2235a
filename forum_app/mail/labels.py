"""What went wrong, in plain words, and addresses so that only those who know them recognise them."""

import re

from forum_app.mail.models import Halt, OutboxState, Trouble
from forum_app.timetable import RunState

STATES = {
    OutboxState.QUEUED: "Waiting",
    OutboxState.SENDING: "On its way",
    OutboxState.SENT: "Sent",
    OutboxState.FAILED: "Not sent",
    OutboxState.STOPPED: "Stopped",
}
RUNS = {RunState.RUNNING: "Running", RunState.DONE: "Done", RunState.FAILED: "Went wrong"}
TROUBLES = {
    Trouble.LATER: "The mail service asked us to try later.",
    Trouble.INTERRUPTED: "The connection broke in the middle, so it may have been sent twice when it is tried again.",
    Trouble.NO_SUCH_ADDRESS: "There is no such address. It gets no more mail.",
    Trouble.REFUSED: "The mail service refused it.",
    Trouble.POLICY: "The mail service does not let the forum send this. Show it to whoever looks after its mail.",
    Trouble.SUSPENDED: "This address gets no more mail.",
    Trouble.TOO_LATE: "It could not be delivered in time, and it would be of no use now.",
    Trouble.BY_HAND: "Stopped at the desk.",
}
HALTS = {
    Halt.NO_CONNECTION: "The mail service cannot be reached. Check SMTP_HOST and SMTP_PORT, and that it is running.",
    Halt.NO_TRUST: "The mail service’s certificate is not the right one for SMTP_HOST, so no password was sent to it.",
    Halt.NO_ENCRYPTION: "The mail service offers no encryption on this port. Try SMTP_SECURITY=tls with port 465.",
    Halt.NO_SIGN_IN: "The mail service did not accept the user name and password. Check SMTP_USER and SMTP_PASSWORD.",
    Halt.SENDER_REFUSED: "The mail service does not take mail from the forum’s address. Check MAIL_FROM.",
    Halt.MANY_REFUSED: "Several mails in a row were refused, so the others wait. Look at the reasons below.",
}
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@([^\s<>()\[\]:;,\"'@]+)")


def masked(address: str) -> str:
    """i…@example.org: enough for whoever knows the address, too little for anybody else."""
    box, _, domain = address.rpartition("@")
    return f"{box[:1]}…@{domain}" if box else ""


def without_addresses(text: str) -> str:
    """What a mail service said, every address in it masked, in one short line."""
    return ADDRESS.sub(lambda found: masked(found[0]), " ".join(text.split()))[:300]
