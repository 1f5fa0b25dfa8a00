/** Fills the form of an annotation from a click on the model, marks the point, keeps the view, and walks from stop to stop. */
const bench = document.querySelector("mesh-bench");
const form = document.querySelector(".mesh-annotation");
const rounded = (numbers, digits) => JSON.stringify(numbers.map((value) => Number(value.toFixed(digits))));

/** Keeps where the camera stands. @param {number[]} eye */
function keepView(eye) {
  form.elements.eye.value = rounded(eye, 3);
  form.querySelector("[data-eye-told]").textContent = form.dataset.kept;
}

bench?.addEventListener("mesh-point", ({ detail }) => {
  const { position, normal, eye } = detail;
  ["x", "y", "z"].forEach((axis, index) => { form.elements[axis].value = position[index].toFixed(3); });
  form.elements.normal.value = rounded(normal, 4);
  keepView(eye);
  const mark = bench.querySelector(".mesh-mark.new") ?? Object.assign(document.createElement("button"), { type: "button", className: "mesh-mark new", textContent: "+" });
  mark.dataset.mark = JSON.stringify([...position, ...normal]);
  bench.mark(mark);
});

const view = form?.querySelector("[data-view]");
bench?.addEventListener("mesh-shown", () => { if (view) view.hidden = false; });
view?.addEventListener("click", () => keepView(bench.eye()));

const stops = [...(bench?.querySelectorAll(".mesh-mark[data-eye]") ?? [])];
let at = -1;
document.querySelector(".mesh-walk")?.addEventListener("click", ({ target }) => {
  const step = Number(target.closest("[data-walk]")?.dataset.walk ?? 0);
  if (!step || !stops.length) return;
  at = (at + step + stops.length) % stops.length;
  bench.visit(stops[at]);
});
bench?.addEventListener("mesh-visit", ({ detail }) => {
  at = stops.indexOf(detail);
  const told = document.querySelector("[data-stop]");
  if (told && at >= 0) told.textContent = `${at + 1} / ${stops.length} ${stops[at].title}`;
});
