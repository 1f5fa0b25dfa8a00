/** Files by the SHA-256 of their content. What is in here was checked; nothing else is ever shown. */

import { sha256 } from './sha256.js';

const CACHE = 'kakuzan-sign';
const INDEX = '/signage/index';
const KEPT = '/signage/file/';
const HEADERS = ['Content-Type', 'Content-Security-Policy', 'Permissions-Policy', 'X-Content-Type-Options'];

/** @typedef {{url: string, sha256: string, bytes: number}} File */

/** Cache storage: survives a restart. Only where the origin is secure. */
class KeptStore {
  kind = 'kept';

  constructor(cache) {
    this.cache = cache;
  }

  async has(digest) {
    return (await this.cache.match(KEPT + digest)) !== undefined;
  }

  put(digest, content, headers) {
    return this.cache.put(KEPT + digest, new Response(content, { headers }));
  }

  async blob(digest) {
    return (await this.cache.match(KEPT + digest))?.blob();
  }

  /** Make the service worker start from these files: one write, so that it is the old player or the new, never a mixture. */
  setShell(version, files) {
    const index = { version, files: Object.fromEntries(files.map((file) => [file.url, file.sha256])) };
    return this.cache.put(INDEX, new Response(JSON.stringify(index)));
  }

  async shell() {
    return (await this.cache.match(INDEX))?.json();
  }

  /** Drop what neither the programme nor the player names. */
  async keepOnly(digests) {
    const wanted = new Set([...digests, ...Object.values((await this.shell())?.files ?? {})]);
    for (const request of await this.cache.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith(KEPT) && !wanted.has(pathname.slice(KEPT.length))) await this.cache.delete(request);
    }
  }
}

/** This page's memory: plays on without network, not over a restart. */
class MemoryStore {
  kind = 'memory';

  files = new Map();

  async has(digest) {
    return this.files.has(digest);
  }

  async put(digest, content, headers) {
    this.files.set(digest, new Blob([content], { type: headers['Content-Type'] ?? '' }));
  }

  async blob(digest) {
    return this.files.get(digest);
  }

  async setShell() {}

  async shell() {
    return undefined;
  }

  async keepOnly(digests) {
    const wanted = new Set(digests);
    for (const digest of this.files.keys()) if (!wanted.has(digest)) this.files.delete(digest);
  }
}

export async function openStore({ kept = true } = {}) {
  if (!kept || !globalThis.isSecureContext || !globalThis.caches) return new MemoryStore();
  try {
    const store = new KeptStore(await caches.open(CACHE));
    navigator.storage?.persist?.();
    return store;
  } catch {
    return new MemoryStore();
  }
}

/**
 * Fetch what is missing and check it. Rejects at the first file whose content is not what the manifest names; what was
 * fetched before stays, so that the next attempt continues from there.
 * @param {{has: Function, put: Function}} store
 * @param {File[]} files
 */
export async function complete(store, files) {
  for (const file of files) {
    if (await store.has(file.sha256)) continue;
    const answer = await fetch(file.url, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(60_000) });
    if (!answer.ok) throw new Error(`${file.url}: ${answer.status}`);
    const content = await answer.arrayBuffer();
    if ((await sha256(content)) !== file.sha256) throw new Error(`${file.url}: sha256 differs`);
    const headers = Object.fromEntries(HEADERS.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)]));
    await store.put(file.sha256, content, headers);
  }
}
