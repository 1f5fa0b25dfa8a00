"""One tokeniser for index and query, for every language and every engine. Pure Python, no dictionary, no Django.

`index_row` gives what the index holds of a document, `query_plan` what to look for; an adapter turns the plan into its
engine's query (`match_expression` for SQLite's FTS5, `lexemes.asked` for PostgreSQL) and indexes the columns with an analyser
that cuts at spaces. `tiers` says what comes first, for all of them alike.
"""

from cms.search.tokens.content import specific, spoken_of, widened, written_in
from cms.search.tokens.corrections import Known, Vocabulary, Words, corrected, vocabulary_words
from cms.search.tokens.folding import fold
from cms.search.tokens.fts import TOKENIZER, match_expression
from cms.search.tokens.index import COLUMNS, IndexRow, index_row, index_terms, sound_terms
from cms.search.tokens.lexicon import Lexicon
from cms.search.tokens.loosening import loosened
from cms.search.tokens.nearness import without_place
from cms.search.tokens.query import Group, Phrase, QueryPlan, any_word_plan, parted, query_plan, split_plan
from cms.search.tokens.snippet import Piece, snippet
from cms.search.tokens.suggestions import suggestion_keys, suggestion_prefixes
from cms.search.tokens.synonyms import Synonym, Synonyms, shipped_rows
from cms.search.tokens.tiers import Tier, Wish, by_name, everything, in_texts, tiers
from cms.search.tokens.tsquery import tsquery, tsvector
from cms.search.tokens.words import Script

__all__ = [
    "COLUMNS",
    "TOKENIZER",
    "Group",
    "IndexRow",
    "Known",
    "Lexicon",
    "Phrase",
    "Piece",
    "QueryPlan",
    "Script",
    "Synonym",
    "Synonyms",
    "Tier",
    "Vocabulary",
    "Wish",
    "Words",
    "any_word_plan",
    "by_name",
    "corrected",
    "everything",
    "fold",
    "in_texts",
    "index_row",
    "index_terms",
    "loosened",
    "match_expression",
    "parted",
    "query_plan",
    "shipped_rows",
    "snippet",
    "sound_terms",
    "specific",
    "split_plan",
    "spoken_of",
    "suggestion_keys",
    "suggestion_prefixes",
    "tiers",
    "tsquery",
    "tsvector",
    "vocabulary_words",
    "widened",
    "without_place",
    "written_in",
]
