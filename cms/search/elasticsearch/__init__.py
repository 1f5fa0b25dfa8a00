"""Elasticsearch 8 and 9 as a search engine over our own tokens, for more documents than one machine's database should search.

The embedded index stays complete beside it: whatever is wrong with the cluster, searches are answered from there.
"""
