"""A city names a result of another scheme, takes it over, and undoes that."""

from waymark.assessments.actions.recognised.naming import Named, drop_result, name_result
from waymark.assessments.actions.recognised.taking import take_over, undo_result

__all__ = ["Named", "drop_result", "name_result", "take_over", "undo_result"]
