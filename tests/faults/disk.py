"""A small disk that can be filled up: a file system of its own, or, where that is not allowed, a limit
on the size of files."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 12 * 2**20


class Disk:
    """`fill` leaves no room for anybody; `make_room` gives it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        with self._filler.open("wb", buffering=0) as filler:
            size = 2**16
            while size:
                try:
                    filler.write(b"x" * size)
                except OSError:
                    size //= 2

    def make_room(self) -> None:
        self._filler.unlink()


class Limit(Disk):
    """Files of these processes may not grow past their size: as full as a disk can be to them."""

    def __init__(self, folder: Path, pids: Callable[[], list[int]]) -> None:
        super().__init__(folder)
        self.pids = pids

    def fill(self) -> None:
        largest = max(file.stat().st_size for file in self.folder.iterdir())
        self._limit(largest)

    def make_room(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for pid in self.pids():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def small_disk(folder: Path, pids: Callable[[], list[int]]) -> Iterator[Disk]:
    """On `folder`; `pids` are the processes that will write there, in case only they can be limited."""
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mounting, capture_output=True, check=False).returncode:
        yield Limit(folder, pids)
        return
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
