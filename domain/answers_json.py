"""An answer as JSON, the form that the command line and other programs share."""

from __future__ import annotations

from typing import Any

from domain.answers import Answer, Passage


def answer_json(question: str, answer: Answer) -> dict[str, Any]:
    """One answer. Keys may be added, never renamed."""
    return {
        "question": question,
        "answer": answer.text,
        "known": answer.known,
        "confidence": round(answer.confidence, 3),
        "sources": [_source(source) for source in answer.sources],
        "suggestions": list(answer.suggestions),
    }


def _source(source: Passage) -> dict[str, str]:
    day = source.date.isoformat()
    return {
        "letter": source.letter,
        "title": source.title,
        # a day that nobody knows is not made up
        "date": day[:7] if source.month_only else day,
        "passage": source.passage,
    }
