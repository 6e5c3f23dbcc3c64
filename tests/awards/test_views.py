"""The public pages: registry, certificate, verify, and the files that others verify with."""

from __future__ import annotations

import io
import json
import re
from functools import partial
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.awards import issued as made
from waymark.awards import views
from waymark.awards.actions import reinstate_award, revoke_award, suspend_award
from waymark.awards.models import Award
from waymark.awards.rules import to_bytes, trust_from, verify
from waymark.awards.signing import sign_list
from waymark.base import sandbox

pytestmark = pytest.mark.django_db


def shown(response: Any) -> list[str]:
    """The names of the places in the registry's table, as they stand."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', response.content.decode())


@pytest.fixture
def some() -> dict[str, Award]:
    """Five certificates, made in no order of names."""
    return {
        "Maral": made.issued("Maral"),
        "Bashar": made.issued("Bashar", level="gold"),
        "Zeytun": made.issued("Zeytun", "PE"),
        "Aynur": made.issued("Aynur", "PE", level="gold"),
        "Ended": made.issued("Ended", valid_until=made.now()),
    }


class TestRegistry:
    def test_stands_in_alphabetical_order_and_takes_no_other(self, some: dict[str, Award]) -> None:
        for query in ("", "?order=level", "?sort=-valid_from", "?o=1"):
            assert shown(Client().get(f"/registry/{query}")) == sorted(some)

    def test_ranks_nothing(self, some: dict[str, Award]) -> None:
        html = Client().get("/registry/").content.decode().lower()
        assert not re.search(r"\b(rank|ranking|score|top \d|best)\b", html)

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("q=ar", ["Bashar", "Maral"]),
            ("q=MARAL", ["Maral"]),
            ("q=nothing", []),
            ("country=PE", ["Aynur", "Zeytun"]),
            ("level=gold", ["Aynur", "Bashar"]),
            ("country=PE&level=gold", ["Aynur"]),
            ("state=expired", ["Ended"]),
            ("state=valid", ["Aynur", "Bashar", "Maral", "Zeytun"]),
            ("state=revoked", []),
            ("state=nonsense", []),
            ("country=ZZ&page=-1", []),
        ],
    )
    def test_filters(self, some: dict[str, Award], query: str, names: list[str]) -> None:
        response = Client().get(f"/registry/?{query}")
        assert response.status_code == 200
        assert shown(response) == names

    def test_a_query_with_nul_is_refused_and_does_not_break(self) -> None:
        assert Client().get("/registry/?country=%00").status_code == 400

    def test_finds_a_number(self, some: dict[str, Award]) -> None:
        number = some["Zeytun"].number.lower()
        assert shown(Client().get(f"/registry/?q={number}")) == ["Zeytun"]

    def test_shows_what_became_of_each(self, some: dict[str, Award]) -> None:
        chair = made.desk()[2]
        act = {"reason": "Why.", "decision": "", "by": chair}
        suspend_award(award=some["Maral"], at=made.now(), **act)
        revoke_award(award=some["Bashar"], at=made.now(), **act)
        assert shown(Client().get("/registry/?state=suspended")) == ["Maral"]
        assert shown(Client().get("/registry/?state=revoked")) == ["Bashar"]
        reinstate_award(award=some["Maral"], at=made.now(), **act)
        assert "Maral" in shown(Client().get("/registry/?state=valid"))

    def test_queries_do_not_grow(self, some: dict[str, Award]) -> None:
        with CaptureQueriesContext(connection) as many:
            Client().get("/registry/")
        Award.objects.exclude(pk=some["Maral"].pk).update(published_at=None)
        with CaptureQueriesContext(connection) as one:
            Client().get("/registry/")
        assert len(one) == len(many) <= 8


class TestCertificate:
    def test_the_same_address_gives_a_page_or_the_signed_file(self) -> None:
        award = made.issued("Maral")
        address = f"/certificates/{award.number}"
        page = Client().get(address)
        assert page["Content-Type"].startswith("text/html")
        for accept in ("application/vc+json", "application/json"):
            found = Client().get(address, headers={"accept": accept})
            assert found["Content-Type"].startswith("application/vc+json")
            assert found.content == to_bytes(award.credential)
        assert Client().get(address.lower()).status_code == 200, "numbers are read in any case"
        assert Client().get("/certificates/WM-2026-AAAAAA").status_code == 404

    def test_an_unsigned_one_is_not_there(self) -> None:
        award = made.intended("Maral")
        for end in ("", "/credential.json", "/certificate.pdf", "/report.json"):
            assert Client().get(f"/certificates/{award.number}{end}").status_code == 404
        assert "Maral" not in Client().get("/registry/").content.decode()

    def test_the_page_takes_few_queries(self) -> None:
        award = made.issued("Maral")
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"/certificates/{award.number}")
        assert len(asked) <= 6

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_pdf_holds_the_signed_file(self, language: str) -> None:
        award = made.issued("Maral")
        client = Client()
        client.cookies["django_language"] = language
        response = client.get(f"/certificates/{award.number}/certificate.pdf")
        assert response["Content-Type"] == "application/pdf"
        with pikepdf.open(io.BytesIO(response.content)) as pdf:
            attached = pdf.attachments["certificate.json"].get_file().read_bytes()
            assert str(pdf.Root.Lang) == language
        assert attached == to_bytes(award.credential)

    def test_suspension_and_revocation_are_told_first_with_their_reason(self) -> None:
        award, chair = made.issued("Maral"), made.desk()[2]
        address = f"/certificates/{award.number}"
        suspend_award(award=award, reason="Under <question>.", decision="", by=chair, at=made.now())
        html = Client().get(address).content.decode()
        assert "Under &lt;question&gt;." in html
        assert html.index("Under &lt;question&gt;.") < html.index('<article class="certificate"')
        revoke_award(award=award, reason="Forged.", decision="", by=chair, at=made.now())
        assert "Forged." in Client().get(address).content.decode()
        assert Client().get(f"{address}/credential.json").status_code == 200, "others must check it"


class TestFilesForVerifiers:
    def test_a_stranger_verifies_with_what_we_serve(self) -> None:
        award = made.issued("Maral")
        sign_list(award.status_list_id, at=made.now())
        trust = Client().get("/trust.json")
        credential = json.loads(
            Client().get(f"/certificates/{award.number}/credential.json").content
        )
        answer = verify(credential, trust_from(json.loads(trust.content)), made.now())
        assert answer.outcome == "valid"
        did = Client().get("/issuers/global/did.json")
        status = Client().get("/issuers/global/status/1")
        for response in (trust, did, status):
            assert response["Access-Control-Allow-Origin"] == "*"
        built = {
            "didDocuments": [json.loads(did.content)],
            "statusLists": [json.loads(status.content)],
        }
        assert verify(credential, trust_from(built), made.now()).outcome == "valid"
        assert json.loads(trust.content) == built
        assert json.loads(did.content)["id"] == award.issuer.did

    def test_what_is_not_there(self) -> None:
        for url in ("/issuers/none/did.json", "/issuers/global/status/1", "/issuers/x/status/9"):
            assert Client().get(url).status_code == 404


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html[html.index("<main") :])


class TestVerify:
    @pytest.fixture
    def award(self) -> Award:
        found = made.issued("Maral")
        sign_list(found.status_list_id, at=made.now())
        return found

    def ask(self, **data: Any) -> str:
        response = Client().post("/verify/", data)
        assert response.status_code == 200, words(response.content.decode())
        return words(response.content.decode())

    def test_takes_a_number_a_link_text_or_a_file(self, award: Award) -> None:
        content = to_bytes(award.credential)
        for given in (
            {"link": award.number},
            {"link": f" http://elsewhere.example/certificates/{award.number}#fragment "},
            {"text": content.decode()},
            {"file": SimpleUploadedFile("c.json", content)},
        ):
            assert "This certificate is valid." in self.ask(**given)
        get = Client().get(f"/verify/?certificate={award.number}")
        assert "This certificate is valid." in words(get.content.decode())

    def test_a_file_thrown_away_while_it_arrived_is_called_too_large_and_not_missing(
        self, settings: Any
    ) -> None:
        settings.WAYMARK_UPLOAD_LIMIT = 1000
        for content in (b"x" * 1001, b"x" * 70_000):
            file = SimpleUploadedFile("c.json", content)
            response = Client().post("/verify/", {"file": file})
            said = words(response.content.decode())
            assert response.status_code == 422
            assert "This file is larger than a certificate can be." in said
            assert "Give a link, choose a file" not in said

    def test_says_when_it_was_revoked_or_is_suspended(self, award: Award) -> None:
        chair = made.desk()[2]
        text = to_bytes(award.credential).decode()
        suspend_award(award=award, reason="Why.", decision="", by=chair, at=made.now())
        assert "suspended for the time being" in self.ask(text=text)
        revoke_award(award=award, reason="Why.", decision="", by=chair, at=made.now())
        sign_list(award.status_list_id, at=made.now())
        for given in ({"text": text}, {"link": award.number}):
            said = self.ask(**given)
            assert "has revoked it" in said
            assert "This certificate is valid." not in said

    def test_an_expired_one_is_not_valid(self) -> None:
        old = made.issued("Ended", valid_until=made.now())
        assert "This certificate is valid." not in self.ask(link=old.number)

    def test_a_changed_one_is_not_valid_and_its_own_words_are_not_confirmed(
        self, award: Award
    ) -> None:
        text = to_bytes(award.credential).decode().replace("Silver", "Diamond")
        said = self.ask(text=text)
        assert "This certificate is valid." not in said
        assert "not confirmed" in said

    @pytest.mark.parametrize(
        "text",
        [
            "{",
            "[]",
            "null",
            '{"a": 1, "a": 2}',
            "\x01",
            "<script>alert(1)</script>",
            '{"a":' * 9000,
        ],
    )
    def test_garbage_gets_an_answer(self, award: Award, text: str) -> None:
        response = Client().post("/verify/", {"text": text})
        assert response.status_code in {200, 422}
        html = response.content.decode()
        assert "This certificate is valid." not in html
        assert "<script>alert" not in html

    def test_what_was_pasted_stays_when_nothing_could_be_read(self, award: Award) -> None:
        response = Client().post("/verify/", {"link": "no number at all <b>"})
        assert response.status_code == 422
        assert "no number at all &lt;b&gt;" in response.content.decode()
        assert Client().post("/verify/", {}).status_code == 422
        missing = Client().post("/verify/", {"link": "WM-2026-AAAAAA"})
        assert missing.status_code == 422
        assert "WM-2026-AAAAAA" in missing.content.decode()

    def test_five_megabytes_are_refused(self, award: Award) -> None:
        huge = b"{" + b" " * (5 * 1024 * 1024) + b"}"
        file = Client().post("/verify/", {"file": SimpleUploadedFile("c.json", huge)})
        assert file.status_code in {413, 422}
        assert Client().post("/verify/", {"text": huge.decode()}).status_code in {400, 413, 422}

    def test_a_context_of_the_strangers_own_is_refused(self, award: Award) -> None:
        document = json.loads(to_bytes(award.credential))
        document["@context"].append({"name": "https://elsewhere.example/#other"})
        assert "This certificate is valid." not in self.ask(text=json.dumps(document))

    def test_what_never_ends_is_ended_and_said_so(
        self, award: Award, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = sandbox.run

        def spinning(_function: str, payload: bytes, _arguments: Any, **_limits: Any) -> Any:
            gone_wrong = "tests.base.parsers_gone_wrong:spin"
            return real(gone_wrong, payload, {}, cpu=1, wall=3.0)

        monkeypatch.setattr(views.sandbox, "run", spinning)
        assert "took too long" in self.ask(text=to_bytes(award.credential).decode())

    def test_programs_get_json(self, award: Award) -> None:
        post = partial(Client().post, "/verify/", headers={"accept": "application/json"})
        answer = post({"link": award.number}).json()
        assert answer["outcome"] == "valid"
        assert answer["certificate"]["subject_name"] == "Maral"
