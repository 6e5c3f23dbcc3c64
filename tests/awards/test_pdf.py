"""The certificate's PDF: tagged, in its language, with the signed file inside, always the same."""

import io
from dataclasses import replace

import pikepdf
import pytest

from tests.awards.certificates import AT, CLAIM, KEY, NOW, certificate, trusting
from waymark.awards.pdf import certificate_pdf
from waymark.awards.rules import (
    Claim,
    Deviation,
    Outcome,
    Unreadable,
    parse_certificate,
    stamp,
    to_bytes,
    verify,
)
from waymark.base.typeset import FONTS, NotTypeset, typeset

LATIN = replace(CLAIM, subject_name="São Maral")


def make(claim: Claim = LATIN, *, language: str = "en", notice: str = "") -> bytes:
    document = certificate(claim)
    qr = stamp(document, url=claim.id, key=KEY)
    return certificate_pdf(to_bytes(document), qr=qr, at=AT, language=language, notice=notice)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def tags(node: pikepdf.Object) -> list[str]:
    """The structure types of a tagged PDF, in reading order."""
    found = [str(node.S)] if "/S" in node else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += tags(kid)
    return found


def test_attached_file_is_the_certificate_byte_for_byte() -> None:
    with opened(make()) as pdf:
        attached = pdf.attachments["certificate.json"].get_file().read_bytes()
    assert attached == to_bytes(certificate(LATIN))
    assert verify(parse_certificate(attached), trusting(), NOW).outcome is Outcome.VALID


@pytest.mark.parametrize("language", ["en", "ar"])
def test_tagged_titled_and_in_its_language(language: str) -> None:
    with opened(make(language=language)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == language
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert "São Maral" in str(metadata["dc:title"])
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        seen = tags(root.StructTreeRoot)
        assert len(pdf.pages) == 1
    assert seen.count("/H1") == 1
    assert "/Figure" in seen
    assert "/Link" in seen


def test_equal_arguments_give_equal_bytes() -> None:
    assert make() == make()


def test_long_and_marked_texts_are_shown_as_they_are() -> None:
    claim = replace(
        LATIN,
        subject_name="#pagebreak() *bold* $x$ \\ <label> @ref",
        criteria="#panic()\n" + "A long narrative. " * 400,
        deviations=(Deviation("A.3", "A substitute."),),
    )
    with opened(make(claim, notice="Fictional city")) as pdf:
        assert len(pdf.pages) > 1


@pytest.mark.parametrize("odd", ["\u0378", "\ue123"])
def test_a_letter_without_a_font_still_gives_a_page(odd: str) -> None:
    with opened(make(replace(CLAIM, subject_name=f"{odd} Maral"))) as pdf:
        assert len(pdf.pages) == 1
        assert "certificate.json" in pdf.attachments
        with pdf.open_metadata() as metadata:
            assert "pdfuaid:part" not in metadata  # nothing is claimed that does not hold


def test_what_is_no_certificate_is_not_printed() -> None:
    with pytest.raises(Unreadable):
        certificate_pdf(b"{}", qr="https://waymark.example/", at=AT)


def test_a_template_that_breaks_says_so() -> None:
    with pytest.raises(NotTypeset, match="unknown variable"):
        typeset("#nothing", {}, at=AT)


def test_accessibility_is_demanded_by_the_compiler() -> None:
    """The control for the tags above: a picture without words is refused."""
    picture = (
        '#set document(title: "T")\n#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\"'
        ' viewBox=\\"0 0 1 1\\"/>"), format: "svg"%s)'
    )
    assert typeset(picture % ', alt: "A square"', {}, at=AT)
    with pytest.raises(NotTypeset, match="alt"):
        typeset(picture % "", {}, at=AT)


def test_fonts_are_shipped_with_their_licence() -> None:
    assert {path.suffix for path in FONTS.iterdir()} == {".ttf", ".txt", ".md"}
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 1_500_000
