"""What people read for the words the tables keep."""

from forum_app.arranging.models import Says

SAYS = {Says.YES: "Yes", Says.IF_NEED_BE: "If need be", Says.NO: "No"}
