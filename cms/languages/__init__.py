"""The seven languages: one table, texts per language, formats, eras and readings."""
