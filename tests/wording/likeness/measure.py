"""How well questions that ask the same are told from others: ``python -m tests.wording.likeness.measure``."""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from forum_app.wording.likeness import alike

HERE = Path(__file__).parent
SETS = ("first", "second", "third", "held-out")


@dataclass(frozen=True)
class Score:
    """Pairs of questions: how many ask the same, how many were suggested, and how many of those rightly."""

    same: int
    suggested: int
    right: int

    @property
    def recall(self) -> float:
        return self.right / self.same

    @property
    def precision(self) -> float:
        return self.right / self.suggested


def read(name: str) -> list[tuple[str, str]]:
    """Each question with the mark of those that ask the same; a dash for one that nobody else asks."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return [(mark, text) for mark, text in pairs]


def measure(name: str) -> Score:
    """Over every pair of questions of one set."""
    same = suggested = right = 0
    for (mark, one), (other_mark, other) in combinations(read(name), 2):
        is_same, is_suggested = mark == other_mark != "-", alike(one, other)
        same, suggested, right = same + is_same, suggested + is_suggested, right + (is_same and is_suggested)
    return Score(same, suggested, right)


def main() -> None:
    for name in SETS:
        score = measure(name)
        print(
            f"{name:12} {len(read(name))} questions   recall {score.recall:6.1%} ({score.right}/{score.same})   "
            f"precision {score.precision:6.1%} ({score.right}/{score.suggested})"
        )


if __name__ == "__main__":
    main()
