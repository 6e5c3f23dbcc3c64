"""What to tell a person about files of other software: Open SDG, SDMX, ZIP, mappings of codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REPOSITORIES = {
    "opensdg.no_column": _("The file has no column “%(name)s”, so its rows can’t be read."),
    "opensdg.row_repeated": _("Row %(first)s says the same already."),
    "opensdg.row_contradicts": _(
        "Row %(first)s has another value for the same period, unit and groups. Keep one."
    ),
    "opensdg.with_the_file": _("The row can’t be read, as the table around it is broken."),
    "opensdg.code_twice": _("Another file holds the same indicator already."),
    "opensdg.no_code": _("The name of the file has no code such as 1-2-1."),
    "opensdg.no_input": _("The configuration of the repository does not ask for this file."),
    "opensdg.no_such_file": _("The configuration names this file, but it is not there."),
    "repository.no_zip": _("The file can’t be read as a ZIP."),
    "repository.damaged": _("This file in the ZIP is damaged."),
    "repository.encrypted": _("The ZIP is locked with a password. Send it without."),
    "repository.file_too_large": _("The file is larger than can be read."),
    "repository.file_twice": _("The ZIP holds two files of this name."),
    "repository.no_folder": _("There is no such folder."),
    "repository.odd_name": _("The ZIP holds a file whose name leads out of its folder."),
    "repository.too_large": _("The repository unpacks to more than can be read."),
    "repository.too_many_files": _("A repository may hold %(most)s files at most."),
    "repository.empty": _(
        "The ZIP holds no data of an Open SDG site: no file such as data/indicator_1-2-1.csv."
    ),
}

DATA = {
    "sdmx.no_structure": _(
        "No structure is kept by which this file (%(structure)s) can be read. Ask the secretariat "
        "to bring in the structure definition that its office hands out."
    ),
    "sdmx.no_data_structure": _("The file holds no data structure."),
    "sdmx.not_data": _("The file holds no SDMX data."),
    "sdmx.not_structures": _("The file holds no SDMX structures in version 2.1 or 3.0."),
    "sdmx.not_xml": _("The file is broken XML (%(why)s)."),
    "sdmx.doctype": _("The file defines a document type, which is not taken."),
    "sdmx.too_large": _("The file is larger than can be read."),
    "sdmx.too_deep": _("The file is nested too deep to be read."),
    "sdmx.too_many_attributes": _("An element has more attributes than can be read."),
    "sdmx.piece_too_long": _("One tag, line or text is longer than can be read."),
    "sdmx.too_many_structures": _("The file holds more structures than can be read."),
    "sdmx.unsupported_encoding": _("The encoding %(encoding)s is not taken. Save it in UTF-8."),
    "sdmx.misplaced": _("A series or an observation stands inside another."),
    "sdmx.missing_column": _("The column %(name)s of the structure is missing."),
    "sdmx.unknown_column": _("The structure has no component “%(name)s”."),
    "sdmx.bad_id": _("“%(id)s” is no name that SDMX allows."),
    "sdmx.bad_reference": _("“%(text)s” is no reference such as AGENCY:ID(1.0)."),
    "sdmx.code_twice": _("The code “%(code)s” is there twice."),
    "sdmx.unknown_group": _("The structure names a group “%(group)s” that it has not."),
    "sdmx.structure_empty": _("The structure has no dimensions or no measure."),
    "sdmx.unknown_structure": _("The structure %(structure)s is not among those in the file."),
    "sdmx.codelist_missing": _("The code list %(codelist)s is missing."),
    "sdmx.one_measure": _("The structure has more than one measure, which can’t be read yet."),
    "sdmx.coded_measure": _("The measure of the structure is a code and no number."),
    "sdmx.other_structure": _("It is written by another structure: %(text)s."),
    "sdmx.missing_dimension": _("%(component)s is empty."),
    "sdmx.unknown_code": _("The structure has no code “%(text)s” for %(component)s."),
    "sdmx.missing_attribute": _("%(component)s is empty, which the structure does not allow."),
    "sdmx.missing_value": _("There is no value, and nothing says that it is missing."),
    "sdmx.not_a_number": _("“%(text)s” is no number."),
    "sdmx.duplicate_key": _("Observation %(text)s is about the same already. Keep one."),
    "sdmx.unknown_component": _("The structure has no component “%(component)s”."),
    "sdmx.component_twice": _("%(component)s is given twice, and differs."),
    "sdmx.complex_value": _("%(component)s has several values, which can’t be kept."),
    "sdmx.action_not_supported": _("The file asks to delete data, which an import never does."),
    "sdmx.text_too_long": _("The text of %(component)s is longer than can be kept."),
    "sdmx.not_in_xml": _("The text of %(component)s has a character that can’t be kept."),
    "structure.retired": _("This structure is retired."),
    "mapping.line": _(
        "Line %(line)s can’t be understood: “%(text)s”. Write component, code, meaning."
    ),
    "mapping.component": _("Line %(line)s: the structure has no component “%(text)s”."),
    "mapping.too_long": _("At most %(most)s lines can be kept."),
}

OWN = {
    "own.broken": _(
        "This says that it was taken away from here, but it does not have the form of such files."
    ),
    "own.structure": _(
        "The ZIP holds SDMX data of another office. Send the file with the data alone, after its "
        "structure definition was brought in by the secretariat."
    ),
}

ALL = REPOSITORIES | DATA | OWN
