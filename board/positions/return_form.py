"""The form that says why something goes back to its editor."""

from typing import Final

from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from board.web.forms import Form, one_line

MOST_OF_A_REASON: Final = 300  # what a position keeps of why it was returned


class ReturnForm(Form):
    """Why something goes back. Choices of `usual` are offered by the page, if there are any."""

    usual = RadioField("为什么退回", choices=(), default="", validate_choice=False)
    reason = StringField(
        "为什么退回",
        description="写清楚要改什么，编辑会看到",
        filters=[one_line],
        validators=[Length(max=MOST_OF_A_REASON, message=f"原因最多 {MOST_OF_A_REASON} 个字。")],
    )

    def offer(self, usual: list[SelectChoice]) -> None:
        """Reasons that were given before, to be chosen again."""
        self.usual.choices = [*usual, SelectChoice("", "别的原因，我自己写")] if usual else []

    @property
    def chosen(self) -> str:
        """The reason chosen among those offered; empty when none was, or it is not offered any more."""
        return next((str(c.label) for c in self.usual.choices if c.value and c.value == self.usual.data), "")

    @property
    def why(self) -> str:
        return self.chosen or self.reason.data or ""

    @property
    def more(self) -> str:
        """What is to be said besides the chosen reason."""
        return (self.reason.data or "") if self.chosen else ""

    def validate_reason(self, field: Field) -> None:
        if not self.why:
            raise ValidationError("请写一句为什么退回。")
        if len(self.why) + len(self.more) + 1 > MOST_OF_A_REASON and self.more:
            raise ValidationError(f"选的原因和补充的话加起来最多 {MOST_OF_A_REASON} 个字。")
