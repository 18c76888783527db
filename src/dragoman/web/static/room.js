"use strict";
// What the pages do beyond what they say: short addresses, charts that fit, news for screen readers, keys.
// Everything reads and every form works without it.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const live = document.getElementById("live");

  // An address holds only what was asked for.
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters, verb } = event.detail;
    if (verb !== "get") return;
    for (const name of new Set(Object.keys(parameters))) {
      const values = [].concat(parameters[name]).filter((value) => value !== "");
      const plain = (name === "order" && values[0] === "newest") || (name === "in" && values[0] === "articles");
      if (!values.length || plain) delete parameters[name];
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get") return;
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
    setTimeout(() => [...form.elements].forEach((field) => (field.disabled = false)));
  });
  addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form [disabled]")) field.disabled = false;
  });

  // What changed is told, not read out whole.
  document.addEventListener("htmx:afterSwap", () => {
    const told = document.querySelector("[data-tally]");
    if (told && live) live.textContent = told.dataset.tally;
    charts();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const made = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const why = made.querySelector(".problem p");
    const results = document.getElementById("results");
    if (!why || !results) return;
    const box = document.createElement("div");
    box.className = "empty fault";
    box.textContent = why.textContent;
    results.replaceChildren(box);
    if (live) live.textContent = why.textContent;
  });

  // Charts: the specification of the command line, drawn as wide as there is room, light or dark.
  const seen = new WeakMap();
  async function draw(figure) {
    const width = Math.floor(figure.clientWidth);
    const theme = dark.matches ? "dark" : "light";
    const key = `${width} ${theme}`;
    if (!width || seen.get(figure) === key) return;
    seen.set(figure, key);
    const address = new URL(figure.dataset.chart, location.href);
    address.searchParams.set("theme", theme);
    address.searchParams.set("width", String(Math.min(1600, Math.max(200, width - 90))));
    const canvas = figure.querySelector(".canvas");
    const waiting = figure.querySelector(".waiting");
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error((await answer.json()).error);
      const spec = await answer.json();
      (spec.config = spec.config || {}).background = "transparent";
      delete spec.background;
      await vegaEmbed(canvas, spec, {
        actions: false,
        ast: true,
        defaultStyle: false,
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
      });
      // The description of the chart is on the frame; its hundreds of marks need no names.
      for (const svg of canvas.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
      waiting.hidden = true;
      figure.dataset.drawn = key;
    } catch (error) {
      seen.delete(figure);
      waiting.textContent = error.message || "It cannot be drawn.";
    }
  }
  function charts() {
    if (!window.vegaEmbed) return;
    for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
  }
  dark.addEventListener("change", charts);
  let later;
  addEventListener("resize", () => {
    clearTimeout(later);
    later = setTimeout(charts, 200);
  });
  charts();

  // "/" goes to the search, as in most archives.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const find = document.getElementById("find");
    if (find) {
      event.preventDefault();
      find.focus();
    }
  });
})();
