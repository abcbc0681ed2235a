"""Handing out files that people brought: always as a file to keep, never as a page of this site."""

from flask import Response

from forum_app.documents.uploads import CleanFile

#: Whatever opens it all the same may run nothing and ask for nothing.
SANDBOX = "sandbox; default-src 'none'"


def attachment(file: CleanFile) -> Response:
    """The answer that makes a browser save the file under the name it was called."""
    response = Response(file.data, mimetype=file.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.called)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
