from forum_app.asking.forms import ContactMixin
from forum_app.web.bots import HoneypotMixin
from forum_app.web.forms import Form


class SupportForm(ContactMixin, HoneypotMixin, Form):
    """“I ask this too”: nothing has to be filled in."""
