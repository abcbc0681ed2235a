from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from forum_app.asking.operations import AlreadyLeft, roughly
from forum_app.db import db
from forum_app.questions.models import Question
from forum_app.receipts import operations as receipts
from forum_app.receipts.models import ReceiptKind
from forum_app.support.models import Support
from forum_app.support.queries import asked_by


def support(question_id: int, *, contact: str | None, follows: bool, code: str, key: str, today: date) -> None:
    """“I ask this too”; inserts and reads nothing back. Raises AlreadyLeft."""
    receipt = receipts.leave(ReceiptKind.SUPPORT, code, key=key, contact=contact, follows=follows, today=today)
    try:
        db.session.flush()
    except IntegrityError as twice:
        db.session.rollback()
        raise AlreadyLeft from twice
    db.session.add(Support(receipt_id=receipt.id, question_id=question_id))


def take_back(support_id: int, receipt_id: int) -> None:
    """Somebody asks it no more: the row goes, and the address with it."""
    db.session.execute(delete(Support).where(Support.id == support_id))
    receipts.forget_contact(receipt_id)


def count_roughly() -> int:
    """Write beside each question of a meeting to come about how many ask it; answers how many changed.

    Once a day and not when somebody presses, so that no moment tells who it was; and past the rows' versions,
    because it is no change to the question's text.
    """
    changed = 0
    for question_id, shown, count in asked_by():
        if roughly(count) != shown:
            changed += 1
            row = update(Question).where(Question.id == question_id)
            db.session.execute(row.values(asked_about=roughly(count)), execution_options={"synchronize_session": False})
    return changed
