/**
 * `<mesh-bench>`: the real files of a 3D model on the editors' pages. One radio button per level loads its GLB; boxes show its triangles, its bare
 * surface, a person for scale and a grid. A click on the model tells `mesh-point` {position, normal, eye}, in metres of the frame that all levels
 * share. Without this script the page has a picture and the figures.
 */
import {
  Box3, CapsuleGeometry, Color, DirectionalLight, GridHelper, Group, HemisphereLight, Mesh, MeshStandardMaterial, PerspectiveCamera, Raycaster,
  Scene, SphereGeometry, Vector2, Vector3, WebGLRenderer, WireframeGeometry, LineSegments, LineBasicMaterial,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { MeshoptDecoder } from 'three/examples/jsm/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';

const PERSON = 1.7;
const LONGEST_CLICK = 5;

/** A plain figure of 1.7 m, its feet at the origin. */
function person() {
  const cloth = new MeshStandardMaterial({ color: '#b3413a', roughness: 0.9 });
  const body = new Mesh(new CapsuleGeometry(0.2, 1.0, 6, 16), cloth);
  body.position.y = 0.7;
  const head = new Mesh(new SphereGeometry(0.13, 16, 12), cloth);
  head.position.y = PERSON - 0.13;
  return new Group().add(body, head);
}

class MeshBench extends HTMLElement {
  connectedCallback() {
    this.stage = /** @type {HTMLElement} */ (this.querySelector('.mesh-stage'));
    this.marks = [...this.querySelectorAll('[data-mark]')];
    this.loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
    this.surface = new MeshStandardMaterial({ color: '#c9c6bf', roughness: 0.95 });
    this.addEventListener('change', (event) => this.#changed(/** @type {HTMLInputElement} */ (event.target)));
    this.addEventListener('click', (event) => this.#visit(/** @type {HTMLElement} */ (event.target).closest('[data-eye]')));
    const first = /** @type {HTMLInputElement | null} */ (this.querySelector('input[name=level]:checked'));
    if (first) this.#start(first.value);
  }

  /** @param {string} address */
  async #start(address) {
    try {
      this.#build();
      await this.#load(address);
      this.#frame();
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
    this.scene.add(this.sun);
    this.stage.querySelector('img')?.remove();
    this.stage.prepend(this.renderer.domElement);
    this.renderer.domElement.tabIndex = 0;
    this.renderer.domElement.setAttribute('aria-label', this.dataset.label ?? '');
    this.controls = new OrbitControls(this.camera, this.renderer.domElement);
    this.controls.addEventListener('change', () => this.#draw());
    new ResizeObserver(() => this.#resize()).observe(this.stage);
    this.#points();
  }

  /** Loads a level in place of the one shown; the camera stays, so that eyes can compare. @param {string} address */
  async #load(address) {
    this.#say(this.dataset.loading ?? '');
    const { scene } = await this.loader.loadAsync(address);
    if (this.model) this.scene.remove(this.model);
    this.model = scene;
    this.scene.add(scene);
    this.box = new Box3().setFromObject(scene);
    const size = this.box.getSize(new Vector3());
    const step = 10 ** Math.floor(Math.log10(Math.max(size.x, size.z)));
    if (this.scale) this.scene.remove(this.scale);
    const side = step * 2 * Math.ceil(Math.max(size.x, size.z) / step);
    this.scale = new GridHelper(side, Math.round(side / step), '#76716a', '#b9b4aa');
    this.scale.position.set(0, this.box.min.y, 0);
    this.figure ??= person();
    this.figure.position.set(this.box.max.x + 0.6, this.box.min.y, this.box.max.z);
    this.scene.add(this.scale, this.figure);
    const length = (value) => (value < 1 ? `${(value * 100).toFixed(1)} cm` : `${value.toFixed(2)} m`);
    this.#say(`${this.dataset.size} ${length(size.x)} × ${length(size.y)} × ${length(size.z)} · ${this.dataset.step} ${length(step)}`);
    this.#look();
  }

  /** Puts the camera where the whole is seen from its front. */
  #frame() {
    const centre = this.box.getCenter(new Vector3());
    const radius = this.box.getSize(new Vector3()).length() / 2;
    const way = new Vector3(0.55, 0.3, 1).normalize().multiplyScalar(radius * 3.4);
    this.camera.near = radius / 100;
    this.camera.far = radius * 50;
    this.camera.position.copy(centre).add(way);
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
    this.#draw();
  }

  /** Shows and hides what the boxes say. */
  #look() {
    const on = (name) => /** @type {HTMLInputElement | null} */ (this.querySelector(`input[name=${name}]`))?.checked ?? false;
    this.model.traverse((part) => {
      if (!part.isMesh) return;
      part.userData.own ??= part.material;
      part.material = on('bare') ? this.surface : part.userData.own;
      if (on('wire') && !part.userData.wire) {
        part.userData.wire = new LineSegments(new WireframeGeometry(part.geometry), new LineBasicMaterial({ color: new Color('#1b4f72'), transparent: true, opacity: 0.35 }));
        part.add(part.userData.wire);
      }
      if (part.userData.wire) part.userData.wire.visible = on('wire');
    });
    this.figure.visible = on('person');
    this.scale.visible = on('grid');
    this.#draw();
  }

  #draw() {
    if (this.drawing || !this.model) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      this.renderer.render(this.scene, this.camera);
      for (const mark of this.marks) this.#place(/** @type {HTMLElement} */ (mark));
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

  /** Hears clicks on the model, told from turning it by the way the pointer went. */
  #points() {
    const canvas = this.renderer.domElement;
    let down = new Vector2();
    canvas.addEventListener('pointerdown', (event) => { down = new Vector2(event.clientX, event.clientY); });
    canvas.addEventListener('pointerup', (event) => {
      if (down.distanceTo(new Vector2(event.clientX, event.clientY)) > LONGEST_CLICK || !this.model) return;
      const box = canvas.getBoundingClientRect();
      const where = new Vector2(((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2);
      const ray = new Raycaster();
      ray.setFromCamera(where, this.camera);
      const [hit] = ray.intersectObject(this.model, true).filter((found) => found.face && found.object.isMesh);
      if (!hit) return;
      const normal = hit.face.normal.clone().transformDirection(hit.object.matrixWorld);
      const detail = { position: hit.point.toArray(), normal: normal.toArray(), eye: this.camera.position.toArray() };
      this.dispatchEvent(new CustomEvent('mesh-point', { detail, bubbles: true }));
    });
  }

  /** Goes to where an annotation is looked at from. @param {HTMLElement | null} mark */
  #visit(mark) {
    if (!mark || !this.model) return;
    const eye = JSON.parse(mark.dataset.eye ?? 'null');
    const [x, y, z] = JSON.parse(mark.dataset.mark ?? '[]');
    this.controls.target.set(x, y, z);
    if (eye) this.camera.position.set(eye[0], eye[1], eye[2]);
    this.controls.update();
    this.#draw();
  }

  /** @param {HTMLInputElement} input */
  async #changed(input) {
    if (input.name === 'level') {
      await this.#load(input.value).catch(() => this.#say(this.dataset.failed ?? ''));
    } else if (this.model) {
      this.#look();
    }
  }

  /** Shows a mark that is not kept yet. @param {HTMLElement} mark */
  mark(mark) {
    if (!this.marks.includes(mark)) this.marks.push(mark);
    this.stage.append(mark);
    this.#draw();
  }

  /** @param {string} text */
  #say(text) {
    const line = this.querySelector('[role=status]');
    if (line) line.textContent = text;
  }
}

customElements.define('mesh-bench', MeshBench);
