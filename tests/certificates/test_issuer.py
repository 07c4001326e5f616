"""Who issues: the committee's lawful name, until its staff write down more."""

import pytest

from board.areas.models import Area, Level
from board.certificates import issuers


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("level", "name", "committee"),
    [
        (Level.community, "清泉社区", "涌泉街道清泉社区居民委员会"),
        (Level.village, "高山村", "涌泉街道高山村村民委员会"),
        (Level.street, "涌泉街道", "涌泉街道办事处"),
        (Level.town, "万春镇", "万春镇人民政府"),
    ],
)
def test_the_usual_name_is_the_one_by_law(level, name, committee):
    area = Area(level=level, name=name, parent=Area(level=Level.street, name="涌泉街道"))

    assert issuers.usual_name(area) == committee
