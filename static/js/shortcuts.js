// One-key shortcuts on the agent's pages. They can be turned off (WCAG 2.1.4), and they never act while one writes.
"use strict";
(() => {
  const SETTING = "skolstod-shortcuts";
  const enabled = () => localStorage.getItem(SETTING) !== "off";
  const toggles = document.querySelectorAll("[data-keys-toggle]");
  const label = () => toggles.forEach((toggle) => { toggle.textContent = enabled() ? toggle.dataset.on : toggle.dataset.off; });
  toggles.forEach((toggle) => toggle.addEventListener("click", () => {
    localStorage.setItem(SETTING, enabled() ? "off" : "on");
    label();
  }));
  label();

  const rows = [...document.querySelectorAll("[data-row]")];
  const step = (by) => {
    const next = rows[Math.min(Math.max(rows.indexOf(document.activeElement) + by, 0), rows.length - 1)];
    if (next) next.focus();
  };
  const isWriting = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (!enabled() || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); return; }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.dataset.focus) document.getElementById(target.dataset.focus).focus();
    else target.click();
  });
})();
