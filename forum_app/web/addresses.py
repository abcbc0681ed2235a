"""Addresses of pages for what leaves the site: always under PUBLIC_URL, never under what a request calls itself."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app


def absolute(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for mails, files and printed links; works without a request."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    adapter = current_app.url_map.bind(public.netloc, url_scheme=public.scheme, script_name=public.path or "/")
    return adapter.build(
        endpoint, {name: value for name, value in values.items() if value is not None}, force_external=True
    )
