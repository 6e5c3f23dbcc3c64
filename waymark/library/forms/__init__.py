"""Reading the library's forms."""
