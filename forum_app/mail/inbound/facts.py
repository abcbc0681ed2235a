"""What reading needs to know, from the settings and the forum's own facts."""

from urllib.parse import urlsplit

from flask import current_app

from forum_app.mail.inbound.incoming import Facts
from forum_app.settings.queries import find_forum


def facts() -> Facts:
    config, forum = current_app.config, find_forum()
    site = urlsplit(config.get("PUBLIC_URL", "")).hostname or "localhost"
    named = [forum.contact_email if forum else "", config.get("IMAP_USER") or "", config.get("MAIL_FROM") or ""]
    addresses = frozenset(address.lower() for address in named if "@" in address)
    domains = {address.rpartition("@")[2] for address in addresses} | {site, config.get("REPLY_DOMAIN") or site}
    return Facts(
        addresses=addresses,
        domains=frozenset(domains),
        site=site,
        separator=config.get("REPLY_SEPARATOR", "+"),
        checked_by=config.get("MAIL_CHECKED_BY", ""),
    )
