"""The OpenAPI 3.1 document: made by drf-spectacular from our endpoints, kept as a file, shown as a page."""
