"""How well the score from text finds who can help whom: `python -m benchmarks.scoring`, Markdown tables.

Each cell: the share of needs whose own offer comes first among all offers of the set, and the mean reciprocal rank.
"""

import csv
import json
import time
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks import translations
from bot.programme.solvers.scoring import Profile, meaning, score

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"
Texts = Sequence[str]
Method = Callable[[Texts, Texts], np.ndarray]


def plain(needs: Texts, offers: Texts) -> np.ndarray:
    """The usual first attempt: TF-IDF with the defaults of scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    table = TfidfVectorizer().fit_transform([*needs, *offers])
    return (table[: len(needs)] @ table[len(needs) :].T).toarray()


def ours(needs: Texts, offers: Texts) -> np.ndarray:
    asking = [Profile(str(number), text=text) for number, text in enumerate(needs)]
    offering = [Profile(str(number), text=text) for number, text in enumerate(offers)]
    found = score(asking, offering, on=date(2027, 1, 20))
    return np.array([[found[need.id, offer.id].score for offer in offering] for need in asking])


def with_encoders(*names: str) -> Method:
    """Our score with these encoders of `meaning` alone."""

    def measured(needs: Texts, offers: Texts) -> np.ndarray:
        kept = {name: getattr(meaning, name) for name in ("_universal", "_hundred_languages")}
        for name, function in kept.items():
            setattr(meaning, name, function if name in names else lambda: None)
        try:
            return ours(needs, offers)
        finally:
            for name, function in kept.items():
                setattr(meaning, name, function)

    return measured


def sets() -> Iterator[tuple[str, list[str], list[str]]]:
    gold = tomllib.loads(Path(__file__).with_name("scoring_gold.toml").read_text(encoding="utf-8"))
    for name, entries in gold.items():
        yield name.replace("_", " "), [entry["need"] for entry in entries], [entry["offer"] for entry in entries]
    every = [entry for entries in gold.values() for entry in entries]
    yield "all of these together", [entry["need"] for entry in every], [entry["offer"] for entry in every]
    yield from _samples()


def _samples() -> Iterator[tuple[str, list[str], list[str]]]:
    """One part of an application finds the other; many languages."""
    last = {row["Team name"]: row for row in _rows("applications-challenges.csv")}
    columns = [
        [_field(row, start) for row in last.values()]
        for start in ("Your challenge in one", "Describe the challenge", "What would you like to learn")
    ]
    whole = [texts for texts in zip(*columns, strict=True) if all(texts)]
    question, description, wish = (list(texts) for texts in zip(*whole, strict=True))
    yield "sample: question to description", question, description
    yield "sample: question to what they wish to learn", question, wish
    solutions = _rows("applications-solutions.csv")
    did, results = ([_field(row, start) for row in solutions] for start in ("What did you do", "What changed"))
    yield "sample: deed to result", did, results


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _field(row: dict[str, str], start: str) -> str:
    return next(value for name, value in row.items() if name.startswith(start))


def ranks(table: np.ndarray) -> np.ndarray:
    """Of the right offer, the worst of equals."""
    return (table >= np.diag(table)[:, None]).sum(axis=1)


def pairing(method: Method) -> str:
    """How many real providers are among the two best of their challenge, and how many a plan places right."""
    from scipy.optimize import linear_sum_assignment

    edition = json.loads((SAMPLES / "edition-2023.json").read_text(encoding="utf-8"))
    needs, offers = edition["challenges"], edition["providers"]
    expected = edition["matching_oracle"]["expected"]
    table = method([need["need"] for need in needs], [offer["offer"] for offer in offers])
    best = [(row, column) for row in range(len(needs)) for column in np.argsort(-table[row])[:2]]
    places, chosen = linear_sum_assignment(-np.repeat(table, 2, axis=0))
    planned = list(zip(places // 2, chosen, strict=True))
    right = [sum(offers[c]["id"] in expected[needs[r]["id"]] for r, c in pairs) for pairs in (best, planned)]
    return f"{right[0]} and {right[1]} of {len(offers)}"


def main() -> None:
    methods: dict[str, Method] = {
        "TF-IDF": plain,
        "words alone": with_encoders(),
        "as installed": with_encoders("_universal"),
    }
    if meaning._hundred_languages():  # noqa: SLF001
        methods["with the extra"] = with_encoders("_universal", "_hundred_languages")
    print(f"## Who can help whom\n\n{head(methods)}")
    started = dict.fromkeys(methods, 0.0)
    for name, needs, offers in sets():
        print(row(name, needs, offers, methods, started))
    print("| real pairing: best two, plan |", " | ".join(pairing(method) for method in methods.values()), "|")
    print(f"\n## The translation among all others\n\n{head(methods)}")
    for name, needs, offers in translations.sets():
        print(row(name, needs, offers, methods, started))
    print("| seconds, both tables |", " | ".join(f"{seconds:.1f}" for seconds in started.values()), "|")


def head(methods: Collection[str]) -> str:
    return f"| | {' | '.join(methods)} |\n|---|{'---|' * len(methods)}"


def row(name: str, needs: Texts, offers: Texts, methods: Mapping[str, Method], started: dict[str, float]) -> str:
    cells = []
    for label, method in methods.items():
        begun = time.perf_counter()
        found = ranks(method(needs, offers))
        started[label] += time.perf_counter() - begun
        cells.append(f"{(found == 1).mean():.2f}, {(1 / found).mean():.2f}")
    return f"| {name} ({len(needs)}) | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
