"""The site, and what every other app stands on: languages, records, publishing, search, pages and the surfaces."""
