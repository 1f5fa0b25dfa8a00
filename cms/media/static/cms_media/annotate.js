/** Fills the form of an annotation from a click on the model, and marks the point. */
const bench = document.querySelector("mesh-bench");
const form = document.querySelector(".mesh-annotation");

bench?.addEventListener("mesh-point", ({ detail }) => {
  const { position, normal, eye } = detail;
  ["x", "y", "z"].forEach((axis, index) => { form.elements[axis].value = position[index].toFixed(3); });
  form.elements.normal.value = JSON.stringify(normal.map((value) => Number(value.toFixed(4))));
  form.elements.eye.value = JSON.stringify(eye.map((value) => Number(value.toFixed(3))));
  const mark = bench.querySelector(".mesh-mark.new") ?? Object.assign(document.createElement("button"), { type: "button", className: "mesh-mark new", textContent: "+" });
  mark.dataset.mark = JSON.stringify([...position, ...normal]);
  bench.mark(mark);
});
