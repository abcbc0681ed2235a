"""What was left out of a text, counted, and said to the coordinator in plain sentences."""

from collections import Counter

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_LONGEST_QUOTE = 2_000

#: (one of it, several of it, what became of it)
_SAID = {
    "picture": ("picture was", "pictures were", "left out"),
    "object": ("embedded object was", "embedded objects were", "left out"),
    "comment": ("comment was", "comments were", "left out"),
    "deletion": ("tracked deletion was", "tracked deletions were", "left out"),
    "insertion": ("tracked insertion was", "tracked insertions were", "kept as if accepted"),
    "hidden": ("hidden passage was", "hidden passages were", "left out"),
    "symbol": ("symbol that only its font can show was", "symbols that only their font can show were", "left out"),
    "attachment": ("attached file was", "attached files were", "left out"),
    "form field": ("form field was", "form fields were", "left out; what was typed there is not in the text"),
    "link": (
        "link was",
        "links were",
        "left out because the address is neither a web page nor an email address; the words were kept",
    ),
}


def number_word(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


class Notes:
    """Counts kinds of things left out, and keeps sentences about passages set aside."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._sentences: dict[str, None] = {}

    def count(self, kind: str, times: int = 1) -> None:
        self._counts[kind] += times

    def say(self, sentence: str) -> None:
        self._sentences[sentence] = None

    def set_aside(self, where: str, words: str) -> None:
        """Words that stand on every page and are no part of the text."""
        said = " / ".join(line.strip() for line in words.split("\n") if line.strip())
        if said:
            more = " …" if len(said) > _LONGEST_QUOTE else ""
            self.say(f"Set aside from {where}: “{said[:_LONGEST_QUOTE]}{more}”.")

    def sentences(self) -> list[str]:
        counted = [self._counted(kind, self._counts[kind]) for kind in _SAID if self._counts[kind]]
        return [*counted, *self._sentences]

    def _counted(self, kind: str, count: int) -> str:
        one, several, became = _SAID[kind]
        return f"{number_word(count).capitalize()} {one if count == 1 else several} {became}."
