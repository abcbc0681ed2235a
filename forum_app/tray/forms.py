from wtforms import SelectField, ValidationError

from forum_app.web import Form
from forum_app.web.forms import offered


class AttachForm(Form):
    about = SelectField(
        "Attach it to",
        description="The words are kept there as a note that only the organisers read. It closes nothing.",
    )

    def offer(self, targets: list[tuple[str, str]]) -> None:
        self.about.choices = offered({"": "Choose one", **dict(targets)})

    def validate_about(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Choose what it belongs to.")
