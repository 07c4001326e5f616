"""Pages that anybody may read: the board, positions, lists, communities."""

from flask import Blueprint

from board.front import side_cache

blueprint = Blueprint("front", __name__)
blueprint.record(lambda setup: side_cache.register(setup.app.extensions))

from board.front.views import board, cards, communities, elder, lists, positions, posters  # noqa: E402, F401 - they add their routes
