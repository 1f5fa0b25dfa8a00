/** What tells the size of a model: a person and a ruled ground. */
import { CapsuleGeometry, GridHelper, Group, Mesh, MeshStandardMaterial, SphereGeometry, Vector3 } from 'three';

export const PERSON = 1.6;

/** A plain figure of 1.6 m, its feet at the origin. */
export function person() {
  const cloth = new MeshStandardMaterial({ color: '#b3413a', roughness: 0.9 });
  const part = (radius, length, x, y, lean = 0) => {
    const found = new Mesh(new CapsuleGeometry(radius, length, 6, 16), cloth);
    found.position.set(x, y, 0);
    found.rotation.z = lean;
    return found;
  };
  const head = new Mesh(new SphereGeometry(0.11, 20, 16), cloth);
  head.scale.y = 1.1;
  head.position.y = PERSON - 0.121;
  const limbs = [-1, 1].flatMap((side) => [part(0.075, 0.62, side * 0.09, 0.385), part(0.05, 0.5, side * 0.225, 1.05, side * 0.12)]);
  return new Group().add(part(0.155, 0.36, 0, 1.02), head, ...limbs);
}

/** A grid below a box, its squares a power of ten of metres; `step` in userData. @param {import('three').Box3} box */
export function ground(box) {
  const size = box.getSize(new Vector3());
  const widest = Math.max(size.x, size.z) || 1;
  const step = 10 ** Math.floor(Math.log10(widest));
  const side = step * 2 * Math.ceil(widest / step);
  const grid = new GridHelper(side, Math.round(side / step), '#76716a', '#b9b4aa');
  grid.position.y = box.min.y;
  grid.userData.step = step;
  return grid;
}

/** The text with its slots filled. @param {string} text "%(name)s: …" @param {Record<string, string>} values */
export const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? '');

/** A small length, always in millimetres, so that the ends of a scale compare. @param {number} metres */
export function millimetres(metres) {
  const value = metres * 1000;
  const digits = value && value < 10 ? (value < 1 ? 2 : 1) : 0;
  return `${value.toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: digits })} mm`;
}

/** A length as people say it: mm below 10 cm, cm below 1 m, else m. @param {number} metres */
export function length(metres) {
  const say = (value, digits, unit) =>
    `${value.toLocaleString(document.documentElement.lang || undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
  if (metres < 0.1) return say(metres * 1000, 1, 'mm');
  return metres < 1 ? say(metres * 100, 1, 'cm') : say(metres, metres < 10 ? 3 : 2, 'm');
}
