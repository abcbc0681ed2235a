"""Links that open a new entry in calendars on the web. They make a copy that does not update itself."""

from datetime import UTC
from urllib.parse import urlencode

from forum_app.ics import CalendarEntry


def google_link(entry: CalendarEntry) -> str:
    dates = "/".join(at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for at in (entry.starts, entry.ends))
    facts = {
        "action": "TEMPLATE",
        "text": entry.title,
        "dates": dates,
        "details": entry.description,
        "location": entry.place,
        "ctz": entry.zone,
    }
    return "https://calendar.google.com/calendar/render?" + urlencode(facts)


#: Microsoft keeps calendars of one's own and those of an employer or a school in two places; neither opens the other's.
OUTLOOK_OF_ONES_OWN, OUTLOOK_AT_WORK = "https://outlook.live.com", "https://outlook.office.com"


def outlook_link(entry: CalendarEntry, at: str) -> str:
    facts = {
        "subject": entry.title,
        "startdt": entry.starts.astimezone(UTC).isoformat(),
        "enddt": entry.ends.astimezone(UTC).isoformat(),
        "body": entry.description,
        "location": entry.place,
    }
    return f"{at}/calendar/0/deeplink/compose?" + urlencode(facts)
