"""Answers from the record, one question per file. Everything here only reads."""
