"""The ledger: sequencing, checkpoints, proofs, commands."""

from __future__ import annotations

import base64
import json
import os
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from waymark.base import jobs, ledger
from waymark.base.commands import ledger as command
from waymark.base.ledger import sequencer
from waymark.base.models import Checkpoint, Leaf, Record, TreeNode
from waymark.base.record import record
from waymark.kernel import merkle

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys(settings: object, tmp_path: Path) -> Path:
    settings.WAYMARK_KEYS = tmp_path / "keys"  # type: ignore[attr-defined]
    return tmp_path / "keys"


def write(count: int) -> list[Record]:
    with transaction.atomic():
        return [
            record("test.made", f"thing:{n}", by=None, at=NOW, scope="case:1", facts={"n": n})
            for n in range(count)
        ]


def found() -> ledger.Findings:
    return ledger.verify(now=timezone.now())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


@pytest.mark.django_db
class TestSequencing:
    @pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 13])
    def test_tree_is_that_of_the_reference(self, count: int) -> None:
        rows = write(count)
        assert ledger.sequence() == count
        assert ledger.sequence() == 0
        leaves = [merkle.leaf_hash(row.body.encode()) for row in rows]
        size, edge = ledger.head()
        assert merkle.CompactRange(size, edge).root() == merkle.root_of(leaves)
        assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(
            range(count)
        )
        assert TreeNode.objects.count() == sum(count >> level for level in range(10))
        assert found().count == 0

    def test_growing_in_steps_gives_the_same_root(self) -> None:
        rows = []
        for count in (1, 2, 4, 1, 5):
            rows += write(count)
            ledger.sequence()
        size, edge = ledger.head()
        assert merkle.CompactRange(size, edge).root() == merkle.root_of(
            bytes.fromhex(row.leaf_hash) for row in rows
        )

    def test_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sequencer, "BATCH", 3)
        write(10)
        assert ledger.sequence() == 10
        assert found().count == 0

    def test_record_that_becomes_visible_late_is_taken_later_and_leaves_no_gap(self) -> None:
        late, early = write(2)
        # As when the lower id's transaction commits after the sequencer has passed.
        Leaf.objects.create(index=0, record=early, leaf_hash=early.leaf_hash)
        TreeNode.objects.create(level=0, index=0, hash=early.leaf_hash)
        assert ledger.has_waiting()
        assert ledger.sequence() == 1
        assert late.leaf.index == 1
        assert found().count == 0

    def test_very_late_record_is_found_by_the_thorough_run(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sequencer, "LATE", 1)
        rows = write(4)
        last = rows[-1]
        Leaf.objects.create(index=0, record=last, leaf_hash=last.leaf_hash)
        TreeNode.objects.create(level=0, index=0, hash=last.leaf_hash)
        assert ledger.sequence() == 0
        assert ledger.sequence(thorough=True) == 3

    def test_recurring_jobs(self) -> None:
        from waymark.base.jobs import schedule

        write(3)
        assert schedule.tick(NOW) >= 1
        jobs.run_due()
        assert Leaf.objects.count() == 3
        schedule.tick(NOW + timedelta(seconds=61))
        jobs.run_due()
        assert Checkpoint.objects.get().size == 3
        assert not ledger.has_waiting()
        assert not ledger.has_unsigned()


@pytest.mark.django_db(transaction=True)
def test_several_sequencers_give_each_record_one_place() -> None:
    barrier = threading.Barrier(3)
    wrong: list[BaseException] = []

    def work() -> None:
        try:
            barrier.wait()
            for _ in range(5):
                write(4)
                ledger.sequence_now()
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    ledger.sequence_now()
    result = found()
    assert result.problems == []
    assert result.size == 60


