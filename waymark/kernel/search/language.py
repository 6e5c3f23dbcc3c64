"""Which language a short text is in: by its script, then by the small words that it uses."""

from __future__ import annotations

from waymark.kernel.search.folding import fold, script_of

_SMALL = {
    "en": "the of and to in for is are on with by how what which our we this that it from a an be "
    "can do i my there where who",
    "fr": "le la les des du de et en pour une un dans est sont sur par comment quel quelle quels "
    "quelles nos notre ce qui avec aux au à où",
    "es": "el la los las de del y en para una un por con es son como que cual nuestra nuestro se "
    "al sobre mi cómo qué dónde",
}
_WORDS = {code: frozenset(map(fold, words.split())) for code, words in _SMALL.items()}
_OTHERS = (
    "في من على إلى و عن مع ما هو هي كيف и в во на с со по для к от из как что где "
    "的 和 了 在 与 如何 什么"
)
SMALL = frozenset(map(fold, _OTHERS.split())).union(*_WORDS.values())
"""Words that tell little of what is looked for (folded), of six languages."""

_SCRIPTS = {"arabic": "ar", "cyrillic": "ru", "han": "zh"}
_TELLING = {"fr": "çœêèàùîôûâëï", "es": "ñáíóú¿¡"}


def guess(text: str, *, otherwise: str = "en") -> str:
    """The language of a text: `ar`, `ru`, `zh` by script; `en`, `fr`, `es` by words and letters.

    Where nothing tells, the answer is `otherwise`.
    """
    counts = dict.fromkeys(_WORDS, 0)
    for word in text[:2000].split():
        script = script_of(word)
        if script in _SCRIPTS:
            return _SCRIPTS[script]
        folded = fold(word.strip('.,;:!?()"“”«»'))
        for code, words in _WORDS.items():
            counts[code] += 2 * (folded in words)
        for code, letters in _TELLING.items():
            counts[code] += any(letter in letters for letter in word.lower())
    best = max(counts.values())
    winners = [code for code, count in counts.items() if count == best]
    return winners[0] if best and len(winners) == 1 else otherwise
