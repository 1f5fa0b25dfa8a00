/** Draws the box and the plane of a cut into the 3D view while their numbers are typed. */
const bench = document.querySelector("mesh-bench");
const form = document.querySelector(".mesh-again");
const SIDES = ["left", "bottom", "back", "right", "top", "front"];
const PLANES = { above: 1, below: 4, right: 0, left: 3, front: 2, behind: 5 };

/** @param {string} name */
const field = (name) => form.elements[name];
const typed = () => SIDES.map((side) => (field(`box_${side}`).value === "" ? NaN : Number(field(`box_${side}`).value)));

/** What stays: the box, or the whole, cut off by the plane. */
function show() {
  const numbers = typed();
  const whole = bench.bounds?.();
  const at = field("plane_at").value;
  const plane = PLANES[field("plane_side").value];
  let kept = numbers.every(Number.isFinite) ? numbers : plane !== undefined && at !== "" && whole ? [...whole] : [];
  if (kept.length && plane !== undefined && at !== "") kept[plane] = plane < 3 ? Math.max(kept[plane], Number(at)) : Math.min(kept[plane], Number(at));
  bench.cutBox?.(kept);
}

if (bench && form) {
  form.addEventListener("input", show);
  bench.addEventListener("mesh-shown", show);
  form.querySelector(".mesh-fill")?.addEventListener("click", () => {
    const whole = bench.bounds?.();
    if (!whole) return;
    SIDES.forEach((side, index) => { field(`box_${side}`).value = whole[index].toFixed(2); });
    show();
  });
}
