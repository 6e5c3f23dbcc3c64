"""What to tell a person about a cell, a row, a file or a refusal, and what she can do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CELLS = {
    "indicator.empty": _("There is no indicator. Write its code, such as 11.6.2."),
    "indicator.unknown": _(
        "No list here has an indicator “%(text)s”. Use the codes of the template."
    ),
    "indicator.unknown_near": _("No list here has an indicator “%(text)s”. Is it %(near)s?"),
    "indicator.several": _(
        "“%(text)s” may mean several indicators. Write one of these: %(options)s."
    ),
    "places.empty": _("No place stands in this row. Write the name or the code of the place."),
    "places.unknown": _(
        "“%(text)s” is no place for which you may enter values. They are: %(options)s."
    ),
    "places.several": _(
        "Several places are called “%(text)s”. Write the code of the place, or its name as it "
        "stands in the addresses of its pages."
    ),
    "places.no_column": _(
        "There is no column that says whose a row is. Name it “place”, with the name or the code "
        "of the place in each row."
    ),
    "places.wrong_kind": _(
        "A file with several places is a table or SDMX data. Bring other files in for one place."
    ),
    "area.unknown": _("“%(text)s” is no area of this city. Its areas are: %(options)s."),
    "area.unknown_near": _("“%(text)s” is no area of this city. Is it %(near)s?"),
    "area.none": _(
        "“%(text)s” is no area of this city: it has none yet. Leave the cell empty for the whole "
        "city."
    ),
    "area.several": _("Several areas are called “%(text)s”. Write the code of the area instead."),
    "area.foreign": _("This area belongs to another city."),
    "group.unknown": _("“%(text)s” is not known here. Write one of these: %(options)s."),
    "group.too_long": _("The name of a group may have %(most)s characters at most."),
    "group.key_too_long": _("This breakdown is too long. Use shorter names for its groups."),
    "group.own": _(
        "“%(text)s” is not in our list of groups. It is kept as you wrote it; write it the same "
        "way each time."
    ),
    "period.empty": _("There is no period. Write one, such as %(write)s."),
    "period.unknown_form": _("“%(text)s” can’t be read as a period. Write it like %(write)s."),
    "period.ends_before_start": _("“%(text)s” ends before it begins."),
    "period.year_out_of_range": _("The year in “%(text)s” can’t be right."),
    "period.unclear_span": _("“%(text)s” is unclear. For two years write %(write)s."),
    "period.no_such_month": _("“%(text)s” names a month that does not exist. Write %(write)s."),
    "period.no_such_part": _("“%(text)s” names a part of the year that does not exist."),
    "period.no_such_day": _("“%(text)s” names a day that does not exist. Write %(write)s."),
    "period.too_long": _("A period may have %(most)s characters at most, as in %(write)s."),
    "period.future": _("The period %(period)s is still to come. Is the value a target?"),
    "value.comma": _(
        "“%(text)s” has a comma. Write %(write)s. A file may also write all its decimals with a "
        "comma, if you say so."
    ),
    "value.comma_unclear": _(
        "“%(text)s” has a comma that may mean two things. Write %(write)s, or %(whole)s if it "
        "marks thousands."
    ),
    "value.point": _("“%(text)s” has a point, but this file writes decimals with a comma."),
    "value.text": _(
        "“%(text)s” is no number. Write the number alone: remarks belong in the note, an entry in "
        "words in its own field (in a file, the column text)."
    ),
    "value.too_large": _("“%(text)s” is larger than can be kept exactly (%(most)s)."),
    "value.empty": _("Give a value, or say that it is missing or suppressed."),
    "value.only_note": _(
        "There is a note, but no value. Give the value, or the status M (missing) or Q "
        "(suppressed)."
    ),
    "value.not_percent": _("%(value)s %% is below 0 or above 100. Is that right?"),
    "value.there_already": _("There is a value for %(period)s already. Change that one instead."),
    "value.changed_meanwhile": _(
        "Somebody else changed the value for %(period)s meanwhile. Look at it again first."
    ),
    "checking.none": _("Tick the values that you have looked over."),
    "checking.own": _(
        "You entered the value for %(period)s yourself. Somebody else has to look it over."
    ),
    "checking.changed_meanwhile": _(
        "Somebody else changed one of these values meanwhile. Look at them again first."
    ),
    "count.wrong": _("“%(text)s” is no number of people. Write a whole number."),
    "margin.negative": _("A margin of error can’t be below zero."),
    "status.unknown": _(
        "“%(text)s” is no status. Write A (normal), B (break), E (estimated), P (provisional), "
        "M (missing) or Q (suppressed)."
    ),
    "status.with_value": _(
        "A missing or suppressed value is empty, but here is “%(text)s”. Remove one of the two."
    ),
    "year.wrong": _("“%(text)s” is no year from 1990 to 2100."),
    "day.wrong": _("“%(text)s” is no single day. Write it like 2027-06-30."),
    "milestones.wrong": _(
        "“%(text)s” can’t be read as milestones. Write them like 2027=40; 2028=45."
    ),
    "milestones.twice": _("There are two milestones for %(year)s."),
    "entry.with_value": _(
        "There is an entry in words and a number or a status without value as well. Keep one; "
        "remarks belong into the note."
    ),
    "source_type.unknown": _("“%(text)s” is no type of source. Write one of these: %(options)s."),
    "dimension.empty": _("The name of a breakdown is missing."),
    "dimension.too_long": _("The name of a breakdown may have %(most)s characters at most."),
    "dimension.area": _("“%(text)s” names areas. Call the column “area”."),
    "dimension.no_group": _("Name the group of the breakdown “%(name)s” too."),
    "text.too_long": _("The text may have %(most)s characters at most."),
    "unit.which": _(
        "There are values in several units, and no unit is given. Write one of these: %(options)s."
    ),
    "unit.number": _(
        "“%(text)s” is a number and no unit. Have the cells slipped into other columns?"
    ),
    "unit.new": _(
        "The values of this indicator were in %(held)s so far. This row and those alike are in "
        "“%(unit)s” and make a series of their own, which is not mixed with the others."
    ),
    "unit.other": _(
        "The unit is “%(unit)s”, while the list says “%(listed)s”. It is kept as you wrote it."
    ),
    "row.twice": _(
        "Row %(first)s is about the same indicator, group, area and period (%(period)s). Keep one."
    ),
    "row.repeats": _("Row %(first)s says the same (%(period)s)."),
    "row.contradicts": _(
        "Row %(first)s has another value for the same indicator, group, area, unit and period "
        "(%(period)s). Keep one."
    ),
    "baseline.no_period": _("A baseline needs its period. Write the year of the baseline value."),
    "baseline.no_value": _("There is a period for the baseline, but no value."),
    "target.twice": _("Row %(first)s sets another baseline or target for the same series."),
    "target.changed_meanwhile": _(
        "Somebody else set this target meanwhile. Look at it again first."
    ),
}

COLUMNS = {
    "columns.no_indicator": _(
        "There is no column “indicator”. Add one, or choose below the indicator that the whole "
        "file is about."
    ),
    "columns.no_values": _(
        "These columns are missing: %(names)s. Or give each year a column of its own."
    ),
    "columns.twice": _("The columns “%(name)s” and “%(other)s” mean the same. Keep one."),
    "columns.wide_and_long": _(
        "The file has columns for years and a column “%(name)s” as well. Keep one way."
    ),
    "columns.unknown": _(
        "The column “%(name)s” is not known. Rename it, or say below that it is a breakdown or is "
        "to be left out."
    ),
    "columns.unknown_near": _(
        "The column “%(name)s” is not known. Is it “%(near)s”? Rename it, or say below that it is "
        "a breakdown or is to be left out."
    ),
}

TABLES = {
    "table.empty": _("The table is empty."),
    "table.header_missing": _("A column has no name. Write one into the first row."),
    "table.header_twice": _("Two columns are called “%(name)s” (the other is %(first)s)."),
    "table.cell_outside_header": _("This row has more cells than there are column names."),
    "table.cell_too_long": _("A cell may have %(most)s characters at most."),
    "table.too_many_rows": _("A table may have %(most)s rows at most. Split the file."),
    "table.too_many_columns": _("A table may have %(most)s columns at most."),
    "table.too_many_cells": _(
        "The table reaches too far. Delete what lies far from the data, or split the file."
    ),
    "table.unknown_encoding": _(
        "The letters of this file can be read in several ways. Choose below how they look right."
    ),
    "table.wrong_encoding": _("This file is not written in %(encoding)s. Choose another below."),
    "table.unsupported_encoding": _("The encoding %(encoding)s is not known here."),
    "table.unknown_delimiter": _("The cells of this file can’t be told apart."),
    "table.stray_quote": _("A quotation mark is missing or too many in line %(line)s."),
    "table.not_xlsx": _("The file can’t be read as a workbook. Save it anew as XLSX or CSV."),
    "table.not_parquet": _("The file can’t be read as Parquet. Save it anew, or as CSV."),
    "table.no_parquet_here": _("Parquet can’t be read on this machine. Save the table as CSV."),
    "table.column_not_plain": _(
        "The column “%(name)s” holds neither texts nor numbers, days, or yes and no. Leave it out."
    ),
    "table.no_worksheet": _("The workbook has no visible worksheet."),
    "table.no_such_sheet": _("The workbook has no worksheet “%(name)s”."),
    "table.cell_shows_error": _("This cell shows an error instead of a value. Mend its formula."),
    "table.too_large_unpacked": _("The workbook unpacks to more than can be read."),
    "table.document_type": _("The workbook holds a document type, which is not taken."),
    "table.nested_too_deep": _("The workbook is nested too deep to be read."),
}

IMPORTS = {
    "import.wrong_type": _(
        "Files of this type hold no data that can be read. Save a table as CSV or XLSX."
    ),
    "import.too_heavy": _(
        "Reading this file took too much time or memory. Split it, or save it as CSV."
    ),
    "import.unreadable": _("The table can’t be read yet: see what is said about it."),
    "import.changed_since": _(
        "The data has changed since this preview was made. Look at the new preview first."
    ),
    "import.has_refused": _(
        "Rows that can’t be taken: %(count)s. Mend the file, or say that they are to be left out."
    ),
    "import.of_several": _(
        "This is part of a file with several places, and stored or put aside with the others."
    ),
    "import.no_places": _("The file has no row about a place for which you may enter values."),
    "import.nothing": _("The file changes nothing: all of it is there already."),
    "import.stands_on": _(
        "This import can’t be undone as a whole: values that it brought have been changed since "
        "(%(count)s, such as %(names)s). Undo or mend those first."
    ),
}

LISTS = {
    "list.no_column": _("There is no column “%(name)s”. A list needs it."),
    "list.code_wrong": _(
        "“%(text)s” is no code. A code begins with a letter or digit and has at most 40 letters, "
        "digits, blanks and . : _ -"
    ),
    "list.code_twice": _("Row %(first)s has the code “%(text)s” already."),
    "list.code_of_retired": _(
        "“%(text)s” was the code of another indicator, which an earlier edition left out. Values "
        "of the two would be mixed up: use another code."
    ),
    "list.code_reused": _(
        "“%(text)s” was the code of another indicator until now. Whoever still names it means "
        "this row from now on."
    ),
    "list.former_unknown": _("No indicator of the list has or had the code “%(text)s”."),
    "list.former_twice": _("Row %(first)s names the former code “%(text)s” as well."),
    "list.label_empty": _("There is no label in English."),
    "list.direction_wrong": _("“%(text)s” is no direction. Write up, down, target or parity."),
    "list.goal_wrong": _("“%(text)s” is no goal from 1 to 17."),
    "list.label_used": _("There is an edition “%(label)s” of this list already."),
    "list.label_needed": _("Say which edition it is."),
    "list.has_problems": _("The file can’t be taken as it is: see what is said about it."),
    "list.nothing": _("The file is the edition that holds already."),
    "list.changed_since": _(
        "The list has changed since this preview was made. Bring the file in again."
    ),
    "list.local": _("Local indicators belong to their cities and are not brought in as a list."),
    "local.code_wrong": _(
        "“%(text)s” is no code. Use at most 39 letters, digits and . _ - with a letter or digit "
        "first."
    ),
    "local.code_used": _("Your city has an indicator “%(text)s” already, or had one."),
    "local.label_empty": _("Give the indicator a name."),
    "local.kind_wrong": _("Choose one of the kinds."),
    "local.other_needed": _("Name the shared indicator, or choose that there is none."),
    "local.other_unknown": _("No list has “%(text)s”. Write it like sdg:11.6.2."),
    "local.other_local": _("Link to an indicator of a shared list, not to a local one."),
    "local.note_needed": _("Say in the note how the two differ."),
    "local.not_local": _("This indicator belongs to a shared list."),
    "local.retired": _("This indicator is retired."),
    "edition.kept": _("The same indicator; its series stay as they are."),
    "edition.code": _("“%(before)s” is now “%(after)s”. Its series stay; the old code answers."),
    "edition.unit": _(
        "The unit was “%(before)s” and is now “%(after)s”. Values stay as they are: check them."
    ),
    "edition.direction": _("The good direction changed: progress is judged the other way."),
    "edition.removed": _("No longer in the list. Cities keep their series."),
    "edition.added": _("New in the list."),
}
PUBLIC = {
    "publication.nothing": _("Tick at least one indicator."),
    "publication.changed_meanwhile": _(
        "The data has changed since you looked, so nothing was made public. Look again."
    ),
    "publication.licence_unknown": _("Choose one of the licences."),
    "publication.limit_wrong": _("Write a whole number from %(least)s to %(most)s."),
}

ALL = LISTS | PUBLIC | CELLS | COLUMNS | TABLES | IMPORTS
