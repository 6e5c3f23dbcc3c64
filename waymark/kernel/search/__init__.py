"""Search in six languages: words as stems, concepts of a glossary, questions, order, typing errors.

One analyser feeds every store, so that SQLite and PostgreSQL find the same. All of it is pure:
the store only keeps and finds the strings that are made here.
"""

from waymark.kernel.search.analysis import BARRIER, Analyser, Token
from waymark.kernel.search.folding import fold, script_of
from waymark.kernel.search.glossary import BadGlossary, Concept, Glossary, read_glossary
from waymark.kernel.search.language import guess
from waymark.kernel.search.order import Candidate, Scored, arrange, rareness
from waymark.kernel.search.question import Clause, Question, Word, ask, to_fts5, to_tsquery
from waymark.kernel.search.spelling import deletions, nearest

__all__ = [
    "BARRIER",
    "Analyser",
    "BadGlossary",
    "Candidate",
    "Clause",
    "Concept",
    "Glossary",
    "Question",
    "Scored",
    "Token",
    "Word",
    "arrange",
    "ask",
    "deletions",
    "fold",
    "guess",
    "nearest",
    "rareness",
    "read_glossary",
    "script_of",
    "to_fts5",
    "to_tsquery",
]
