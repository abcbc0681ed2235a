"""Files that volunteers bring (Word, PDF, OpenDocument, RTF, web pages, plain text), turned into marked text."""

from forum_app.documents.incoming.asking import text_of
from forum_app.documents.incoming.errors import CannotRead
from forum_app.documents.incoming.kinds import TYPES
from forum_app.documents.incoming.marked import IncomingText

__all__ = ["TYPES", "CannotRead", "IncomingText", "text_of"]
