"""A fictional forum to look around in. Its days follow the day on which it is loaded."""

from forum_app.demo.clearing import NotADemo, clear
from forum_app.demo.first_start import never_loaded, remember
from forum_app.demo.loading import load

__all__ = ["NotADemo", "clear", "load", "never_loaded", "remember"]
