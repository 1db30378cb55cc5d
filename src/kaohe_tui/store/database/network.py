"""Detect a database on a disk that other machines use too, where locks are not reliable."""

import os
from pathlib import Path

from kaohe_tui.words import _

_SHARED = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "lustre", "ncp", "fuse.sshfs",
           "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs", "davfs", "fuse.ceph",
           "beegfs", "gpfs", "ocfs2", "gfs2", "vboxsf", "vmhgfs", "fuse.vmhgfs")  # fmt: skip
"""The beginnings of such file systems' names."""
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPES = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


def caution(database: Path) -> str:
    """Return the warning about a database on a network share; empty elsewhere.

    Empty, too, where the system does not say.
    """
    kind = kind_of_disk(database)
    if not kind.startswith(_SHARED):
        return ""
    return _(
        "{path} is on a network share ({kind}), where locks are not reliable: two programs at "
        "once can damage it. Put it on a disk of this machine, and let the others come over SSH."
    ).format(path=database, kind=kind)


def kind_of_disk(path: Path) -> str:
    """Return the kind of file system of a path, as Linux names it; empty where unknown."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    location = os.path.realpath(path)
    longest, kind = "", ""
    for line in lines:
        fields, dash, rest = line.partition(" - ")
        if not dash or len(words := fields.split(" ")) < 5:
            continue
        point = words[4]
        for escape, character in _ESCAPES.items():
            point = point.replace(escape, character)
        holds = point == "/" or location == point or location.startswith(f"{point}/")
        # Of two on one point the later one is in use.
        if holds and len(point) >= len(longest):
            longest, kind = point, rest.split(" ", 1)[0]
    return kind
