"""Pages of positions."""

from flask import Blueprint

blueprint = Blueprint("positions", __name__)
