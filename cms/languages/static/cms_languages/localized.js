/** One language switch per form: shows the boxes of one language in every localized field. */
const STORE = "kakuzan-editor-language";

/** @param {HTMLFormElement} form @param {string} language */
function show(form, language) {
  form.querySelectorAll("[data-localized] > [data-language]").forEach((entry) => {
    entry.hidden = entry.dataset.language !== language;
  });
  form.querySelectorAll(".language-switch button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === language));
  });
  sessionStorage.setItem(STORE, language);
}

/** @param {HTMLFormElement} form */
function addSwitch(form) {
  const first = form.querySelector("[data-localized]");
  if (!first || form.querySelector(".language-switch")) return;
  const bar = document.createElement("div");
  bar.className = "language-switch";
  bar.setAttribute("role", "group");
  first.querySelectorAll(":scope > [data-language]").forEach((entry) => {
    const button = document.createElement("button");
    button.type = "button";
    button.value = entry.dataset.language;
    button.lang = entry.lang;
    button.textContent = entry.querySelector(".localized__language").textContent;
    button.addEventListener("click", () => show(form, button.value));
    bar.append(button);
  });
  form.prepend(bar);
  const known = [...bar.children].map((button) => button.value);
  const remembered = sessionStorage.getItem(STORE);
  show(form, known.includes(remembered) ? remembered : "ja");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy-source]");
  if (!button) return;
  const entry = button.closest("[data-language]");
  const source = entry.parentElement.querySelector('[data-language="ja"] :is(input, textarea)');
  entry.querySelector("input, textarea").value = source.value;
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form").forEach(addSwitch);
});
