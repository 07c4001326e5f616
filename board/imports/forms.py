"""The form that takes a sheet: a file, or cells pasted from one."""

from typing import Any, Final

from flask_wtf.file import FileField
from wtforms import Field, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from board.imports import contents
from board.imports.contents import Contents
from board.sheets.limits import LARGEST_FILE, TOO_LARGE
from board.web.forms import Form

_ENDINGS: Final = ".xlsx,.csv"


class UploadForm(Form):
    """Choices of `area` are passed in."""

    # The same content sent again is the upload that is there; another file is never answered as this one.
    carries_once = False

    area = SelectField("哪个社区（村）", validators=[InputRequired("请选社区或村。")])
    file = FileField(
        "表格文件", description="Excel（.xlsx）或 .csv，不超过 5 MB", render_kw={"accept": _ENDINGS}
    )
    pasted = TextAreaField(
        "或者粘贴",
        description="在 Excel 或 WPS 里选中要的行，连表头一起复制，粘贴到这里",
        render_kw={"spellcheck": "false"},
    )

    def validate_file(self, field: Field) -> None:
        if not field.data and not (self.pasted.data or "").strip():
            raise ValidationError("选一个文件，或把表格里的内容粘贴到下面。")
        if field.data and (self.pasted.data or "").strip():
            raise ValidationError("选了文件，又粘贴了内容。只留一样，不然不知道读哪一份。")
        if field.data and self._size(field.data) > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)

    @staticmethod
    def _size(file: Any) -> int:  # werkzeug's FileStorage
        size: int = file.stream.seek(0, 2)
        file.stream.seek(0)
        return size

    def contents(self) -> Contents:
        """What was sent."""
        if self.file.data:
            self.file.data.stream.seek(0)
            return contents.named(self.file.data.filename or "", self.file.data.stream.read())
        return contents.pasted(self.pasted.data)
