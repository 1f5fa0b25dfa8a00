/** `<open-state data-windows="[[from, to], …]">`: keeps the state of a thing true while the page lies open, without asking anybody. */
import { openingState, showState } from '../opening.js';

const MINUTE = 60_000;

class OpenState extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  connectedCallback() {
    this.#refresh();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #refresh() {
    const now = new Date();
    const state = openingState(JSON.parse(this.dataset.windows || '[]'), now);
    const line = this.querySelector('.state');
    if (state && line) showState(line, state);
    this.#timer = setTimeout(() => this.#refresh(), MINUTE - (now.getTime() % MINUTE) + 50);
  }
}

customElements.define('open-state', OpenState);
