"""Where the browser is: we use the one that the system has, and download none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/usr/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> str | None:
    """Path of a Chromium or Chrome, or None. WAYMARK_TEST_CHROMIUM names one elsewhere."""
    named = os.environ.get("WAYMARK_TEST_CHROMIUM")
    if named:
        return named
    found = next((place for place in PLACES if Path(place).exists()), None)
    return found or next(filter(None, map(shutil.which, NAMES)), None)
