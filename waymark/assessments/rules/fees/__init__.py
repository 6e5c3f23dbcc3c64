"""What a city may be asked to pay, and what an unpaid amount can hold up: never recognition."""
