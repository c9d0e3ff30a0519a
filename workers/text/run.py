"""A text as a run of words, for tools that look at what stands beside what.

Pure. Made once a comment. "don't" is one word, "self-harm" are two; so are the currency and the
figure of "$100".
"""

import re

WORD = re.compile(r"\w+(?:'\w+)*")
SPOKEN = re.compile(r"\w+(?:'\w+)*|[$£€₹]")


class Run:
    """`words[i]` stands at `starts[i]` to `ends[i]`; `at` says at which `i` each word stands."""

    __slots__ = ("at", "ends", "starts", "words")

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.at: dict[str, list[int]] = {}
        for index, match in enumerate(SPOKEN.finditer(text)):
            word = match[0]
            self.words.append(word)
            self.starts.append(match.start())
            self.ends.append(match.end())
            if word in self.at:
                self.at[word].append(index)
            else:
                self.at[word] = [index]

    def respelt(self, words: list[str]) -> "Run":
        """The same places with other words."""
        run = Run("")
        run.words, run.starts, run.ends = words, self.starts, self.ends
        for index, word in enumerate(words):
            run.at.setdefault(word, []).append(index)
        return run

    def __len__(self) -> int:
        return len(self.words)
