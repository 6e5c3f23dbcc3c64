"""The environment of the tests, set before Django reads it (a pytest plugin: see addopts).

SQLite by default; WAYMARK_TEST_DATABASE_URL names another database server.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def prepare() -> None:
    """Leave nothing of this machine's own installation in the environment of the tests."""
    database = os.environ.get("WAYMARK_TEST_DATABASE_URL")
    folder = os.environ.get("WAYMARK_TEST_DATA")
    if folder is None:  # the workers of xdist share the folder of the process that started them
        folder = tempfile.mkdtemp(prefix="waymark-test-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("WAYMARK_")]:
        if not name.startswith(("WAYMARK_TEST_", "WAYMARK_WRITE_")):
            del os.environ[name]
    os.environ["WAYMARK_TEST_DATA"] = folder
    os.environ["WAYMARK_DATA"] = folder
    os.environ["WAYMARK_API_PER_MINUTE"] = "0"  # tests ask more than a reader may
    Path(folder, "static").mkdir(exist_ok=True)  # whitenoise warns where there is none
    os.environ["WAYMARK_SECRET_KEY"] = "tests-only-" + "0123456789abcdef" * 4
    os.environ["WAYMARK_DATABASE_URL"] = database or f"sqlite:///{Path(folder) / 'tests.sqlite3'}"


prepare()
