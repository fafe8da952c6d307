"""Exports of platforms we know, one file each: `LABEL`, `MAPPING` and the headers the file is `KNOWN_BY`."""