@pytest.mark.django_db
class TestCheckpoints:
    def test_strangers_can_verify_it(self) -> None:
        write(5)
        made = ledger.sequence_now(NOW)
        assert made is not None
        key = merkle.Key.parse(ledger.verifier_key())
        head = merkle.open_checkpoint(made.note, key).checkpoint
        assert (head.origin, head.size, head.root.hex()) == (ledger.origin(), 5, made.root)

    def test_same_tree_is_signed_once(self) -> None:
        write(1)
        one, two = ledger.sequence_now(), ledger.sequence_now()
        assert one == two
        assert Checkpoint.objects.count() == 1

    def test_empty_ledger_has_none(self) -> None:
        assert ledger.sequence_now() is None
        assert found().count == 0

    def test_missing_node_stops_the_sequencer(self) -> None:
        from tests import triggers

        write(2)
        ledger.sequence()
        triggers.drop_all()
        TreeNode.objects.filter(level=1).delete()
        write(1)
        with pytest.raises(ledger.LedgerBroken, match="level 1"):
            ledger.sequence()


@pytest.mark.django_db
class TestKey:
    def test_is_made_for_the_owner_alone_and_kept(self, keys: Path) -> None:
        first = ledger.verifier_key()
        assert first == ledger.verifier_key()
        if os.name == "posix":
            assert stat.S_IMODE((keys / "ledger.key").stat().st_mode) == 0o600
        assert [path.name for path in keys.iterdir()] == ["ledger.key"]

    @pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
    def test_that_others_can_read_is_refused(self, keys: Path) -> None:
        ledger.verifier_key()
        (keys / "ledger.key").chmod(0o644)
        with pytest.raises(ledger.UnsafeKey, match="chmod 600"):
            ledger.signer()

    @pytest.mark.parametrize("text", ["", "nonsense", base64.b64encode(b"short").decode()])
    def test_that_is_none_is_refused_and_left_alone(self, keys: Path, text: str) -> None:
        ledger.verifier_key()
        (keys / "ledger.key").write_text(text)
        with pytest.raises(ledger.UnsafeKey, match="backup"):
            ledger.signer()
        assert (keys / "ledger.key").read_text() == text

    def test_race_of_two_makers_ends_with_one_key(self, keys: Path) -> None:
        barrier = threading.Barrier(4)
        made: list[str] = []

        def make() -> None:
            barrier.wait()
            made.append(ledger.verifier_key())

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(made)) == 1


@pytest.mark.django_db
class TestProof:
    def test_every_record_can_be_proved(self) -> None:
        rows = write(11)
        key = merkle.Key.parse(ledger.verifier_key())
        for row in rows:
            proof = merkle.LogProof.parse(ledger.prove(row.uid))
            proof.verify(merkle.leaf_hash(row.body.encode()), key)

    def test_proof_of_another_record_does_not_verify(self) -> None:
        one, two = write(2)
        key = merkle.Key.parse(ledger.verifier_key())
        proof = merkle.LogProof.parse(ledger.prove(one.uid))
        with pytest.raises(merkle.BadProof):
            proof.verify(merkle.leaf_hash(two.body.encode()), key)

    def test_body_goes_along_when_asked(self) -> None:
        (row,) = write(1)
        assert merkle.LogProof.parse(ledger.prove(row.uid)).extra is None
        assert merkle.LogProof.parse(ledger.prove(row.uid, with_body=True)).extra == (
            row.body.encode()
        )

    def test_unknown_record(self) -> None:
        write(1)
        with pytest.raises(ledger.NotInLedger):
            ledger.prove("0" * 26)


