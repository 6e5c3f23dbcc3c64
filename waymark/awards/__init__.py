"""Floor 4: awards: issue, verify, expire, suspend, revoke. Knows a claim, knows no case."""
