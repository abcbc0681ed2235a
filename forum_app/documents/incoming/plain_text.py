"""Plain text: the words as they stand."""

from forum_app.documents.incoming.decoding import decoded
from forum_app.documents.incoming.marked import Marked


def read(data: bytes) -> Marked:
    marked = Marked()
    text = decoded(data)
    if "\ufffd" in text:
        marked.notes.say("Some letters could not be read; each is shown as \ufffd.")
    marked.as_it_stands(text)
    return marked