@pytest.mark.django_db
class TestCommand:
    def test_sound(self) -> None:
        write(3)
        ledger.sequence_now()
        result = run("verify")
        assert result.exit_code == 0, result.output
        assert "Sound: 3 records, 1 checkpoints." in result.output

    def test_not_sound(self) -> None:
        from tests import triggers

        write(3)
        ledger.sequence_now()
        triggers.drop_all()
        Record.objects.filter(subject="thing:1").update(verb="test.other")
        result = run("verify")
        assert result.exit_code == 1
        assert "verb is not what the body says" in result.output

    def test_older_checkpoint(self, tmp_path: Path) -> None:
        write(3)
        place = tmp_path / "old.txt"
        place.write_text(run("checkpoint").stdout)
        write(2)
        ledger.sequence_now()
        assert run("verify", "--checkpoint", str(place)).exit_code == 0
        key = ledger.verifier_key()
        assert run("verify", "--checkpoint", str(place), "--vkey", key).exit_code == 0

    @pytest.mark.parametrize("text", ["", "nonsense", "a\n1\nAAAA\n\n— a AAAAAAA=\n"])
    def test_useless_checkpoint(self, tmp_path: Path, text: str) -> None:
        write(1)
        ledger.sequence_now()
        place = tmp_path / "old.txt"
        place.write_text(text)
        result = run("verify", "--checkpoint", str(place))
        assert result.exit_code == 2
        assert "Could not check" in result.output

    def test_checkpoint_of_another_ledger(self, tmp_path: Path, settings: object) -> None:
        write(1)
        settings.WAYMARK_KEYS = tmp_path / "others"  # type: ignore[attr-defined]
        note = run("checkpoint").stdout
        place = tmp_path / "old.txt"
        place.write_text(note)
        settings.WAYMARK_KEYS = tmp_path / "mine"  # type: ignore[attr-defined]
        assert run("verify", "--checkpoint", str(place)).exit_code == 2

    def test_ledger_that_moved_to_another_address(self, tmp_path: Path, settings: object) -> None:
        write(2)
        place = tmp_path / "old.txt"
        place.write_text(run("checkpoint").stdout)
        settings.WAYMARK_HOST = "new.example"  # type: ignore[attr-defined]
        write(2)
        ledger.sequence_now()
        result = run("verify", "--checkpoint", str(place))
        assert result.exit_code == 0, result.output

    def test_prove(self, tmp_path: Path) -> None:
        (row,) = write(1)
        place = tmp_path / "proof"
        assert run("prove", row.uid, "--out", str(place)).exit_code == 0
        assert place.read_text() == run("prove", row.uid).stdout
        assert run("prove", "0" * 26).exit_code == 2

    def test_export_can_be_checked_by_anybody(self, tmp_path: Path) -> None:
        write(6)
        place = tmp_path / "ledger.jsonl"
        assert run("export", str(place)).exit_code == 0
        first, *lines, last = map(json.loads, place.read_text().splitlines())
        root = merkle.root_of(merkle.leaf_hash(line["body"].encode()) for line in lines)
        head = merkle.open_checkpoint(last["checkpoint"], merkle.Key.parse(first["vkey"]))
        assert (head.checkpoint.size, head.checkpoint.root) == (6, root)
        assert [line["index"] for line in lines] == list(range(6))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["keys", "ledger.jsonl"]

    def test_export_that_fails_leaves_the_old_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = tmp_path / "ledger.jsonl"
        place.write_text("old")

        def full(_file: int) -> None:
            raise OSError("no space left")

        ledger.verifier_key()
        monkeypatch.setattr(os, "fsync", full)
        assert run("export", str(place)).exit_code == 2
        assert place.read_text() == "old"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["keys", "ledger.jsonl"]


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.django_db
class TestPages:
    def test_checkpoint_and_key_are_public(self, client: Client) -> None:
        assert client.get("/ledger/checkpoint").status_code == 404
        write(2)
        made = ledger.sequence_now()
        assert made is not None
        page = client.get("/ledger/checkpoint")
        assert page.content.decode() == made.note
        assert page["Content-Type"] == "text/plain; charset=utf-8"
        assert client.get("/ledger/key").content.decode() == ledger.verifier_key() + "\n"

    def test_proof_of_a_record_whose_id_one_knows(self, client: Client) -> None:
        rows = write(2)
        ledger.sequence_now()
        page = client.get(f"/ledger/proof/{rows[1].uid}")
        proof = merkle.LogProof.parse(page.content.decode())
        key = merkle.Key.parse(ledger.verifier_key())
        proof.verify(merkle.leaf_hash(rows[1].body.encode()), key)
        assert proof.extra is None, "strangers learn nothing of what it says"
        assert client.get(f"/ledger/proof/{'0' * 26}").status_code == 404

    def test_asking_changes_nothing(self, client: Client) -> None:
        (row,) = write(1)
        assert client.get(f"/ledger/proof/{row.uid}").status_code == 404, "it has no place yet"
        assert not Leaf.objects.exists()
