"""Reading and writing the data repositories of Open SDG sites: data, metadata, translations.

An Open SDG site keeps one tidy CSV per indicator, its metadata in YAML, Markdown or CSV, and the
words for columns and values in translation files. Real ones depart from their own rules in many
ways, so nothing here stops at the first fault: what can be read is read, and whatever is left out
is reported with file, line and reason. Rows in are always rows read plus rows reported.

Source: Open SDG documentation, "Data format", "Metadata format", "Translation" (2.4.0, 2025).
"""

from waymark.indicators.rules.opensdg.data import (
    DataFile,
    Observation,
    Refused,
    Subject,
    read_data,
)
from waymark.indicators.rules.opensdg.files import (
    BadRepository,
    Files,
    files_in_folder,
    files_in_zip,
)
from waymark.indicators.rules.opensdg.metadata import Metadata, read_metadata
from waymark.indicators.rules.opensdg.repository import (
    Indicator,
    LeftOut,
    Repository,
    read_repository,
)
from waymark.indicators.rules.opensdg.translations import Translations
from waymark.indicators.rules.opensdg.writing import repository_zip, write_repository

__all__ = [
    "BadRepository",
    "DataFile",
    "Files",
    "Indicator",
    "LeftOut",
    "Metadata",
    "Observation",
    "Refused",
    "Repository",
    "Subject",
    "Translations",
    "files_in_folder",
    "files_in_zip",
    "read_data",
    "read_metadata",
    "read_repository",
    "repository_zip",
    "write_repository",
]
