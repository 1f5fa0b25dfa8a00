/** Makes the clerk's form shorter: hides what the chosen kind does not need, filters the list while typing. */
const form = document.querySelector(".announce__form");

function show() {
  const kind = form.querySelector('[name="notice_kind"]:checked')?.value;
  form.querySelectorAll("[data-for]").forEach((part) => { part.hidden = !part.dataset.for.split(" ").includes(kind); });
  form.querySelector("[data-until]").hidden = form.querySelector('[name="until"]:checked')?.value !== "at";
}

if (form) {
  form.addEventListener("change", show);
  show();
  const search = form.querySelector("[data-filter]");
  const rows = [...form.querySelectorAll('[data-filtered] input[type="checkbox"]')].map((input) => input.closest("div > div") ?? input.closest("label"));
  search.addEventListener("input", () => {
    const words = search.value.normalize("NFKC").toLowerCase().split(/\s+/);
    rows.forEach((row) => {
      const text = row.textContent.normalize("NFKC").toLowerCase();
      row.hidden = !row.querySelector(":checked") && !words.every((word) => text.includes(word));
    });
  });
}
