"""What an operator types: `flask --app app <command>`."""

from flask import Flask

from board.commands.auditing import audit
from board.commands.backups import backup, restore
from board.commands.managers import create_manager
from board.commands.reading import read_list
from board.commands.searching import reindex
from board.commands.ticking import tick
from board.commands.upgrading import upgrade
from board.commands.verifying import verify_certificate
from board.commands.working import jobs


def register(app: Flask) -> None:
    reading = (read_list, verify_certificate)
    for command in (tick, upgrade, create_manager, backup, restore, reindex, jobs, audit, *reading):
        app.cli.add_command(command)
