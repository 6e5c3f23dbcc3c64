"""Answers to anybody, with nobody logged in."""
