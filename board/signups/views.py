"""Pages of signups."""

from flask import Blueprint

blueprint = Blueprint("signups", __name__)
