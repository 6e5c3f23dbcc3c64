"""Machines that take acts in any order by anybody, and look each time at what must always hold.

What is legal is written down here a second time, by hand, and not read from the tables and rules
that are tested. `HYPOTHESIS_PROFILE=thorough` takes many more steps.
"""
