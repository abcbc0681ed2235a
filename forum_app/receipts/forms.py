from typing import Any

from wtforms import StringField
from wtforms.validators import Length, ValidationError

from forum_app.codes import read_back
from forum_app.web.forms import Form, Given


class CodeForm(Form):
    code = StringField(
        "The code of your receipt",
        [Given("Type the code of your receipt."), Length(max=60)],
        description="Sixteen letters and digits, for example 7K4M-2QXD-9PZT-H3WB. Blanks and small letters are fine.",
    )

    def validate_code(self, field: Any) -> None:
        if read_back(field.data) is None:
            raise ValidationError("A code has sixteen letters and digits. Please look at it again.")
