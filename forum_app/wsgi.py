"""What a web server loads: ``forum_app.wsgi:app``."""

from forum_app import create_app

app = create_app()
