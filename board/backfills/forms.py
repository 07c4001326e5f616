"""The form of a back-fill."""

from typing import Any, Final

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from board.accounts.forms import LookUpForm
from board.backfills.proving import LARGEST, TOO_LARGE
from board.backfills.services import DECLARATION
from board.web.forms import TimeField, one_line

_ENDINGS: Final = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class BackfillForm(LookUpForm):
    """Who by exact number, from when to when, why, the proof, and that it is all true."""

    came = TimeField("几点到", validators=[InputRequired("请写几点到，如 09:00。")])
    went = TimeField("几点走", validators=[InputRequired("请写几点走，如 11:00。")])
    reason = StringField(
        "为什么要补录",
        description="当时为什么没签到，本人看得到",
        filters=[one_line],
        validators=[InputRequired("请写为什么要补录。"), Length(max=200, message="理由最多 200 个字。")],
    )
    proof = FileField(
        "证明",
        description="当天的签到表、现场照片等，PDF、JPEG 或 PNG，不超过 10 MB",
        render_kw={"accept": _ENDINGS},
    )
    declared = BooleanField(DECLARATION, validators=[DataRequired("属实才能补录，请看过后勾选。")])

    def validate_proof(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("请选一个证明文件。")
        if _size(field.data) > LARGEST:
            raise ValidationError(TOO_LARGE)

    def content(self) -> bytes:
        """The chosen file."""
        self.proof.data.stream.seek(0)
        read: bytes = self.proof.data.stream.read()
        return read


def _size(file: Any) -> int:  # werkzeug's FileStorage
    size: int = file.stream.seek(0, 2)
    file.stream.seek(0)
    return size
