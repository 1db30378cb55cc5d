"""The bureau with a first tier that is keyed part by part, and people with yearly tasks."""

from collections.abc import Sequence

from kaohe_tui.domain.tasks.task import Task, TaskState
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.entries import tasks
from tests.bureau import planted, scheme_text

OWN = (
    Task("三产统计月报零差错", "全年 12 期", "双人复核", "差错一次扣 2 分", 250),
    Task("企业一套表培训", "4 期", "分片包干", "少一期扣 5 分", 200),
    Task("普查清查", "底册上报", "入户", "迟一天扣 1 分", 150),
)
"""Of ``s2``, in force."""

_GOALS = """name = "工作业绩"
points = 60
source = "goals"
[[indicators.criteria]]
name = "年度工作任务完成情况"
points = 35
standard = "按任务书逐项核对"
[[indicators.criteria]]
name = "数据质量与时效"
points = 25
"""


def detail_scheme(*, detail: str = "criteria") -> str:
    """The scheme whose indicator of the goals has two criteria; the other one has none."""
    text = scheme_text().replace('name = "工作业绩"\npoints = 60\n', _GOALS)
    return text.replace('key = "peer"\n', f'key = "peer"\ndetail = "{detail}"\n', 1)


def put_in_force(room: Room, code: str, own: Sequence[Task]) -> None:
    """Let a person's tasks be in force at once, in the place of those before."""
    with planted(room) as tx:
        tasks.declare(tx, code, own)
        tasks.set_state(tx, tasks.newest(tx)[code].id, TaskState.IN_FORCE)
