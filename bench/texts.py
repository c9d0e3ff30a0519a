"""Comments to post: real rows if there are any, else the demo's own.

A repeated text would flatter every cache and every index.
"""

import json
import random
from pathlib import Path

SETS = ("disqus_blog", "blog_comment_spam", "youtube_spam", "drug_reviews", "fox_news")


def bodies(data: Path, count: int, seed: int) -> list[str]:
    """`count` request bodies as JSON, each with its own author and address."""
    rng = random.Random(seed)
    rows = _rows(data)
    texts = []
    for number in range(count):
        row = rng.choice(rows)
        email = f"reader{number}@example.org"
        texts.append(
            json.dumps(
                {
                    "thread": {"key": f"/{number % 97}", "title": row.get("article") or "Hello"},
                    "author": {"name": (row.get("author") or "Ana")[:80], "email": email},
                    "body": row["text"][:5000],
                    "client": {"ip": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"},
                }
            )
        )
    return texts


def _rows(data: Path) -> list[dict[str, str]]:
    rows = []
    for name in SETS:
        path = data / f"{name}.jsonl"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            rows += [json.loads(line) for line in lines]
    return [row for row in rows if row["text"].strip()]
