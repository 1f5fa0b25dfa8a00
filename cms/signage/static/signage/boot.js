/** From a code on the screen to a token in its memory. */

import { askCode, askToken, Refused } from './link.js';
import { showPairing } from './screens.js';
import { wait } from './stage.js';
import { now } from './time.js';

/**
 * Show codes until somebody enters one. Never gives up: without a server it says so and tries again.
 * @param {HTMLElement} element @param {string} note what the operator should know about this origin
 * @returns {Promise<{id: string, token: string, name: string}>}
 */
export async function pair(element, note) {
  for (;;) {
    try {
      const asked = await askCode();
      const expires = Date.parse(asked.expires);
      showPairing(element, { code: asked.code, expires, note });
      const found = await entered(asked, expires);
      if (found) {
        element.hidden = true;
        return { id: found.display.id, token: found.token, name: found.display.name };
      }
    } catch (error) {
      const trouble = error instanceof Refused && error.status === 429 ? 'しばらくお待ちください　Please wait' : 'サーバーに接続しています　Connecting…';
      showPairing(element, { code: '', note, trouble });
      await wait(5000);
    }
  }
}

/** The token, or null when the code is over. A single failed question is no reason to change the code. */
async function entered(asked, expires) {
  while (now() < expires) {
    await wait((asked.interval_s || 3) * 1000);
    try {
      const found = await askToken(asked.poll);
      if (found) return found;
    } catch (error) {
      if (error instanceof Refused && [404, 410].includes(error.status)) return null;
    }
  }
  return null;
}

/** Register the service worker; without one (plain http) the player says what that means. */
export async function registerWorker() {
  if (!globalThis.isSecureContext || !navigator.serviceWorker) return false;
  try {
    await navigator.serviceWorker.register('/signage/sw.js', { scope: '/signage/', updateViaCache: 'none' });
    return true;
  } catch {
    return false;
  }
}
