"""What a WSGI server loads: `granian --interface wsgi app:app`."""

import gc
import os
import sys

gc.disable()  # what is loaded here stays: looking through it for garbage took a fifth of every start

from flask import Flask  # noqa: E402

from board import create_app, schema  # noqa: E402
from board.commands.reading import read_list  # noqa: E402
from board.commands.verifying import verify_certificate  # noqa: E402

# They read a file and nothing else: whoever supports a clerk, or checks a certificate, runs them without
# settings or a database.
ALONE = (read_list, verify_certificate)
FROM_CLI = os.environ.get("FLASK_RUN_FROM_CLI") == "true"

if FROM_CLI and any(command.name in sys.argv for command in ALONE):
    app = Flask(__name__)
    for command in ALONE:
        app.cli.add_command(command)
else:
    app = create_app()

# Operators' commands (`flask upgrade` among them) run on any database; serving needs a fit one.
if not FROM_CLI:
    schema.refuse_to_serve(app.extensions["engine"], app.config["SETTINGS"])

gc.freeze()
gc.enable()
