"""What every page shares: permissions at the door, one commit at the edge, forms, headers, error pages."""

from forum_app.web.edge import accepts_bytes, acting, load_or_404, may, public, requires, step_beyond_the_wall
from forum_app.web.errors import explain
from forum_app.web.forms import Form, VersionedForm, render_form, save

__all__ = [
    "Form",
    "VersionedForm",
    "accepts_bytes",
    "acting",
    "explain",
    "load_or_404",
    "may",
    "public",
    "render_form",
    "requires",
    "save",
    "step_beyond_the_wall",
]
