/** A ruler over a model: two points, the line between them, its length. */
import { BufferGeometry, Line, LineBasicMaterial, Vector3 } from 'three';
import { length } from './figure.js';

export class Ruler {
  /** @param {HTMLElement} stage @param {import('three').Scene} scene */
  constructor(stage, scene) {
    this.scene = scene;
    /** @type {Vector3[]} */
    this.points = [];
    this.line = new Line(new BufferGeometry(), new LineBasicMaterial({ color: '#1b4f72', depthTest: false, transparent: true }));
    this.line.renderOrder = 9;
    this.line.visible = false;
    scene.add(this.line);
    this.ends = [0, 1].map(() => Object.assign(document.createElement('span'), { className: 'mesh-end', hidden: true }));
    this.label = Object.assign(document.createElement('output'), { className: 'mesh-length', hidden: true });
    stage.append(...this.ends, this.label);
  }

  /** Takes a point; a third one begins a new measurement. Returns what there is to say. @param {Vector3} point */
  take(point) {
    if (this.points.length === 2) this.points = [];
    this.points.push(point.clone());
    this.line.visible = this.points.length === 2;
    if (!this.line.visible) return null;
    this.line.geometry.setFromPoints(this.points);
    const [from, to] = this.points;
    const across = length(Math.hypot(to.x - from.x, to.z - from.z));
    this.label.textContent = length(from.distanceTo(to));
    return { length: this.label.textContent, across, height: length(Math.abs(to.y - from.y)) };
  }

  clear() {
    this.points = [];
    this.line.visible = false;
    for (const part of [...this.ends, this.label]) part.hidden = true;
  }

  /** Puts ends and length where they are on the screen. @param {import('three').Camera} camera */
  place(camera) {
    const put = (element, point) => {
      const seen = point.clone().project(camera);
      element.hidden = Math.abs(seen.z) > 1;
      element.style.left = `${(seen.x + 1) * 50}%`;
      element.style.top = `${(1 - seen.y) * 50}%`;
    };
    this.ends.forEach((end, index) => { if (this.points[index]) put(end, this.points[index]); else end.hidden = true; });
    this.label.hidden = this.points.length < 2;
    if (this.points.length === 2) put(this.label, new Vector3().addVectors(this.points[0], this.points[1]).multiplyScalar(0.5));
  }
}
