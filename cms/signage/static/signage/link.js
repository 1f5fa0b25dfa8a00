/** The screen's line to the server. Every question may fail; the sign plays on. */

import { heard } from './time.js';

const API = '/api/v1/signage';
const TIMEOUT_MS = 15_000;

export class Refused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/** @param {string} url @param {RequestInit} [options] */
async function ask(url, options = {}) {
  return fetch(url, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
}

/** @returns {Promise<{code: string, poll: string, expires: string, interval_s: number}>} */
export async function askCode() {
  const sent = Date.now();
  const answer = await ask(`${API}/pair`, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } });
  if (!answer.ok) throw new Refused(answer.status);
  const body = await answer.json();
  heard(body.now, sent, Date.now());
  return body;
}

/** Null while nobody has entered the code. @returns {Promise<{token: string, display: {id: string, name: string}} | null>} */
export async function askToken(poll) {
  // The address may name another host than this page's (a proxy): only its path is the server's word.
  const answer = await ask(new URL(poll).pathname);
  if (answer.status === 202) return null;
  if (!answer.ok) throw new Refused(answer.status);
  return answer.json();
}

/** Null where nothing has changed. */
export async function askManifest(display, version) {
  const headers = { Authorization: `Bearer ${display.token}`, ...(version ? { 'If-None-Match': `"${version}"` } : {}) };
  const answer = await ask(`${API}/displays/${display.id}/manifest`, { headers });
  if (answer.status === 304) return null;
  if (!answer.ok) throw new Refused(answer.status);
  return answer.json();
}

/** The manifest of a preview, which the admin gives to who is logged in. */
export async function askPreview(url) {
  const answer = await ask(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new Refused(answer.status);
  return answer.json();
}

export async function report(display, state) {
  const sent = Date.now();
  const answer = await ask(`${API}/displays/${display.id}/state`, {
    method: 'POST', body: JSON.stringify(state),
    headers: { Authorization: `Bearer ${display.token}`, 'Content-Type': 'application/json' },
  });
  if (!answer.ok) throw new Refused(answer.status);
  heard((await answer.json()).now, sent, Date.now());
}
