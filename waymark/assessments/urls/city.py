"""The city's workspace. "case" in an address is the case at work, "case-<id>" any other one."""

from django.urls import path, register_converter

from waymark.assessments.views import (
    city,
    city_carrying,
    city_checks,
    city_criterion,
    city_edition,
    city_evidence,
    city_history,
    city_list,
    city_questions,
    city_registers,
    city_standing,
    city_submit,
    files,
    recognised,
    transfers,
)


class CaseRef:
    """A case in an address: "case", or "case-" and its id."""

    regex = "case(?:-[0-9a-z]{26})?"

    def to_python(self, value: str) -> str:
        """The text itself."""
        return value

    def to_url(self, value: str) -> str:
        """The text itself."""
        return value


register_converter(CaseRef, "caseref")

HOME = "workspaces/<slug:place>/"
CASE = f"{HOME}<caseref:case>/"
CRITERION = f"{CASE}criteria/<str:criterion>/"
ITEM = f"{CASE}evidence/<slug:item>/"
FILE = "evidence/<slug:item>/<int:seq>/"

urlpatterns = [
    path(HOME, city.journey, name="journey"),
    path(f"{HOME}open/", city.start, name="open"),
    path(f"{HOME}checks/", city_checks.checks, name="city_checks"),
    path(CASE, city.journey, name="journey_of"),
    path(f"{CASE}level/", city.target, name="target"),
    path(f"{CASE}edition/", city_edition.edition, name="edition"),
    path(f"{CASE}carry/", city_carrying.carry, name="carry"),
    path(f"{CASE}transfer/", transfers.of_city, name="transfer_ask"),
    path(f"{CASE}withdraw/", city.withdraw, name="withdraw"),
    path(f"{CASE}recognised/", recognised.results, name="recognised"),
    path(f"{CASE}recognised/add/", recognised.add, name="recognised_add"),
    path(f"{CASE}recognised/<slug:result>/", recognised.one, name="recognised_one"),
    path(f"{CASE}recognised/<slug:result>/undo/", recognised.undo, name="recognised_undo"),
    path(f"{CASE}recognised/<slug:result>/drop/", recognised.drop, name="recognised_drop"),
    path(f"{CASE}criteria/", city_list.criteria, name="criteria"),
    path(CRITERION, city_criterion.criterion, name="criterion"),
    path(f"{CRITERION}comments/", city_criterion.comment, name="comment"),
    path(f"{CRITERION}people/", city_criterion.assign, name="assign"),
    path(f"{CRITERION}versions/<int:revision>/", city_criterion.compare, name="compare"),
    path(f"{CRITERION}history/", city_history.history, name="history"),
    path(f"{CRITERION}history/<int:revision>/", city_history.restore, name="restore"),
    path(f"{CRITERION}evidence/", city_evidence.choose, name="evidence_choose"),
    path(f"{CASE}tables/<slug:register>/", city_registers.register, name="register"),
    path(f"{CASE}tables/<slug:register>/paste/", city_registers.paste, name="register_paste"),
    path(
        f"{CASE}tables/<slug:register>/versions/<int:revision>/",
        city_registers.merge,
        name="register_merge",
    ),
    path(f"{CASE}evidence/", city_evidence.library, name="evidence"),
    path(f"{CASE}evidence/add/", city_evidence.add, name="evidence_add"),
    path(ITEM, city_evidence.item, name="evidence_item"),
    path(f"{ITEM}details/", city_evidence.describe, name="evidence_describe"),
    path(f"{ITEM}revise/", city_evidence.revise, name="evidence_revise"),
    path(f"{ITEM}withdraw/", city_evidence.withdraw, name="evidence_withdraw"),
    path(f"{ITEM}criteria/", city_evidence.link, name="evidence_link"),
    path(f"{ITEM}criteria/<str:criterion>/remove/", city_evidence.unlink, name="evidence_unlink"),
    path(f"{CASE}standing/", city_standing.standing, name="standing"),
    path(f"{CASE}questions/", city_questions.questions, name="questions"),
    path(f"{CASE}questions/send/", city_questions.send, name="questions_send"),
    path(f"{CASE}questions/<slug:question>/", city_questions.answer, name="question"),
    path(f"{CASE}submit/", city_submit.submit, name="submit"),
    path(f"{CASE}submit/document.json", city_submit.document, name="submit_document"),
    path(f"{CASE}submit/remind/", city_submit.remind, name="submit_remind"),
    path(f"{CASE}submissions/<int:seq>/", city_submit.receipt, name="receipt"),
    path(f"{CASE}submissions/<int:seq>.pdf", city_submit.receipt_file, name="receipt_pdf"),
    path(f"{CASE}submissions/<int:seq>.json", city_submit.receipt_json, name="receipt_json"),
    path(FILE, files.download, name="evidence_file"),
    path(f"{FILE}preview/", files.preview, name="evidence_preview"),
    path(f"{FILE}pages/<int:number>.png", files.picture, name="evidence_page"),
]
