"""Elasticsearch as a search engine, against a real node."""
