"""Messages about cohorts and coachings."""

from django.utils.translation import gettext_lazy as _

from waymark.base import notices

for verb, subject, text in (
    (
        "cohort.trainer_asked",
        _("You are asked to lead a cohort: %(cohort)s"),
        _("Its page says what it is about. Say there whether you lead it."),
    ),
    (
        "cohort.trainer_agreed",
        _("A trainer leads your cohort: %(cohort)s"),
        _("The trainer’s name stands on its page now."),
    ),
    (
        "cohort.trainer_declined",
        _("A trainer does not lead your cohort: %(cohort)s"),
        _("You can ask somebody else on its page."),
    ),
    (
        "cohort.session",
        _("A meeting of your cohort is planned: %(cohort)s"),
        _("When and where stands on its page."),
    ),
    (
        "cohort.session_off",
        _("A meeting of your cohort was called off: %(cohort)s"),
        _("Its page says which one."),
    ),
    (
        "cohort.word",
        _("News for your cohort: %(cohort)s"),
        _("Those who lead it have written to all. You read it on its page."),
    ),
    (
        "cohort.called_off",
        _("Your cohort was called off: %(cohort)s"),
        _("You keep your place in the course and can go on at your own pace."),
    ),
):
    notices.kind(verb, subject=subject, text=text, params=("cohort",))
for verb, subject, text in (
    (
        "coaching.asked",
        _("Somebody asks you for coaching"),
        _("You read what it is about and say yes or no."),
    ),
    (
        "coaching.agreed",
        _("Your trainer said yes to coaching you"),
        _("You can write to each other now."),
    ),
    (
        "coaching.declined",
        _("Your trainer can’t coach you"),
        _("You can ask somebody else of the register."),
    ),
    (
        "coaching.withdrawn",
        _("Somebody needs no coaching any more"),
        _("What was asked of you was taken back."),
    ),
    ("coaching.ended", _("A coaching has ended"), _("What you wrote stays readable for both.")),
    ("coaching.word", _("New words in your coaching"), _("You read them and answer there.")),
):
    notices.kind(verb, subject=subject, text=text, params=())
