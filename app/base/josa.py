"""Korean particles that agree with the sound before them: 길동은, 나이키로, 12,000원을, VIP가.

The choice depends on whether the last spoken syllable ends in a consonant (its final), and for 으로/로 whether that
final is ㄹ. Hangul says so by itself; digits are read in Korean, single Latin letters by their names, Latin words by
a rule of thumb about how Korean borrows them.
Source: Korean orthography (한글 맞춤법), loanword rules (외래어 표기법); no library: the known one is unmaintained.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: How a sound ends: no final, the final ㄹ, any other final. `None` where we cannot tell.
OPEN, RIEUL, CLOSED = 0, 1, 2

# fmt: off
#: After a final → without one.
_PAIRS = {
    "은": "는", "이": "가", "을": "를", "과": "와", "아": "야", "으로": "로", "이랑": "랑", "이나": "나", "이라": "라",
    "이며": "며", "이여": "여", "이든": "든", "이에요": "예요", "이었": "였", "으로서": "로서", "으로써": "로써",
    "으로부터": "로부터", "이라서": "라서", "이라고": "라고", "이라도": "라도", "이란": "란",
}
# fmt: on
_BY_FORM = {form: pair for pair in _PAIRS.items() for form in pair}

#: `은는`, `이가` …: the names of the short filters in message templates.
SHORT_FORMS = {name: _BY_FORM[name[0]] for name in ("은는", "이가", "을를", "과와", "와과", "아야")} | {
    name: _BY_FORM[name] for name in ("으로", "이랑", "이나", "이라", "이며", "이여", "이든", "이에요")
}

_DIGIT_ENDS = (CLOSED, RIEUL, OPEN, CLOSED, OPEN, OPEN, CLOSED, RIEUL, RIEUL, OPEN)  # 영 일 이 삼 사 오 육 칠 팔 구
_LETTER_ENDS = dict.fromkeys("abcdefghijkopqstuvwxyz", OPEN) | {"l": RIEUL, "r": RIEUL, "m": CLOSED, "n": CLOSED}
_SIGN_ENDS = dict.fromkeys("%％℃°℉+㎡㎥￦₩$€", OPEN) | {"&": OPEN, "㎏": CLOSED, "㎖": OPEN, "㎝": OPEN}
_GRAMS = frozenset({"kg", "g", "mg"})
_UNITS = frozenset({"km", "m", "cm", "mm", "l", "ml", "kb", "mb", "gb", "tb", "kw", "v", "w", "hz", "inch"}) | _GRAMS

_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$")
_LATIN = re.compile(r"[A-Za-z]+$")
_NOTE = re.compile(r"(?<=\S)\s*\([^()]*\)$")

# How Korean borrows the end of an English word (given in lower case).
_ENDS_IN_RIEUL = re.compile(r"le?$")
_ENDS_IN_NASAL = re.compile(r"([mn]|ng|[aeiouy][mn]e)$")
_ENDS_IN_STOP = re.compile(r"((^|[^aeiou])[aeiouy][bptk]|oo[kp]|eep|[aeiou]ck|[aeiou]pp|[aeiouy]c)$")
_EXCEPTIONS = frozenset({"set", "kit", "hit", "bit"})  # 세트, 키트, 히트, 비트


def ending(word: str) -> int | None:
    """How the last sound of `word` ends: OPEN, RIEUL, CLOSED, or None where it cannot be told."""
    return _ending(_spoken(word))


@lru_cache(maxsize=4096)
def particle(word: str, pair: str) -> str:
    """The form of a particle that follows `word`. `pair` is `은/는`, `은는` or either form alone.

    Where the sound is unknown both are shown: 을(를). ValueError if there is no such particle.
    """
    closed, open_ = forms(pair)
    end = ending(word)
    if end is None:
        return f"{closed}({open_})"
    if end == RIEUL and closed.startswith("으로"):
        return open_
    return open_ if end == OPEN else closed


def josa(word: str, pair: str) -> str:
    """`word` with its particle: josa("길동", "은/는") is 길동은."""
    return word + particle(word, pair)


def forms(pair: str) -> tuple[str, str]:
    """Both forms of a particle, the one after a final first; ValueError if there is none such."""
    if pair in SHORT_FORMS:
        return SHORT_FORMS[pair]
    parts = [part.strip() for part in pair.split("/")]
    found = _BY_FORM.get(parts[0])
    if found is None or (len(parts) == 2 and set(parts) != set(found)) or len(parts) > 2:
        raise ValueError(pair)
    return found


def _spoken(word: str) -> str:
    """The word without what is not spoken at its end: spaces, quotes, emoji, a note in brackets."""
    text = unicodedata.normalize("NFC", word)
    while True:
        shorter = _NOTE.sub("", _without_silent_end(text))
        if shorter == text:
            return text
        text = shorter


def _without_silent_end(text: str) -> str:
    end = len(text)
    while end and not _is_spoken(text[end - 1]) and not (text[end - 1] == ")" and _NOTE.search(text, 0, end)):
        end -= 1
    return text[:end]


def _is_spoken(char: str) -> bool:
    return char.isalnum() or char in _SIGN_ENDS


def _ending(text: str) -> int | None:
    if not text:
        return None
    last = text[-1]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return OPEN if final == 0 else RIEUL if final == 8 else CLOSED
    if "ㄱ" <= last <= "ㅣ":  # a lone letter is read by its name: 기역 …, the vowels by their sound
        return RIEUL if last == "ㄹ" else CLOSED if last <= "ㅎ" else OPEN
    if last in _SIGN_ENDS:
        return _SIGN_ENDS[last]
    return _ending_of_symbols(unicodedata.normalize("NFKC", text))


def _ending_of_symbols(text: str) -> int | None:
    if number := _NUMBER.search(text):
        return _number_ending(number[1].replace(",", ""), number[2])
    if text[-1:].isdigit() and text[-1:].isascii():
        return _DIGIT_ENDS[int(text[-1])]
    if latin := _LATIN.search(text):
        return _latin_ending(latin[0], after_digit=text[: latin.start()].rstrip()[-1:].isdigit())
    return None


def _number_ending(whole: str, fraction: str | None) -> int:
    """A number as Korean reads it: 10 십, 1,000 천, 20,000 만, 0.5 영점오."""
    if fraction or whole.startswith("0"):
        return _DIGIT_ENDS[int((fraction or whole)[-1])]
    zeros = len(whole) - len(whole.rstrip("0"))
    if zeros == 0:
        return _DIGIT_ENDS[int(whole[-1])]
    is_jo_or_hae = 12 <= zeros < 16 or zeros >= 20  # 조 and 해 are open, 십 백 천 만 억 경 are closed
    return OPEN if is_jo_or_hae else CLOSED


def _latin_ending(word: str, *, after_digit: bool) -> int:
    lower = word.lower()
    if after_digit and lower in _UNITS:
        return CLOSED if lower in _GRAMS else OPEN  # 킬로그램; 미터, 리터, 바이트
    spelled = len(word) == 1 or (word.isupper() and (len(word) <= 3 or not set(lower) & set("aeiouy")))
    return _LETTER_ENDS[lower[-1]] if spelled else _word_ending(lower)


def _word_ending(word: str) -> int:
    if word in _EXCEPTIONS:
        return OPEN
    if _ENDS_IN_RIEUL.search(word):
        return RIEUL
    return CLOSED if _ENDS_IN_NASAL.search(word) or _ENDS_IN_STOP.search(word) else OPEN
