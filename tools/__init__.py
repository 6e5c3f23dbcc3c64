"""What a developer runs beside the software: the demo, the checks, the message catalogues."""
