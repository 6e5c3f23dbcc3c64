"""Velmora: an invented country with a mechanism of its own, beside the global one.

No real country is said to have one. Its cities show what two mechanisms ask of each other: a word
on what was decided, a decision handed up, a case that wants to go elsewhere, a check by lot.
"""
