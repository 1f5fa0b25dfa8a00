/**
 * `<model-view data-src data-alt data-decoder>`: a picture until somebody taps `[data-action="view-3d"]`; then the viewer takes its place.
 * The decoder is ours; the addresses that model-viewer would ask elsewhere point into our own folder, where nothing is.
 */
import { say } from '../words.js';

class ModelView extends HTMLElement {
  connectedCallback() {
    const system = phone();
    if (system) this.classList.add(`on-${system}`);
    const button = this.querySelector('[data-action="view-3d"]');
    button?.addEventListener('click', () => this.#mount(/** @type {HTMLButtonElement} */ (button)));
  }

  /** @param {HTMLButtonElement} button */
  async #mount(button) {
    button.disabled = true;
    this.#status(say('loading_3d'));
    try {
      await this.#define();
      const viewer = this.#viewer();
      const stage = this.querySelector('.viewer');
      const height = stage?.getBoundingClientRect().height;
      if (height) viewer.style.blockSize = `${height}px`;
      stage?.replaceChildren(viewer);
      await new Promise((resolve, reject) => {
        viewer.addEventListener('load', resolve, { once: true });
        viewer.addEventListener('error', reject, { once: true });
      });
      this.#stops(viewer);
      this.#status(say('turn_3d'));
      button.hidden = true;
      viewer.focus();
    } catch {
      this.#status(say('failed_3d'));
      button.disabled = false;
    }
  }

  async #define() {
    const folder = new URL('.', new URL(this.dataset.decoder ?? '/', location.href)).href;
    /** @type {any} */ (globalThis).ModelViewerElement = {
      meshoptDecoderLocation: this.dataset.decoder,
      dracoDecoderLocation: folder,
      ktx2TranscoderLocation: folder,
      lottieLoaderLocation: folder,
    };
    await import('../viewer.js');
  }

  #viewer() {
    const viewer = document.createElement('model-viewer');
    const settings = {
      src: this.dataset.src ?? '',
      alt: this.dataset.alt ?? '',
      'camera-controls': '',
      'touch-action': 'pan-y',
      'interaction-prompt': 'none',
      'environment-image': 'neutral',
      'shadow-intensity': '0.6',
      exposure: '1.1',
      'camera-orbit': '-30deg 78deg 92%',
      'max-camera-orbit': 'auto 92deg auto',
    };
    for (const [name, value] of Object.entries(settings)) viewer.setAttribute(name, value);
    return viewer;
  }

  /** Numbers the points of the list below on the model; a tap on either looks at it. @param {any} viewer */
  #stops(viewer) {
    const stops = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.stops-3d [data-position]')]);
    stops.forEach((stop, index) => {
      const mark = document.createElement('button');
      const look = () => {
        viewer.cameraTarget = stop.dataset.position;
        if (stop.dataset.orbit) viewer.cameraOrbit = stop.dataset.orbit;
        for (const other of stops) other.toggleAttribute('aria-current', other === stop);
      };
      mark.slot = `hotspot-${index + 1}`;
      mark.className = 'mark-3d';
      mark.textContent = String(index + 1);
      mark.title = stop.querySelector('b')?.textContent ?? '';
      mark.dataset.position = stop.dataset.position;
      mark.dataset.normal = stop.dataset.normal;
      mark.addEventListener('click', look);
      stop.addEventListener('click', look);
      viewer.append(mark);
    });
  }

  /** @param {string} text */
  #status(text) {
    const line = this.querySelector('[role="status"]');
    if (line) line.textContent = text;
  }
}

/** The two ways into AR exclude each other: which of them this device has, '' when it is neither. iPads call themselves Macintosh. */
function phone() {
  const agent = navigator.userAgent;
  if (/Android/.test(agent)) return 'android';
  return /iPad|iPhone|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1) ? 'ios' : '';
}

customElements.define('model-view', ModelView);
