"""What every page shares: permissions at the door, one commit at the edge, forms, headers, error pages."""

from forum_app.web.bots import HoneypotMixin, once_more, pressed_unread
from forum_app.web.edge import accepts_bytes, acting, load_or_404, may, public, requires, step_beyond_the_wall
from forum_app.web.errors import explain
from forum_app.web.forgery import taken_from_mail_programs
from forum_app.web.forms import Form, VersionedForm, render_form, save
from forum_app.web.headers import carries_no_secret, fetched_by_programs, on_record
from forum_app.web.limits import limit_address, limited

__all__ = [
    "Form",
    "HoneypotMixin",
    "VersionedForm",
    "accepts_bytes",
    "acting",
    "carries_no_secret",
    "explain",
    "fetched_by_programs",
    "limit_address",
    "limited",
    "load_or_404",
    "may",
    "on_record",
    "once_more",
    "pressed_unread",
    "public",
    "render_form",
    "requires",
    "save",
    "step_beyond_the_wall",
    "taken_from_mail_programs",
]
