/** One language switch per form: shows the boxes of one language in every localized field, wakes rich editors when shown. */
const STORE = "kakuzan-editor-language";
const ENTRIES = "[data-localized] > [data-language]";

/** @param {ParentNode} root @param {string} language */
function reveal(root, language) {
  root.querySelectorAll(ENTRIES).forEach((entry) => {
    entry.hidden = entry.dataset.language !== language;
    if (!entry.hidden) wake(entry);
  });
}

/** Draftail starts when its input gets the controller; an editor of a hidden language never starts. */
function wake(entry) {
  entry.querySelectorAll("[data-rich-editor]:not([data-controller])").forEach((input) => {
    if (!input.closest("template") && !input.id.includes("__prefix__")) input.setAttribute("data-controller", "w-init");
  });
}

/** @param {HTMLFormElement} form @param {string} language */
function show(form, language) {
  reveal(form, language);
  form.dataset.shownLanguage = language;
  form.querySelectorAll(".language-switch button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === language));
  });
  sessionStorage.setItem(STORE, language);
}

/** @param {HTMLFormElement} form @param {HTMLElement} entry */
function switchButton(form, entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.value = entry.dataset.language;
  button.lang = entry.lang;
  button.textContent = entry.querySelector(".localized__language").textContent;
  const of = (mark) => form.querySelectorAll(`${ENTRIES}[data-language="${button.value}"][${mark}]`).length;
  const stale = of("data-stale");
  if (stale) button.insertAdjacentHTML("beforeend", `<small>↻ ${stale}</small>`);
  if (of("data-failed")) button.dataset.failed = "";
  button.addEventListener("click", () => show(form, button.value));
  return button;
}

/** @param {HTMLFormElement} form */
function addSwitch(form) {
  const first = form.querySelector("[data-localized]");
  if (!first || form.querySelector(".language-switch")) return;
  const bar = document.createElement("div");
  bar.className = "language-switch";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "言語 / Language");
  first.querySelectorAll(":scope > [data-language]").forEach((entry) => bar.append(switchButton(form, entry)));
  form.prepend(bar);
  const known = [...bar.children].map((button) => button.value);
  const failed = bar.querySelector("[data-failed]")?.value;
  const remembered = sessionStorage.getItem(STORE);
  show(form, failed ?? (known.includes(remembered) ? remembered : "ja"));
  new MutationObserver((changes) => {
    const added = changes.some((change) => [...change.addedNodes].some((node) => node.querySelector?.("[data-localized]")));
    if (added) reveal(form, form.dataset.shownLanguage);
  }).observe(form, { childList: true, subtree: true });
}

/** @param {HTMLElement} entry */
function count(entry) {
  const box = entry.querySelector("input[type=text], textarea");
  const counter = entry.querySelector("[data-limit]");
  if (!box || !counter) return;
  const limit = Number(counter.dataset.limit);
  counter.textContent = `${[...box.value].length} / ${limit}`;
  counter.toggleAttribute("data-over", [...box.value].length > limit);
}

document.addEventListener("input", (event) => {
  const entry = event.target.closest?.(ENTRIES);
  if (entry) count(entry);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy-source]");
  if (!button) return;
  const entry = button.closest("[data-language]");
  const source = entry.parentElement.querySelector('[data-language="ja"] :is(input[type=text], textarea)');
  const box = entry.querySelector("input[type=text], textarea");
  box.value = source ? source.value : entry.querySelector("[data-source]").textContent;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form").forEach(addSwitch);
  document.querySelectorAll(ENTRIES).forEach(count);
});
