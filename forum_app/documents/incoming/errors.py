"""Why a file cannot be read. Each error is named for the fact, and says in a sentence what to do."""

SAVE_AGAIN = "Open it, save it again under a new name, and bring that file; or copy the words and paste them."


class CannotRead(Exception):
    """A file that was brought cannot be turned into text."""

    sentence = f"This file cannot be read. {SAVE_AGAIN}"

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class Empty(CannotRead):
    sentence = "There are no words in this file. Check that it is the right one, or paste the words instead."


class TooLarge(CannotRead):
    sentence = "This file is larger than 20 MB. Take the pictures out and save it again, or paste the words."


class UnpacksTooLarge(CannotRead):
    """A zip bomb, or a file with far more in it than minutes have."""

    sentence = (
        "This file unpacks to far more than minutes need, so it was not opened. Take out the pictures and "
        "attachments and save it again, or paste the words instead."
    )


class WrongType(CannotRead):
    sentence = (
        "This is not a kind of file that can be read here. Bring a Word (.docx), PDF, OpenDocument (.odt), RTF, "
        "web page (.html) or plain text file, or paste the words."
    )


class OldWordFile(WrongType):
    sentence = "This is a Word file of the old kind (.doc). Open it in Word and save it as .docx, then bring that."


class Spreadsheet(WrongType):
    sentence = "This is a spreadsheet. Copy the cells into a Word document, save it as .docx, and bring that file."


class Slides(WrongType):
    sentence = "These are slides. Copy their words and paste them, or bring the minutes as a Word or PDF file."


class Picture(WrongType):
    sentence = "This is a picture, and words in pictures cannot be read. Bring the document itself, or type it."


class Folder(WrongType):
    sentence = "This is a zip folder with other files in it. Unpack it and bring the files one by one."


class HasMacros(CannotRead):
    sentence = (
        "This file carries macros, which are small programs, so it was not opened. In Word, choose Save As and "
        "the type “Word Document (.docx)”, then bring that file."
    )


class Encrypted(CannotRead):
    sentence = (
        "This file is protected with a password. Open it with the password, take the protection off "
        "(in Word: File, Info, Protect Document), save it, and bring it again."
    )


class OnlyPictures(CannotRead):
    """A PDF made by a scanner."""

    sentence = (
        "This PDF is a scan: its pages are pictures, with no words to read. Bring the document it was printed "
        "from, or open it in a program that recognises text and save that."
    )


class Suspicious(CannotRead):
    """Document type definitions, entities and the like, which no word processor writes."""

    sentence = (
        "This file holds instructions that no word processor writes, so it was not opened. Open it in Word or "
        "LibreOffice, save it under a new name, and bring that file."
    )


class Damaged(CannotRead):
    sentence = f"This file is damaged or incomplete. {SAVE_AGAIN}"


class TookTooLong(CannotRead):
    sentence = f"Reading this file took too long, so it was stopped. {SAVE_AGAIN}"


def _all(kind: type[CannotRead]) -> list[type[CannotRead]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _all(child))]


#: By name, for the process that reads to tell the one that asked.
BY_NAME = {kind.__name__: kind for kind in _all(CannotRead)}
