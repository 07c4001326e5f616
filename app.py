"""What a WSGI server loads: `granian --interface wsgi app:app`."""

import os
import sys

from flask import Flask

from board import create_app, schema
from board.commands.reading import read_list

FROM_CLI = os.environ.get("FLASK_RUN_FROM_CLI") == "true"

if FROM_CLI and read_list.name in sys.argv:
    # It reads a file and nothing else: whoever supports a clerk runs it without settings or a database.
    app = Flask(__name__)
    app.cli.add_command(read_list)
else:
    app = create_app()

# Operators' commands (`flask upgrade` among them) run on any database; serving needs a fit one.
if not FROM_CLI:
    schema.refuse_to_serve(app.extensions["engine"], app.config["SETTINGS"])
