"""What a WSGI server loads: `granian --interface wsgi app:app`."""

from board import create_app

app = create_app()
