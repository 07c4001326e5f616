"""What a WSGI server loads: `granian --interface wsgi app:app`."""

import os

from board import create_app, schema

app = create_app()

# Operators' commands (`flask upgrade` among them) run on any database; serving needs a fit one.
if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
    schema.refuse_to_serve(app.extensions["engine"], app.config["SETTINGS"])
