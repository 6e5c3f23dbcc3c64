"""Private keys: on disk, for the server alone, and never one that does not belong."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from tests.awards import issued as made
from tests.faults import Fault, fail_each
from waymark.awards import keyring, signing
from waymark.awards.actions import make_issuer, rotate_key
from waymark.awards.jobs import catch_up
from waymark.awards.keyring import NoSigningKey, make_private, signing_key
from waymark.awards.models import Award, Issuer, IssuerKey
from waymark.awards.queries import trust_document
from waymark.awards.rules import verify
from waymark.base.permits import NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.WAYMARK_KEYS = tmp_path / "keys"


def an_issuer() -> Issuer:
    return make_issuer(slug="global", name={"en": "Global"}, by=None, at=made.now())


def key_files(settings: Any) -> list[Path]:
    return sorted(Path(settings.WAYMARK_KEYS).rglob("*.key"))


def test_a_key_is_readable_by_its_owner_alone(settings: Any) -> None:
    an_issuer()
    (file,) = key_files(settings)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert len(file.read_bytes()) == 32


def test_the_database_holds_no_private_half(settings: Any) -> None:
    issuer = an_issuer()
    private = key_files(settings)[0].read_bytes()
    for row in (*IssuerKey.objects.values(), *Issuer.objects.values()):
        assert private.hex() not in str(row)
    assert signing_key(issuer).private.private_bytes_raw() == private


def test_making_an_issuer_again_keeps_its_key(settings: Any) -> None:
    issuer = an_issuer()
    before = key_files(settings)[0].read_bytes()
    assert an_issuer() == issuer
    assert (
        make_private(issuer, key_files(settings)[0].stem) == IssuerKey.objects.get().public_multikey
    )
    assert key_files(settings)[0].read_bytes() == before


def test_a_missing_key_is_said_and_the_award_is_signed_once_it_is_back(settings: Any) -> None:
    award = made.intended("Maral")
    (file,) = key_files(settings)
    kept = file.read_bytes()
    file.unlink()
    with pytest.raises(NoSigningKey):
        signing.sign_award(award.pk, at=made.now())
    assert Award.objects.get().signed_at is None
    file.write_bytes(kept)
    catch_up.func()
    assert verify(Award.objects.get().credential, trust_document(), made.now()).outcome == "valid"


def test_a_key_that_is_not_the_published_one_signs_nothing(settings: Any) -> None:
    award = made.intended("Maral")
    key_files(settings)[0].write_bytes(b"\x07" * 32)
    with pytest.raises(NoSigningKey):
        signing.sign_award(award.pk, at=made.now())
    with pytest.raises(NoSigningKey):
        signing.sign_list(award.status_list_id, at=made.now())


def test_after_a_rotation_old_and_new_certificates_verify() -> None:
    old = made.issued("Maral")
    mechanism, secretary, chair = made.desk()
    with pytest.raises(NotPermitted):
        rotate_key(issuer=mechanism.issuer, by=chair, at=made.now())
    key = rotate_key(issuer=mechanism.issuer, by=secretary, at=made.now())
    new = made.issued("Bashar")
    methods = {proof["verificationMethod"].partition("#")[2] for proof in new.credential["proof"]}
    assert methods == {key.fragment}
    signing.sign_list(old.status_list_id, at=made.now())
    for award in (old, new):
        assert verify(award.credential, trust_document(), made.now()).outcome == "valid"


def test_a_compromised_key_no_longer_vouches_for_what_it_signed() -> None:
    award = made.issued("Maral")
    IssuerKey.objects.update(compromised_at=made.now())
    assert verify(award.credential, trust_document(), made.now()).outcome != "valid"
    with pytest.raises(NoSigningKey):
        signing_key(award.issuer)


def test_a_key_is_whole_or_not_there(settings: Any, tmp_path: Path) -> None:
    issuer, numbers = an_issuer(), iter(range(1000))

    def arrange() -> Path:
        settings.WAYMARK_KEYS = tmp_path / f"keys-{next(numbers)}"
        return settings.WAYMARK_KEYS / "issuers" / "global" / "key-2026-9.key"  # type: ignore[no-any-return]

    def check(place: Path, fault: Fault) -> None:
        assert place.exists() == (fault.error is None)
        again = make_private(issuer, "key-2026-9")
        assert again == make_private(issuer, "key-2026-9")
        assert len(place.read_bytes()) == 32

    def operation(_place: Path) -> None:
        keyring.make_private(issuer, "key-2026-9")

    assert fail_each(operation, check, arrange=arrange) >= 2


def test_the_list_is_signed_daily_and_the_award_only_once() -> None:
    award = made.issued("Maral")
    before, row = Award.objects.get().credential, award.status_list
    row.refresh_from_db()
    first, tomorrow = row.credential, made.now() + signing.RESIGN_AFTER
    assert signing.lists_to_sign(made.now()) == []
    assert signing.lists_to_sign(tomorrow) == [row.pk]
    assert signing.sign_list(row.pk, at=tomorrow).credential != first
    assert signing.awards_to_sign() == []
    assert signing.sign_award(award.pk, at=tomorrow) is None
    assert Award.objects.get().credential == before
