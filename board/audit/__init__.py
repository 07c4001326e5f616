"""Who did what, when, to which object: `from board import audit; audit.record("list.create", row)`."""

from board.audit.services import Trail, follow, following, record, record_each, record_refusal, trail

__all__ = ["Trail", "follow", "following", "record", "record_each", "record_refusal", "trail"]
