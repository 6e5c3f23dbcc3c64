"""Reads of a certificate's life."""
