"""The list of tasks to post."""

from html.parser import HTMLParser

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.tasks.task import Declaration, Task, TaskState
from kaohe_tui.files.papers.task_list import Listed, task_list
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.resources import shipped


class _Texts(HTMLParser):
    """Collects tags and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_everything_stands_there_and_names_are_text() -> None:
    scheme, _text = read_scheme(shipped("sample_data") / "scheme.toml")
    person = Person("06", "<b>王芳</b>", "办公室&", Role.STAFF)
    tasks = (
        Task("<script>", "目标", "措施", "少一次扣 0.5 分", 275),
        Task("二", "", "", "标准", 125),
    )
    declared = Declaration(1, "06", 1, TaskState.POSTED, tasks, posted_on="2026-03-30")
    page = task_list(scheme, [Listed(person, declared)])
    read = _Texts()
    read.feed(page)
    assert "script" not in read.tags
    assert "b" not in read.tags
    text = "\n".join(read.texts)
    for wanted in ("<b>王芳</b>", "办公室&", "<script>", "27.5", "12.5", "40", "2026-04-04"):
        assert wanted in text
    assert scheme.notice.contact in text
    assert "break-inside: avoid" in page
