"""A PgBouncer in transaction mode before a PostgreSQL server, with the settings that the docs ask for."""

import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.kit.machine import is_root, program
from tests.kit.patience import PATIENCE
from tests.kit.postgres import Server, free_port, unprivileged_user

DOCS = Path(__file__).parents[2] / "docs" / "operating.md"


def documented() -> str:
    """Return the section `[pgbouncer]` that the docs show."""
    found = re.search(r"```ini\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert found, "the docs show no settings of PgBouncer"
    return found[1].partition("[pgbouncer]\n")[2]


@contextmanager
def pgbouncer(server: Server) -> Iterator[int]:
    """Run it on a port of its own."""
    path, port = program("PgBouncer", "pgbouncer", "/usr/sbin/pgbouncer"), free_port()
    folder = Path(tempfile.mkdtemp(prefix="pgbouncer-"))
    here = {
        "listen_port": port,
        "listen_addr": "127.0.0.1",
        "unix_socket_dir": "",
        "auth_type": "trust",
        "auth_file": folder / "users",
        "logfile": folder / "log",
        "pidfile": folder / "pid",
    }
    settings = "\n".join(f"{name} = {value}" for name, value in here.items())
    (folder / "users").write_text('"postgres" ""\n')
    to = f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\n{documented()}\n{settings}\n"
    (folder / "ini").write_text(to)
    user = unprivileged_user() if is_root() else None
    if user:
        for each in (folder, *folder.iterdir()):
            shutil.chown(each, user)
    process = subprocess.Popen(
        [path, "-q", str(folder / "ini")],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    try:
        _until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _until_it_answers(port: int) -> None:
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "refused" not in str(error):
                raise
        else:
            return
