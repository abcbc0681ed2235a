from flask import Blueprint, Flask

blueprint = Blueprint("history", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


from typing import Any

from forum_app import access
from forum_app.web import requires


@blueprint.get("/old-minutes")
@requires(access.KEEP_RECORD)
def bring() -> Any:
    return ""


@blueprint.get("/old-minutes/<int:reading_id>")
@requires(access.KEEP_RECORD)
def review(reading_id: int) -> Any:
    return ""
