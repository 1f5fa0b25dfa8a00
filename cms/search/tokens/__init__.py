"""One tokeniser for index and query, for every language and every engine. Pure Python, no dictionary, no Django.

`index_row` gives what the index holds of a document, `query_plan` what to look for; an adapter turns the plan into its
engine's query (`match_expression` for SQLite's FTS5) and indexes the columns with an analyser that cuts at spaces.
"""

from cms.search.tokens.folding import fold
from cms.search.tokens.fts import COLUMNS, TOKENIZER, match_expression, rank_expression
from cms.search.tokens.index import WEIGHTS, IndexRow, index_row, index_terms, sound_terms
from cms.search.tokens.query import Group, Phrase, QueryPlan, query_plan
from cms.search.tokens.snippet import Piece, snippet
from cms.search.tokens.suggestions import suggestion_keys, suggestion_prefixes
from cms.search.tokens.words import Script

__all__ = [
    "COLUMNS",
    "TOKENIZER",
    "WEIGHTS",
    "Group",
    "IndexRow",
    "Phrase",
    "Piece",
    "QueryPlan",
    "Script",
    "fold",
    "index_row",
    "index_terms",
    "match_expression",
    "query_plan",
    "rank_expression",
    "snippet",
    "sound_terms",
    "suggestion_keys",
    "suggestion_prefixes",
]
