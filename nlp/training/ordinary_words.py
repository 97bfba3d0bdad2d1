"""The words that our own texts write in small letters, as `terms/ordinary_words.txt`: what is one of these is no name.

`python -m nlp.training.ordinary_words`. Of a given name or a surname only where several voices use it as a word.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from nlp.gazetteer.folding import fold
from nlp.gemeente_persons import given_names
from nlp.persons import terms

TEXTS = Path(__file__).parent / "texts"
FOUND = Path(__file__).parents[1] / "terms" / "ordinary_words.txt"
_WORD = re.compile(r"(?<![\w@.])[^\W\d_][\w’'-]*(?!@)")
_VOICES = 4
"""So many voices must write a name in small letters before it is a word: people are careless with their own."""


def ordinary_words(folder: Path = TEXTS) -> list[str]:
    """The words, folded and in order. Texts that are kept for measuring are left alone."""
    voices: dict[str, set[str]] = defaultdict(set)
    for file in sorted(folder.glob("[!b]*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)
            for word in _WORD.findall(text["text"]):
                if word == word.lower():
                    voices[fold(word)].add(text["author"])
    names = given_names() | terms().surnames
    return sorted(word for word, who in voices.items() if len(who) >= (_VOICES if word in names else 1))


if __name__ == "__main__":
    FOUND.write_text("\n".join(ordinary_words()) + "\n", encoding="utf-8")
