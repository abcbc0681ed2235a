from flask import Blueprint, Flask

blueprint = Blueprint("history", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
