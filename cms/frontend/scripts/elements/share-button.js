/** `<share-button data-title data-url>`: the device's own sharing, else a copied address; without scripts its link writes a mail. */
import { say } from '../words.js';

class ShareButton extends HTMLElement {
  connectedCallback() {
    if (!navigator.share && !navigator.clipboard) return;
    const link = this.querySelector('a');
    link?.addEventListener('click', (event) => {
      event.preventDefault();
      this.#share(link);
    });
  }

  /** @param {HTMLAnchorElement} link */
  async #share(link) {
    const url = this.dataset.url || location.href;
    try {
      if (navigator.share) {
        await navigator.share({ title: this.dataset.title, url });
        return;
      }
      await navigator.clipboard.writeText(url);
      this.#say(say('copied'));
    } catch (problem) {
      if (!(problem instanceof DOMException && problem.name === 'AbortError')) location.href = link.href;
    }
  }

  /** @param {string} text */
  #say(text) {
    const label = this.querySelector('span');
    if (!label) return;
    const before = label.textContent;
    label.textContent = text;
    setTimeout(() => (label.textContent = before), 2500);
  }
}

customElements.define('share-button', ShareButton);
