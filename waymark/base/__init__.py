"""Floor 1: Django plumbing and no business noun: ledger, permits, files, jobs, notices, face."""
