"""When mail may go out: nobody's telephone lights up at night because of the forum."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum_app.clock import local

QUIET_FROM, QUIET_UNTIL = time(21), time(8)


def next_daytime(moment: datetime, zone: str) -> datetime:
    """This moment, or 8am after it where it falls into the quiet hours."""
    here = moment.astimezone(ZoneInfo(zone))
    if QUIET_UNTIL <= here.time() < QUIET_FROM:
        return moment
    morning = here.date() + timedelta(days=here.time() >= QUIET_FROM)
    return local(morning, QUIET_UNTIL, zone)
