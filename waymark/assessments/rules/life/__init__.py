"""What becomes of a certificate after it was given: its states, its terms, its appeals."""
