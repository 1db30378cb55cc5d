"""What kind of disk a database lies on."""

from pathlib import Path

import pytest

from kaohe_tui.store.database import network

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw - proc proc rw
40 22 0:40 / /srv/share rw,relatime shared:2 - nfs4 server:/export rw,vers=4.2
41 22 0:41 / /srv/my\040share rw - cifs //server/share rw
42 40 8:2 / /srv/share/local rw - ext4 /dev/sdb1 rw
43 22 0:43 / /mnt/twice rw - ext4 /dev/sdc1 rw
44 43 0:44 / /mnt/twice rw - fuse.sshfs host: rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind", "is_told"),
    [
        ("/home/x/year.db", "ext4", False),
        ("/srv/share/year.db", "nfs4", True),
        ("/srv/shared/year.db", "ext4", False),
        ("/srv/my share/a/year.db", "cifs", True),
        ("/srv/share/local/year.db", "ext4", False),
        ("/mnt/twice/year.db", "fuse.sshfs", True),
    ],
)
def test_a_share_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str, is_told: bool
) -> None:
    file = tmp_path / "mountinfo"
    file.write_text(MOUNTS, encoding="utf-8")
    monkeypatch.setattr(network, "_MOUNTS", file)
    assert network.kind_of_disk(Path(path)) == kind
    assert (kind in network.caution(Path(path))) is is_told
    file.unlink()
    assert network.caution(Path(path)) == ""
