"""A visitor's words as a plan that any engine can follow: all groups, any phrase of each.

The plan holds tokens only, letters and digits without exception, so that nothing a visitor types can be read as an
operator of a query language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Final

from cms.languages import hanzi, romaji
from cms.languages.kanji_sounds import readings
from cms.search.tokens import numbers as registered
from cms.search.tokens.folding import fold
from cms.search.tokens.index import ENTIRE, OF_KIND, closed, entire_term, exact_term, sound_tokens
from cms.search.tokens.lexicon import DEFAULT, Lexicon
from cms.search.tokens.numerals import other_numeral
from cms.search.tokens.stemming import QUESTION_WORDS, STOP_WORDS
from cms.search.tokens.words import Run, Script, bigrams, runs, tokens
from cms.search.tokens.years import joined_years, number_forms, year_forms

LONGEST_QUERY: Final = 200
"""Characters of a query that count (contract.md 3); the view refuses longer ones, this module cuts them."""

MOST_GROUPS: Final = 12
MOST_CHINESE: Final = 5
LONGEST_CHINESE: Final = 12
"""Characters of a word that are looked at for others they may stand for, and how many words come of it."""

MOST_OF_NAME: Final = 4
"""Words of a query beside each other that are looked for as one name."""

MOST_READ: Final = 4
MOST_SOUNDS: Final = 96
"""Kanji of a name written half in kana that are read, and the sounds that are looked for."""

_SCRIPTS: Final = re.compile(
    r"[一-鿿]{0,4}?(?:元|\d{1,4}|[〇零一二三四五六七八九十百千]+)年|\d{1,4}[月日時分階両台本体点頭匹羽人名回号位層重世]|[ぁ-ゖゝゞァ-ヺー]+|[一-鿿々〆㐀-䶿]+|[가-힣]+|[^\W\dぁ-ヿ一-鿿々〆㐀-䶿가-힣][^\Wぁ-ヿ一-鿿々〆㐀-䶿가-힣'’-]*|\d+"
)
"""Years; numbers with what they count; kana; kanji; Hangul; letters; digits: where one ends a word may end."""

PARTICLES: Final = frozenset(
    re.findall(r"\S+", "の を に が で と は も へ や から まで より での への との でも では には にも とも だけ など")
)
"""What Japanese writes between words: a stretch of kana that is one of them is no word."""

_COUNTED: Final = re.compile(r"[^\W\da-z]*\d{1,4}[^\W\da-z]")
"""A year, a day or a number of things, 慶長9年 or 11台, is no part of a number that things are registered by."""

_QUOTES: Final = "「」『』\"'“”‘’!?！？。、."


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must follow each other; with `prefix`, the last one need only be the beginning of a token."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One word of the query: the ways to find it, best first, and how it was folded (for snippets)."""

    phrases: tuple[Phrase, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What to look for. A document must hold one phrase of every group; `exact` tokens only lift whole names.

    `entire` tokens are names as they are written, and categories; those of `begun` may begin a name or number, and are no
    synonyms. `number` is the query as the number that a thing is registered by, by its parts; empty where it is none.
    Documents with one of the `mistaken` phrases come last: in 東京都, 京都 is meant by nobody. With `any_word` one phrase
    of any group is enough, for questions of which no document holds every word. What holds one phrase of every group of
    `asked` too comes first: the groups of the query as it was typed, of which these are a part.
    """

    groups: tuple[Group, ...]
    exact: tuple[str, ...]
    mistaken: tuple[Phrase, ...] = ()
    entire: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    number: str = ""
    any_word: bool = False
    asked: tuple[tuple[Phrase, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the query holds nothing to look for (punctuation, emoji): the answer is no result, not an error."""
        return not self.groups


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the query, or several that make one term: folded, its runs, the kana that it is or is the romaji of.

    `chinese` tells that characters may stand for others as they do in simplified writing.
    """

    text: str
    runs: tuple[Run, ...]
    kana: str = ""
    chinese: bool = False

    @property
    def joined(self) -> str:
        return "".join(run.text for run in self.runs)


def query_plan(query: str, lang: str = "", lexicon: Lexicon = DEFAULT) -> QueryPlan:
    """Return the plan for what a visitor typed, in any of our languages, on a page in `lang`. Never raises."""
    return _plan(_terms(joined_years(query[:LONGEST_QUERY].split()), lang, lexicon), lang, lexicon)


def split_plan(query: str, lang: str = "", lexicon: Lexicon = DEFAULT) -> QueryPlan | None:
    """Return the plan with words parted where scripts meet: つやま城 as つやま and 城. None where they nowhere do.

    For queries that find nothing otherwise; a name written half in kana is found by its reading and its characters.
    """
    written = parted(query)
    if written is None:
        return None
    words = [stretch for stretch in written if stretch not in PARTICLES] or written
    plan = _plan(_terms(joined_years(words), lang, lexicon), lang, lexicon, syllables=True)
    return replace(plan, exact=_terms_of(plan.exact, _sounds_of_mixed(written)))


def _sounds_of_mixed(written: list[str]) -> list[str]:
    """How a name may sound of which a part is written in kanji, the rest in kana or romaji: つやま城, 津山jou.

    A few readings of every kanji, whatever it is read elsewhere; a name that is confirmed to sound so is met.
    """
    spoken = [stretch if romaji.is_kana(stretch) else romaji.to_kana(stretch) or "" for stretch in written]
    kanji = sum(len(stretch) for stretch, said in zip(written, spoken, strict=True) if not said)
    if not 0 < kanji <= MOST_READ or not any(spoken):
        return []
    parts: list[list[tuple[str, ...]]] = [
        [(said,)] if said else [readings(hanzi.fold(character)) for character in stretch]
        for stretch, said in zip(written, spoken, strict=True)
    ]
    for part, said in zip(parts, spoken[1:], strict=False):
        if said and len(part[-1]) > 1:  # of 泣く in 嫁泣かせ the ending is written
            part[-1] = tuple(dict.fromkeys((*part[-1], *(word[:-1] for word in part[-1] if len(word) > 1))))
    choices = product(*(choice for part in parts for choice in part))
    return [romaji.sound("".join(choice)) for choice in islice(choices, MOST_SOUNDS)]


def any_word_plan(plan: QueryPlan) -> QueryPlan:
    """Return the plan for what holds any word of it, an entire name of one word or of some beside each other first."""
    words = [group.words[0] for group in plan.groups]
    names = (
        ENTIRE + "".join(words[place : place + count])
        for count in range(min(MOST_OF_NAME, len(words)), 0, -1)
        for place in range(len(words) - count + 1)
    )
    return replace(plan, any_word=True, exact=(), mistaken=(), entire=_terms_of(names), begun=(), number="")


def parted(query: str) -> list[str] | None:
    """Return the words of a query parted where scripts meet and behind years; None where they nowhere do."""
    parts = query[:LONGEST_QUERY].split()
    found = [stretch for part in parts for stretch in stretches(part)]
    return None if found == parts or len(found) > MOST_GROUPS else found


def stretches(part: str) -> list[str]:
    """Return the stretches of one script, years and counted numbers of a text without spaces."""
    return _SCRIPTS.findall(unicodedata.normalize("NFKC", part))


def _plan(terms: list[str], lang: str, lexicon: Lexicon, *, syllables: bool = False) -> QueryPlan:
    """The plan for terms. A whole name may be written with its articles or without; so may the query."""
    every = [word for term in terms if (word := _word(term, lang)).runs]
    words = _without_stop_words(every)[:MOST_GROUPS]
    groups = tuple(_group(word, lang, lexicon, syllables=syllables) for word in words)
    named = [words, every] if len(words) < len(every) <= MOST_GROUPS else [words]
    typed = [form for some in named for form in _whole(some)]
    meant = [*typed, *(form for some in named for form in _whole_synonyms(some, lang, lexicon))]
    meant += [form for some in named if (form := _with_other_numerals(some))]
    sounds = [romaji.sound("".join(word.kana for word in some)) for some in named if all(word.kana for word in some)]
    parts = registered.parts(" ".join(word.text for word in every))
    number = registered.token(parts)
    has_digits = any(character.isdecimal() for word in every for character in word.text)
    joined = [registered.NUMBER + exact_term(form) for form in typed if form] if has_digits else []
    return QueryPlan(
        groups,
        _terms_of(map(exact_term, meant), sounds, (number, *joined)),
        _mistaken(words, lexicon),
        entire=_terms_of(map(entire_term, meant), (OF_KIND + exact_term(form) for form in meant if form)),
        begun=_terms_of(map(exact_term, typed), sounds, (number,) if len(parts) > 1 else ()),
        number=number,
    )


def _terms(parts: list[str], lang: str, lexicon: Lexicon) -> list[str]:
    """The parts of the query, those that make a term of the synonyms together as one: hot spring, chemin de fer."""
    out: list[str] = []
    place = 0
    while place < len(parts):
        longest = min(lexicon.synonyms.longest, len(parts) - place)
        terms = (" ".join(parts[place : place + count]) for count in range(longest, 1, -1))
        term = next((term for term in terms if lexicon.synonyms.has(fold(term), lang)), parts[place])
        out.append(term)
        place += len(term.split())
    return out


def _word(part: str, lang: str) -> _Word:
    text = fold(part)
    found = runs(text)
    bare = part.strip(_QUOTES)
    chinese = lang.startswith("zh") or hanzi.is_chinese(part)
    if romaji.is_kana(bare):
        return _Word(text, found, bare)
    if len(found) == 1 and found[0].script is Script.LATIN:
        return _Word(text, found, romaji.to_kana(found[0].text) or "")
    return _Word(text, found, chinese=chinese)


def _without_stop_words(words: list[_Word]) -> list[_Word]:
    """The words without articles and the like and, where others are left, without those of questions."""
    kept = [word for word in words if word.joined not in STOP_WORDS] or words
    return [word for word in kept if word.joined not in QUESTION_WORDS] or kept


def _group(word: _Word, lang: str, lexicon: Lexicon, *, syllables: bool) -> Group:
    """The word as written, otherwise written, as its synonyms, and by its sound where it is kana or romaji.

    One syllable is no sound to look for, but with `syllables`: the ji of 本源ji.
    """
    written = [word.runs, *(runs(form) for form in _forms(word, lang, lexicon))]
    phrases = [phrase for form in written for phrase in _phrases(form)]
    *sounds, last = sound_tokens(word.kana) or ("",)
    if sounds:
        phrases.append(Phrase(tuple(sounds)))
    elif last and syllables:
        phrases.append(Phrase((last,), prefix=True))
    if len(parts := registered.parts(word.text)) > 1 and not _COUNTED.fullmatch(word.joined):
        phrases.append(Phrase((registered.token(parts),), prefix=True))
    return Group(tuple(dict.fromkeys(phrases)), tuple("".join(run.text for run in form) for form in written))


def _forms(word: _Word, lang: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Other writings of one word: years, numbers, synonyms, and what Chinese characters may stand for."""
    forms = [*year_forms(word.joined, abbreviated=lang.startswith("ja")), *number_forms(word.joined)]
    forms.append(closed(word.joined))
    forms += lexicon.synonyms.variants(word.text, lang) or lexicon.synonyms.variants(word.joined, lang)
    if word.chinese:
        forms += _chinese_forms(word.joined)
    return tuple(dict.fromkeys(form for form in forms if form != word.joined))


def _chinese_forms(folded: str) -> list[str]:
    choices = ((character, *hanzi.others(character)) for character in folded[:LONGEST_CHINESE])
    return ["".join(form) + folded[LONGEST_CHINESE:] for form in islice(product(*choices), 1, MOST_CHINESE + 1)]


def _mistaken(words: list[_Word], lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Phrases of longer names in which the first characters of a query only seem to stand."""
    if len(words) != 1 or [run.script for run in words[0].runs] != [Script.CJK]:
        return ()
    return tuple(phrase for name in lexicon.mistaken(words[0].joined) for phrase in _phrases(runs(name)))


def _phrases(form: tuple[Run, ...]) -> tuple[Phrase, ...]:
    """The tokens of the runs in order, and a compound like Hongen-ji also as one word.

    The last character of a run counts alone only where another run follows, for the text may go on behind it.
    """
    if not form:
        return ()
    *before, last = form
    leading = [token for run in before for token in tokens(run)]
    if last.is_bigrams:
        pairs = bigrams(last.text)
        return (Phrase((*leading, *pairs)) if pairs else Phrase((*leading, last.text), prefix=True),)
    if len(last.parts) > 1:
        *parts, compound = tokens(last)
        return (Phrase((*leading, *parts)), Phrase((*leading, compound)))
    return (Phrase((*leading, *tokens(last))),)


def _whole(words: list[_Word]) -> list[tuple[Run, ...]]:
    """The whole query as the runs of one name: as typed, and in the characters that Chinese ones may stand for."""
    forms = _chinese_forms(words[0].joined) if len(words) == 1 and words[0].chinese else []
    return [tuple(run for word in words for run in word.runs), *map(runs, forms)]


def _with_other_numerals(words: list[_Word]) -> tuple[Run, ...]:
    """The whole query as one name with its numbers in Roman letters for digits or the other way round: Composition 8."""
    others = [other_numeral(word.joined) for word in words] if len(words) > 1 else []
    if not any(others):
        return ()
    return tuple(
        run for word, other in zip(words, others, strict=True) for run in (runs(other) if other else word.runs)
    )


def _whole_synonyms(words: list[_Word], lang: str, lexicon: Lexicon) -> list[tuple[Run, ...]]:
    whole = " ".join(word.text for word in words)
    variants = lexicon.synonyms.variants(whole, lang) or lexicon.synonyms.variants(whole.replace(" ", ""), lang)
    return [runs(variant) for variant in variants]


def _terms_of(*terms: Iterable[str]) -> tuple[str, ...]:
    """Tokens, each once."""
    return tuple(dict.fromkeys(token for some in terms for token in some if token))
