"""Courses, and what people learn."""
