"""What the concepts of metadata are called, and what each asks of a city, in plain words.

Names follow the UN's template for SDG metadata; the help is our own.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.indicators.rules.concepts import letter

NAMES: Mapping[str, str | Promise] = {
    "SDG_INDICATOR_INFO": _("Indicator information"),
    "SDG_GOAL": _("Goal"),
    "SDG_TARGET": _("Target of the goal"),
    "SDG_INDICATOR": _("Indicator"),
    "SDG_SERIES_DESCR": _("Series"),
    "META_LAST_UPDATE": _("Metadata update"),
    "SDG_RELATED_INDICATORS": _("Related indicators"),
    "SDG_CUSTODIAN_AGENCIES": _("International organisations responsible for global monitoring"),
    "CONTACT": _("Data reporter"),
    "CONTACT_ORGANISATION": _("Organisation"),
    "CONTACT_NAME": _("Contact person"),
    "ORGANISATION_UNIT": _("Unit of the organisation"),
    "CONTACT_FUNCT": _("Function of the contact person"),
    "CONTACT_PHONE": _("Phone"),
    "CONTACT_MAIL": _("Postal address"),
    "CONTACT_EMAIL": _("Email"),
    "IND_DEF_CON_CLASS": _("Definition, concepts and classifications"),
    "STAT_CONC_DEF": _("Definition and concepts"),
    "UNIT_MEASURE": _("Unit of measure"),
    "CLASS_SYSTEM": _("Classifications"),
    "SRC_TYPE_COLL_METHOD": _("Data source type and collection method"),
    "SOURCE_TYPE": _("Data sources"),
    "COLL_METHOD": _("Data collection method"),
    "FREQ_COLL": _("Data collection calendar"),
    "REL_CAL_POLICY": _("Data release calendar"),
    "DATA_SOURCE": _("Data providers"),
    "COMPILING_ORG": _("Data compilers"),
    "INST_MANDATE": _("Institutional mandate"),
    "OTHER_METHOD": _("Other methodological considerations"),
    "RATIONALE": _("Rationale"),
    "REC_USE_LIM": _("Comments and limitations"),
    "DATA_COMP": _("Method of computation"),
    "DATA_VALIDATION": _("Validation"),
    "ADJUSTMENT": _("Adjustments"),
    "IMPUTATION": _("Treatment of missing values"),
    "REG_AGG": _("Aggregation"),
    "DOC_METHOD": _("Methods and guidance"),
    "QUALITY_MGMNT": _("Quality management"),
    "QUALITY_ASSURE": _("Quality assurance"),
    "QUALITY_ASSMNT": _("Quality assessment"),
    "COVERAGE": _("Data availability and disaggregation"),
    "COMPARABILITY": _("Comparability and deviation from international standards"),
    "OTHER_DOC": _("References and documentation"),
}

HELP: Mapping[str, str | Promise] = {
    "SDG_GOAL": _("Number and name of the goal, if the indicator belongs to one."),
    "SDG_TARGET": _("Number and wording of the target, if the indicator belongs to one."),
    "SDG_INDICATOR": _("Number and name of the indicator as your city uses it."),
    "SDG_SERIES_DESCR": _("Which series of figures stand under this indicator."),
    "META_LAST_UPDATE": _("The day on which this description was last looked over."),
    "SDG_RELATED_INDICATORS": _("Other goals, targets or indicators that it has to do with."),
    "SDG_CUSTODIAN_AGENCIES": _("The agencies that look after the indicator in the world."),
    "CONTACT_ORGANISATION": _("The office to ask about the figures and this description."),
    "CONTACT_NAME": _("Whom to ask. It is never published by itself."),
    "ORGANISATION_UNIT": _("The department or section that answers."),
    "CONTACT_FUNCT": _("What the person does in the office. It is never published by itself."),
    "CONTACT_PHONE": _("It is never published by itself."),
    "CONTACT_MAIL": _("Where letters reach the office."),
    "CONTACT_EMAIL": _("It is never published by itself. An office’s own address is best."),
    "STAT_CONC_DEF": _("What exactly is measured, and what each term in it means in your city."),
    "UNIT_MEASURE": _("Such as per cent, persons, micrograms per cubic metre."),
    "CLASS_SYSTEM": _("Standards and classifications that the figures follow, local ones too."),
    "SOURCE_TYPE": _(
        "Register, survey, census, measurement or other: each source in use, what changed over "
        "the years, and where the denominator comes from."
    ),
    "COLL_METHOD": _(
        "How the data are gathered: whom a survey asks and how, sample size and answers, "
        "questions, days in the field; for a register, who enters what and when."
    ),
    "FREQ_COLL": _("How often the source is gathered, and when next."),
    "REL_CAL_POLICY": _("When the next figure is expected, to the month if you can."),
    "DATA_SOURCE": _("Who produces the source data."),
    "COMPILING_ORG": _("Who makes the indicator from them, often the same office as above."),
    "INST_MANDATE": _("The law, decree or decision that gives the task to that office."),
    "RATIONALE": _("Why your city measures it, and how a high or a low figure is to be read."),
    "REC_USE_LIM": _("What the figure can’t say, how uncertain it is, what to be careful about."),
    "DATA_COMP": _(
        "The formula, the weights, and each step from the source to the figure. Say where the "
        "way of working it out has changed."
    ),
    "DATA_VALIDATION": _("How figures are checked before they are given out, and by whom."),
    "ADJUSTMENT": _("Anything done to the figures so that they follow a standard definition."),
    "IMPUTATION": _("What you do where a value, a district or an answer is missing."),
    "REG_AGG": _("How a figure for the whole city comes from districts or groups."),
    "DOC_METHOD": _("Handbooks, manuals and international methods that you follow."),
    "QUALITY_MGMNT": _("The rules by which the office looks after the quality of its statistics."),
    "QUALITY_ASSURE": _("What is done in practice so that the rules are kept."),
    "QUALITY_ASSMNT": _("How good the figures are by those rules, and when that was last judged."),
    "COVERAGE": _("For which years, areas and groups there are figures, and for which not."),
    "COMPARABILITY": _("Where your definition or method departs from the international one."),
    "OTHER_DOC": _("Links and titles of everything that helps to understand the indicator."),
}


def name_of(concept: str) -> str:
    """What a concept is called; a field of somebody's own by its name."""
    return str(NAMES.get(concept, concept.replace("_", " ")))


