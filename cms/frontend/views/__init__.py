"""Visitors' pages, made from stored documents: no session, no user, no cookie."""
