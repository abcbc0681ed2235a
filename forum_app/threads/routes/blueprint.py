"""What the pages about threads have in common."""

from flask import Blueprint

blueprint = Blueprint("threads", __name__)
