"use strict";
// Ties the cards to the text: what the pointer or the keyboard is on lights its counterpart, and filters
// show a part of the cards. Without this script the page still reads: triggers are links to their cards.
(() => {
  for (const root of document.querySelectorAll(".dragoman")) {
    if (root.dataset.ready) continue;
    root.dataset.ready = "true";
    start(root);
  }

  function start(root) {
    const text = root.querySelector(".text");
    const form = root.querySelector(".filters");
    const cards = [...root.querySelectorAll(".card")];
    const people = [...root.querySelectorAll(".person")];
    const byRef = new Map([...cards, ...people].map((card) => [card.dataset.ref, card]));
    const pieces = new Map(); // ref → [[element, role], …]
    const marks = new Map(); // element → [[ref, role], …]
    for (const piece of text.querySelectorAll("[data-in]")) {
      const all = piece.dataset.in.split(" ").map((mark) => mark.split(":"));
      marks.set(piece, all);
      for (const [ref, role] of all) {
        if (!pieces.has(ref)) pieces.set(ref, []);
        pieces.get(ref).push([piece, role]);
      }
    }

    let lit = []; // [[element, class], …]
    let held = []; // refs that stay lit while the focus is on them
    const out = new Set(); // refs that the filters leave out

    function dark() {
      for (const [element, name] of lit) element.classList.remove(name);
      lit = [];
    }
    function light(refs) {
      dark();
      for (const ref of refs) {
        const card = byRef.get(ref);
        if (card) lit.push([card, "lit"]);
        for (const [piece, role] of pieces.get(ref) || []) lit.push([piece, "lit-" + role]);
      }
      for (const [element, name] of lit) element.classList.add(name);
    }

    // A piece of text stands for its acts if it is a trigger, else for its quotes, else for its parties.
    function refsAt(piece) {
      const all = (marks.get(piece) || []).filter(([ref]) => byRef.has(ref) && !out.has(ref));
      for (const roles of [["trigger"], ["cue"], ["mention"], ["content"]]) {
        const refs = all.filter(([, role]) => roles.includes(role)).map(([ref]) => ref);
        if (refs.length) return refs;
      }
      return [];
    }
    function refsOf(target) {
      const card = target.closest(".card, .person");
      if (card) return [card.dataset.ref];
      const piece = target.closest("[data-in]");
      return piece && text.contains(piece) ? refsAt(piece) : [];
    }
    const firstPiece = (ref) => {
      const found = pieces.get(ref) || [];
      for (const role of ["trigger", "content", "mention"]) {
        const hit = found.find((pair) => pair[1] === role);
        if (hit) return hit[0];
      }
      return null;
    };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    function bring(element, block) {
      // A short way is shown, a long one would only be waited for.
      const far = Math.abs(element.getBoundingClientRect().top) > 2 * innerHeight;
      element.scrollIntoView({ block, behavior: still || far ? "auto" : "smooth" });
    }

    root.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      const refs = refsOf(event.target);
      light(refs.length ? refs : held);
    });
    root.addEventListener("pointerleave", () => light(held));
    root.addEventListener("focusin", (event) => {
      const refs = refsOf(event.target);
      if (!refs.length) return;
      held = refs;
      light(refs);
    });
    root.addEventListener("focusout", () => {
      held = [];
      dark();
    });

    text.addEventListener("click", (event) => {
      const piece = event.target.closest("[data-in]");
      const refs = piece ? refsAt(piece) : [];
      if (!refs.length) return;
      event.preventDefault();
      const card = byRef.get(refs[0]);
      if (card.dataset.kind && view !== "all" && view !== card.dataset.kind) show("all");
      if (!card.dataset.kind && view !== "all" && view !== "party") show("all");
      bring(card, matchMedia("(max-width: 58rem)").matches ? "start" : "nearest");
      card.focus({ preventScroll: true });
      held = refs;
      light(refs);
    });
    function go(card) {
      const piece = firstPiece(card.dataset.ref);
      if (piece) bring(piece, "center");
    }
    for (const card of [...cards, ...people]) {
      card.addEventListener("click", (event) => {
        if (!event.target.closest("summary, a, details ul")) go(card);
      });
      card.addEventListener("keydown", (event) => {
        if (event.target !== card) return;
        if (event.key === "Enter") go(card);
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) return;
        const shown = [...cards, ...people].filter((other) => other.offsetParent);
        const next = shown[shown.indexOf(card) + step];
        if (next) {
          event.preventDefault();
          next.focus();
        }
      });
    }
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && root.contains(document.activeElement)) document.activeElement.blur();
    });

    // Filters
    let view = "all";
    const views = [...form.querySelectorAll("[data-view]")];
    const list = root.querySelector(".cards");
    const who = root.querySelector(".who");
    const nothing = root.querySelector(".nothing");
    const output = form.querySelector("output");
    const everything = form.querySelector("[type=reset]");

    function fits(card, wanted, statuses) {
      const data = card.dataset;
      if (wanted.party && !data.party.split(" ").includes(wanted.party)) return false;
      if (wanted.voice && data.voice !== wanted.voice) return false;
      if (data.kind === "quote") return !wanted.type && statuses.every((box) => box.checked);
      if (wanted.type && data.type !== wanted.type) return false;
      return statuses.some((box) => box.checked && box.value === data.status);
    }
    function filter() {
      const wanted = Object.fromEntries(["type", "voice", "party"].map((name) => [name, form.elements[name].value]));
      const statuses = [...form.querySelectorAll("[name=status]")];
      let shown = 0;
      for (const card of cards) {
        const kept = fits(card, wanted, statuses);
        if (kept) out.delete(card.dataset.ref);
        else out.add(card.dataset.ref);
        card.hidden = !kept || (view !== "all" && card.dataset.kind !== view);
        shown += !card.hidden;
      }
      const narrowed = Object.values(wanted).some(Boolean) || statuses.some((box) => !box.checked);
      list.hidden = view === "party";
      who.hidden = !(view === "party" || (view === "all" && !narrowed));
      nothing.hidden = view === "party" || shown > 0;
      everything.hidden = !narrowed;
      output.textContent = view === "party" ? `${people.length} parties` : `${shown} of ${cards.length} acts and quotes`;
      for (const [piece, all] of marks) {
        const acts = all.filter(([, role]) => role === "trigger");
        if (acts.length) piece.classList.toggle("off", acts.every(([ref]) => out.has(ref)));
      }
    }
    function show(name) {
      view = name;
      for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === name));
      filter();
    }
    for (const button of views) button.addEventListener("click", () => show(button.dataset.view));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    filter();
  }
})();
