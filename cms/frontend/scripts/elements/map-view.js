/** `<map-view data-base data-worker data-style>`: a drawn sketch until a tap on `[data-action="open-map"]`; then MapLibre over our own schematic. */
import { say } from '../words.js';

class MapView extends HTMLElement {
  connectedCallback() {
    const button = /** @type {HTMLButtonElement | null} */ (this.querySelector('[data-action="open-map"]'));
    if (!button || !this.dataset.worker) return;
    button.hidden = false;
    button.addEventListener('click', () => this.#open(button));
  }

  /** @param {HTMLButtonElement} button */
  async #open(button) {
    button.disabled = true;
    this.#status(say('loading_map'));
    try {
      const [{ atlas }, base] = await Promise.all([
        import('../atlas.js'),
        fetch(this.dataset.base ?? '', { credentials: 'omit' }).then((answer) => answer.json()),
        stylesheet(this.dataset.style ?? ''),
      ]);
      const stage = document.createElement('div');
      stage.className = 'stage';
      this.querySelector('.sketch')?.replaceWith(stage);
      const markers = JSON.parse(document.getElementById('markers')?.textContent || '[]');
      await atlas(stage, { base, markers, worker: this.dataset.worker ?? '', label: say('map_label'), note: say('schematic') });
      button.remove();
      this.dataset.ready = 'true';
      this.#status(say('map_ready'));
    } catch {
      this.#status(say('failed_map'));
      button.disabled = false;
    }
  }

  /** @param {string} text */
  #status(text) {
    const line = this.querySelector('[role="status"]');
    if (line) line.textContent = text;
  }
}

/** @param {string} href */
function stylesheet(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    link.addEventListener('load', resolve);
    link.addEventListener('error', reject);
    document.head.append(link);
  });
}

customElements.define('map-view', MapView);
