/**
 * `<mesh-bench>`: the real files of a 3D model on the editors' pages. One radio button per file; a second file beside it behind a curtain, under the
 * same camera; texture, bare surface or heat map; triangles, a person, a ruled ground, a ruler. A click on the model, or Enter for the middle of
 * the view, tells `mesh-point` {position, normal, eye}, in metres of the frame that all levels share. Without this script the page has a
 * picture and the figures.
 */
import { Box3, DirectionalLight, HemisphereLight, PerspectiveCamera, Raycaster, Scene, Vector2, Vector3, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { Cut } from './bench/box.js';
import { filled, ground, length, millimetres, person } from './bench/figure.js';
import { byKeys } from './bench/keys.js';
import { Models } from './bench/models.js';
import { Ruler } from './bench/ruler.js';

const LONGEST_CLICK = 6;

class MeshBench extends HTMLElement {
  connectedCallback() {
    this.stage = /** @type {HTMLElement} */ (this.querySelector('.mesh-stage'));
    this.marks = [...this.querySelectorAll('[data-mark]')];
    this.models = new Models();
    this.addEventListener('change', (event) => this.#changed(/** @type {HTMLInputElement} */ (event.target)));
    this.addEventListener('input', (event) => { if (/** @type {HTMLInputElement} */ (event.target).name === 'curtain') this.draw(); });
    this.addEventListener('click', (event) => this.visit(/** @type {HTMLElement} */ (event.target).closest('[data-eye]')));
    if (this.querySelector('input[name=level]:checked')) this.#start();
  }

  async #start() {
    try {
      this.#build();
      await this.#show();
      this.frame();
    } catch (error) {
      console.error(error);
      this.#say(this.dataset.failed ?? '');
    }
  }

  #build() {
    this.renderer = new WebGLRenderer({ antialias: true, alpha: true });
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.camera = new PerspectiveCamera(35, 4 / 3, 0.01, 1000);
    this.scene = new Scene();
    this.scene.add(new HemisphereLight('#ffffff', '#8a8478', 2.2));
    this.sun = new DirectionalLight('#fff6e5', 2);
    this.figure = person();
    this.scene.add(this.sun, this.figure);
    const canvas = this.renderer.domElement;
    this.stage.querySelector('img')?.remove();
    this.stage.prepend(canvas);
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', this.dataset.label ?? '');
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.addEventListener('change', () => this.draw());
    this.ruler = new Ruler(this.stage, this.scene);
    this.cut = new Cut(this.scene);
    byKeys(canvas, this.camera, this.controls, () => this.#point(0, 0));
    this.#clicks(canvas);
    new ResizeObserver(() => this.#resize()).observe(this.stage);
    this.classList.add('ready');
  }

  /** The box or button of this name. @param {string} name */
  #on(name) {
    return /** @type {HTMLInputElement | null} */ (this.querySelector(`input[name=${name}]`))?.checked ?? false;
  }

  /** Loads what the controls ask for in place of what is shown; the camera stays, so that eyes can compare. */
  async #show() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.#say(this.dataset.loading ?? '');
    const level = /** @type {HTMLInputElement} */ (this.querySelector('input[name=level]:checked'));
    const other = /** @type {HTMLSelectElement | null} */ (this.querySelector('select[name=other]'))?.selectedOptions[0];
    const skin = /** @type {HTMLInputElement | null} */ (this.querySelector('input[name=skin]:checked'))?.value ?? 'texture';
    const sides = [level, other?.value && other.value !== level.value ? other : null].filter(Boolean);
    const heats = sides.map((side) => (skin === 'heat' && side.dataset.heat ? JSON.parse(side.dataset.heat) : null));
    const found = await Promise.all(sides.map((side, index) => this.models.get(heats[index]?.url ?? side.value)));
    if (turn !== this.turn) return;
    const all = [...this.querySelectorAll('input[name=level][data-heat]')].map((input) => JSON.parse(input.dataset.heat).limit);
    const limits = heats.map((heat) => (heat && this.#on('same') ? Math.max(...all) : heat?.limit));
    for (const { group } of this.sides ?? []) this.scene.remove(group);
    this.sides = found;
    found.forEach((model, index) => {
      this.scene.add(model.group);
      model.dress({ skin: heats[index] ? 'texture' : skin === 'heat' ? 'bare' : skin, wire: this.#on('wire') });
      if (heats[index]) model.heat(heats[index].limit, limits[index]);
    });
    this.#surroundings();
    this.#names(sides);
    this.#legend(heats, limits, sides);
    this.#look();
    this.dataset.shown = level.value;
    this.dispatchEvent(new CustomEvent('mesh-shown', { bubbles: true }));
  }

  /** Ground, person and what is said of the size. */
  #surroundings() {
    this.box = new Box3();
    for (const { box } of this.sides) this.box.union(box);
    if (this.scale) this.scene.remove(this.scale);
    this.scale = ground(this.box);
    this.scene.add(this.scale);
    const size = this.box.getSize(new Vector3());
    this.figure.position.set(this.box.max.x + 0.5, this.box.min.y, this.box.max.z);
    this.#say(`${this.dataset.size} ${length(size.x)} × ${length(size.y)} × ${length(size.z)} · ${this.dataset.step} ${length(this.scale.userData.step)}`);
  }

  /** Writes above each half what it shows. @param {HTMLElement[]} sides */
  #names(sides) {
    this.classList.toggle('two', sides.length === 2);
    for (const [index, place] of ['.mesh-right', '.mesh-left'].entries()) {
      const label = this.querySelector(place);
      if (label) label.textContent = sides.length === 2 ? (sides[index].dataset.name ?? '') : '';
    }
  }

  /** Says what the colours mean, in millimetres. */
  #legend(heats, limits, sides) {
    const legend = /** @type {HTMLElement | null} */ (this.querySelector('.mesh-legend'));
    if (!legend) return;
    const shown = heats.map((heat, index) => ({ heat, limit: limits[index], name: sides[index].dataset.name })).filter(({ heat }) => heat);
    legend.hidden = !shown.length;
    legend.querySelector('.mesh-ticks')?.replaceChildren(...[0, 0.25, 0.5, 0.75, 1].map((share) => Object.assign(document.createElement('span'), {
      textContent: shown.length ? `${share === 1 ? '≥ ' : ''}${millimetres(share * shown[0].limit)}` : '',
    })));
    legend.querySelector('.mesh-told')?.replaceChildren(...shown.map(({ heat, name }) => Object.assign(document.createElement('p'), {
      textContent: filled(legend.dataset.told ?? '', { name, median: millimetres(heat.median), most: millimetres(heat.p95), largest: millimetres(heat.largest) }),
    })));
  }

  /** Puts the camera where the whole is seen from its front. */
  frame() {
    const centre = this.box.getCenter(new Vector3());
    const radius = this.box.getSize(new Vector3()).length() / 2;
    this.camera.near = radius / 200;
    this.camera.far = radius * 50;
    this.camera.position.copy(centre).add(new Vector3(0.55, 0.3, 1).normalize().multiplyScalar(radius * 3.4));
    this.controls.target.copy(centre);
    this.sun.position.copy(centre).add(new Vector3(-radius, radius * 2, radius));
    this.controls.update();
    this.#resize();
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || !height) return;
    this.renderer.setSize(width, height);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  /** Shows and hides what the boxes say. */
  #look() {
    this.figure.visible = this.#on('person');
    this.scale.visible = this.#on('grid');
    this.classList.toggle('measuring', this.#on('ruler'));
    if (!this.#on('ruler')) this.ruler.clear();
    else if (!this.ruler.points.length) this.#say(this.dataset.first ?? '');
    this.draw();
  }

  /** Where the curtain is, 0 at the left. */
  get curtain() {
    return Number(/** @type {HTMLInputElement | null} */ (this.querySelector('input[name=curtain]'))?.value ?? 50) / 100;
  }

  draw() {
    if (this.drawing || !this.sides) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      const { clientWidth: width, clientHeight: height } = this.stage;
      const [right, left] = this.sides;
      const at = left ? Math.round(width * this.curtain) : 0;
      this.stage.style.setProperty('--curtain', `${100 * this.curtain}%`);
      this.renderer.setScissorTest(Boolean(left));
      for (const [side, from, to] of left ? [[left, 0, at], [right, at, width]] : [[right, 0, width]]) {
        for (const { group } of this.sides) group.visible = group === side.group;
        this.renderer.setScissor(from, 0, to - from, height);
        if (to > from) this.renderer.render(this.scene, this.camera);
      }
      for (const mark of this.marks) this.#place(/** @type {HTMLElement} */ (mark));
      this.ruler.place(this.camera);
    });
  }

  /** Puts a numbered mark where its point is on the screen; one on the far side is faint. @param {HTMLElement} mark */
  #place(mark) {
    const [x, y, z, nx, ny, nz] = JSON.parse(mark.dataset.mark ?? '[]');
    const point = new Vector3(x, y, z);
    const away = this.camera.position.clone().sub(point);
    const seen = point.clone().project(this.camera);
    mark.hidden = Math.abs(seen.z) > 1;
    mark.style.left = `${(seen.x + 1) * 50}%`;
    mark.style.top = `${(1 - seen.y) * 50}%`;
    mark.classList.toggle('behind', away.dot(new Vector3(nx, ny, nz)) < 0);
  }

  /** Hears clicks on the model, told from turning it by the way the pointer went. @param {HTMLElement} canvas */
  #clicks(canvas) {
    let down = new Vector2();
    canvas.addEventListener('pointerdown', (event) => { down = new Vector2(event.clientX, event.clientY); });
    canvas.addEventListener('pointerup', (event) => {
      if (down.distanceTo(new Vector2(event.clientX, event.clientY)) > LONGEST_CLICK) return;
      const box = canvas.getBoundingClientRect();
      this.#point(((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2);
    });
  }

  /** Takes the point of the surface at a place of the view, -1 to 1 rightward and upward. @param {number} x @param {number} y */
  #point(x, y) {
    if (!this.sides) return;
    const [right, left] = this.sides;
    const { group } = left && (x + 1) / 2 < this.curtain ? left : right;
    this.camera.updateMatrixWorld(); // keys may have turned it since it was last drawn
    const ray = new Raycaster();
    ray.params.Points.threshold = this.box.getSize(new Vector3()).length() / 500;
    ray.setFromCamera(new Vector2(x, y), this.camera);
    const [hit] = ray.intersectObject(group, true).filter((found) => found.face || found.object.isPoints);
    if (!hit) return;
    if (this.#on('ruler')) {
      const told = this.ruler.take(hit.point);
      this.#say(told ? filled(this.dataset.distance ?? '', told) : (this.dataset.second ?? ''));
      this.draw();
      return;
    }
    const normal = hit.face ? hit.face.normal.clone().transformDirection(hit.object.matrixWorld) : this.camera.position.clone().sub(hit.point).normalize();
    const detail = { position: hit.point.toArray(), normal: normal.toArray(), eye: this.eye() };
    this.dispatchEvent(new CustomEvent('mesh-point', { detail, bubbles: true }));
  }

  /** Least x, y, z and greatest x, y, z of what is shown, in metres; nothing before it is. */
  bounds() {
    return this.box && [...this.box.min.toArray(), ...this.box.max.toArray()];
  }

  /** Draws a box of six numbers, or none. @param {number[]} numbers */
  cutBox(numbers) {
    this.cut?.show(numbers);
    this.draw();
  }

  /** Draws a plane by a point and the direction of what stays, or none. @param {number[]} numbers */
  cutPlane(numbers) {
    this.cut?.showPlane(numbers, this.box?.getSize(new Vector3()).length() ?? 1);
    this.draw();
  }

  /** Where the camera stands, in metres of the frame. */
  eye() {
    return this.camera.position.toArray();
  }

  /** Goes to where an annotation is looked at from. @param {HTMLElement | null} mark */
  visit(mark) {
    if (!mark || !this.sides) return;
    const eye = JSON.parse(mark.dataset.eye ?? 'null');
    this.controls.target.set(...JSON.parse(mark.dataset.mark ?? '[]').slice(0, 3));
    if (eye) this.camera.position.set(...eye);
    this.controls.update();
    this.draw();
    this.dispatchEvent(new CustomEvent('mesh-visit', { detail: mark, bubbles: true }));
  }

  /** @param {HTMLInputElement} input */
  async #changed(input) {
    if (!this.sides) return;
    if (['level', 'other', 'skin', 'same', 'wire'].includes(input.name)) await this.#show().catch(() => this.#say(this.dataset.failed ?? ''));
    else this.#look();
  }

  /** Shows a mark that is not kept yet. @param {HTMLElement} mark */
  mark(mark) {
    if (!this.marks.includes(mark)) this.marks.push(mark);
    this.stage.append(mark);
    this.draw();
  }

  /** @param {string} text */
  #say(text) {
    const line = this.querySelector('[role=status]');
    if (line) line.textContent = text;
  }
}

customElements.define('mesh-bench', MeshBench);