def label_of(concept: str) -> str:
    """Its mark in the structure and its name; the mark reads alike in every direction."""
    mark = letter(concept)
    return f"\u2066{mark}\u2069 {name_of(concept)}" if mark else name_of(concept)


def help_of(concept: str) -> str:
    """What a concept asks; "" for a field of somebody's own and for a whole section."""
    return str(HELP.get(concept, ""))


SENTENCES: Mapping[str, str | Promise] = {
    "metadata.overtaken": _(
        "Somebody changed this text while you were writing. It now says: “%(theirs)s”. Yours is "
        "still in the field; store once more to let it stand."
    ),
    "metadata.concept_wrong": _(
        "“%(text)s” is no concept here, and can’t be the name of a field either. Use letters, "
        "digits and underscores."
    ),
    "metadata.language_wrong": _("“%(text)s” is no code of a language. Write one such as en, ar."),
    "metadata.no_columns": _(
        "The table needs the columns concept and text, or just two columns in that order."
    ),
    "metadata.twice": _("“%(text)s” is there twice. The first one was taken."),
    "metadata.global": _(
        "“%(text)s” speaks for the global list and not for your city; it was left out."
    ),
    "metadata.left_out": _(
        "Left out, because they steer a website, are no text, speak for the global list or are "
        "there twice: %(names)s."
    ),
    "metadata.other_language": _(
        "The file also has texts in another language: %(names)s. Choose that language above and "
        "read the file again."
    ),
    "metadata.other_indicator": _(
        "The file names other indicators too; their texts were left out: %(names)s."
    ),
    "metadata.nothing": _("The file holds no text for this indicator in this language."),
    "yaml.wrong": _("The file can’t be read as YAML. Look at the marks and the indents there."),
    "yaml.alias": _("The file refers from one place to another, which is not taken here."),
    "yaml.too_deep": _("The file is nested too deep to be read."),
    "yaml.too_large": _("The file is too large to be read."),
    "yaml.encoding": _("The file is not written in UTF-8. Save it anew in that encoding."),
    "yaml.no_mapping": _("The file does not consist of fields with a text each."),
    "yaml.no_head": _("The file does not begin with fields between two lines of ---."),
}
