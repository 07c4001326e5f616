"""What is done beside the server: `from board import jobs; jobs.enqueue("feature.verb", key=…, payload={…})`."""

from board.jobs.services import enqueue

__all__ = ["enqueue"]
