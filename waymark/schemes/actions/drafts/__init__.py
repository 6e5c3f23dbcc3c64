"""The acts on an edition that is being written: written, discussed, decided on."""
