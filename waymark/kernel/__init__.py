"""The ground floor: plain Python that every other room stands on.

Nothing here knows Django, a file, a network, a clock or a dice; time and chance come in as
arguments, so that whatever was worked out once can be worked out again years later.
"""
