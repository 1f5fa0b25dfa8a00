"""The search boxes and choosers of the admin: a search backend for Wagtail over our own tokens.

Stands alone: it knows models that declare `search_fields` and nothing of records, pages or documents.
"""
