"""A town whose editors, clerks, translators and clock do what they like: the world of the property test."""
