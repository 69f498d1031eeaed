// Suggestions while somebody types in a search box, by keyboard and by finger, and a count of which answer was opened.
// Without this file the box is a plain search and nothing is missing.
"use strict";

const WAIT_MS = 150;
const SHORTEST = 2;

function combobox(input) {
  const row = input.closest("form");
  const list = document.createElement("ul");
  list.className = "sk-suggestions";
  list.id = `${input.id}-forslag`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  const status = document.createElement("span");
  status.className = "sk-visually-hidden";
  status.setAttribute("role", "status");
  row.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let timer = 0;
  let asking = null;
  let active = -1;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(position) {
    const options = [...list.children];
    active = position;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map((suggestion, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.dataset.url = suggestion.url;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const title = document.createElement("span");
      title.textContent = suggestion.title;
      const kind = document.createElement("span");
      kind.className = "sk-suggestion-kind";
      kind.textContent = suggestion.kind;
      option.append(title, kind);
      return option;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = list.hidden ? "" : input.dataset.found + suggestions.length;
  }

  async function ask() {
    const words = input.value.trim();
    asking?.abort();
    if (words.length < SHORTEST) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
    } catch {
      close(); // the search itself still works
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const next = active + (event.key === "ArrowDown" ? 1 : -1);
      choose(next >= count ? -1 : next < -1 ? count - 1 : next);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the box in focus until the click
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

function countOpened(answers) {
  answers.addEventListener("click", (event) => {
    const link = event.target.closest("[data-position]");
    if (!link) return;
    const form = new FormData();
    form.set("key", answers.dataset.search);
    form.set("position", link.dataset.position);
    navigator.sendBeacon(answers.dataset.opened, form);
  });
}

document.querySelectorAll("input[data-suggestions]").forEach(combobox);
document.querySelectorAll("[data-search]").forEach(countOpened);
