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
  const [point, normal] = ["plane_point", "plane_normal"].map((name) => numbersOf(field(name).value));
  bench.cutPlane?.(field("plane_side").value === "free" && point && normal?.some(Boolean) ? [...point, ...normal] : []);
}

/** Three numbers of a line, or nothing. @param {string} text */
function numbersOf(text) {
  const found = text.split(/[\s,、]+/).filter(Boolean).map(Number);
  return found.length === 3 && found.every(Number.isFinite) ? found : null;
}

/** A plane through three points that faces the middle of the model; nothing where they lie on one line. @param {number[][]} points */
function through([a, b, c]) {
  const [u, v] = [b, c].map((point) => point.map((value, axis) => value - a[axis]));
  const across = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const length = Math.hypot(...across);
  if (length < 1e-6 * Math.hypot(...u) * Math.hypot(...v) || !length) return null;
  const whole = bench.bounds();
  const facing = across.reduce((sum, value, axis) => sum + value * ((whole[axis] + whole[axis + 3]) / 2 - a[axis]), 0) < 0 ? -1 : 1;
  return across.map((value) => (facing * value) / length);
}

/** @param {number[]} point @param {number[]} normal */
function lay(point, normal) {
  field("plane_side").value = "free";
  field("plane_at").value = "";
  field("plane_point").value = point.map((value) => value.toFixed(4)).join(", ");
  field("plane_normal").value = normal.map((value) => value.toFixed(6)).join(", ");
  show();
}

/** Takes three points from clicks on the model after its button was pressed. @param {HTMLButtonElement} button */
function picking(button) {
  const words = button.textContent;
  let points = null;
  const tell = () => { button.textContent = points ? button.dataset.points.replace("{count}", String(points.length)) : words; };
  button.addEventListener("click", () => { points = points ? null : []; tell(); });
  bench.addEventListener("mesh-point", ({ detail }) => {
    if (!points) return;
    points.push(detail.position);
    if (points.length === 3) {
      const normal = through(points);
      if (normal) lay(points[0], normal);
      points = normal ? null : [];
    }
    tell();
  });
}

if (bench && form) {
  form.addEventListener("input", show);
  bench.addEventListener("mesh-shown", show);
  const pick = form.querySelector(".mesh-pick");
  if (pick) picking(pick);
  form.querySelector(".mesh-turn")?.addEventListener("click", () => {
    const [point, normal] = ["plane_point", "plane_normal"].map((name) => numbersOf(field(name).value));
    if (point && normal) lay(point, normal.map((value) => -value));
  });
  form.querySelector(".mesh-fill")?.addEventListener("click", () => {
    const whole = bench.bounds?.();
    if (!whole) return;
    SIDES.forEach((side, index) => { field(`box_${side}`).value = whole[index].toFixed(2); });
    show();
  });
}
