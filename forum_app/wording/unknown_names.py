"""Capital words in the middle of a sentence that no list knows: more often than not they are names.

No list holds every name. In what a parent asks the council, a warning too many costs a glance; in minutes, full of
bodies and titles, it would be noise, and there only `person_names` is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .identity_words import NO_PLACE, WRITTEN_LARGE
from .lantern_words import NO_PERSON, OPENS_A_SENTENCE
from .sentences import sentences

_RUN = re.compile(r"(?<![\w@./'’-])[A-Z][a-zà-ÿ'’]{2,30}(?:[ -][A-Z][a-zà-ÿ'’]{1,30}){0,2}(?![\w@/.]\w)")
_BEGINS = re.compile(
    r"(?:\A|[:“\"(–—•*-])\s*\Z|(?:\b(?:the|an?|this|that|its|each|every|any|two|some|of)|['’]s) \Z", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"['’]s?\Z")


def unknown_names(text: str, known: Collection[str]) -> Iterator[tuple[str, int]]:
    familiar = {word.casefold() for one in known for word in _WORD.findall(one)} | _NEVER
    for sentence in sentences(text):
        for match in _RUN.finditer(sentence.text):
            words = [_POSSESSIVE.sub("", word).casefold() for word in re.split(r"[ -]", match[0])]
            if familiar.isdisjoint(words) and not _BEGINS.search(
                sentence.text[max(0, match.start() - 12) : match.start()]
            ):
                yield match[0], sentence.start + match.start()


_NEVER = NO_PERSON | NO_PLACE | OPENS_A_SENTENCE | WRITTEN_LARGE
