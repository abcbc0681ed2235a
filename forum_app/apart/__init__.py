"""Work on what strangers send, done by a process of its own: it can be stopped, and cannot take the server with it."""

from forum_app.apart.asking import CHILD, BrokeDown, RanTooLong, ask

__all__ = ["CHILD", "BrokeDown", "RanTooLong", "ask"]
