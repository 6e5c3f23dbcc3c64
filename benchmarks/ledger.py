"""The ledger: recording, sequencing, verifying."""

from __future__ import annotations

import time

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from benchmarks.measure import line, title
from waymark.base import ledger
from waymark.base.models import Record
from waymark.base.record import record

RECORDS = 3000


def run() -> None:
    """Print how many records a second are written, sequenced and verified."""
    call_command("migrate", verbosity=0)
    title(f"Ledger ({RECORDS} records, one transaction each)")
    start = time.process_time()
    for number in range(RECORDS):
        with transaction.atomic():
            record("bench.act", f"thing:{number}", by=None, at=timezone.now(), facts={"n": number})
    line("recording", f"{RECORDS / (time.process_time() - start):10.0f} a second of CPU")
    start = time.process_time()
    ledger.sequence_now()
    line("sequencing and signing", f"{RECORDS / (time.process_time() - start):10.0f} a second")
    start = time.process_time()
    found = ledger.verify(now=timezone.now())
    total = Record.objects.count()
    line("verifying from the bodies", f"{total / (time.process_time() - start):10.0f} a second")
    line("outcome", str(found).splitlines()[0][:60])
