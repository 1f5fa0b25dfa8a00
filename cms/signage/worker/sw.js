/**
 * The sign's service worker: after a power cut the player starts from here, without any network.
 *
 * It answers for the player's own page, modules and styles only, from files whose SHA-256 was checked before they were
 * kept. Pictures and the programme are the player's own business (store.js); everything else goes to the network.
 */
const CACHE = 'kakuzan-sign';
const INDEX = '/signage/index';
const KEPT = '/signage/file/';
const HEADERS = ['Content-Type', 'Content-Security-Policy', 'Permissions-Policy', 'X-Content-Type-Options'];

self.addEventListener('install', (event) => {
  event.waitUntil(precache().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const own = url.origin === location.origin && (url.pathname === '/signage/' || url.pathname.startsWith('/static/signage/'));
  // The player downloads new versions of itself with `no-store`: those must come from the network.
  if (request.method !== 'GET' || !own || request.cache === 'no-store') return;
  event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
});

/** The kept file of an address, or undefined. */
async function kept(path) {
  const cache = await caches.open(CACHE);
  const index = await (await cache.match(INDEX))?.json();
  const digest = index?.files?.[path];
  return digest ? cache.match(KEPT + digest) : undefined;
}

/** Keep the player as the server has it now, unless a player keeps one already. */
async function precache() {
  const cache = await caches.open(CACHE);
  if (await cache.match(INDEX)) return;
  const shell = await (await fetch('/signage/shell.json', { cache: 'no-store' })).json();
  for (const file of shell.files) await keep(cache, file);
  const files = Object.fromEntries(shell.files.map((file) => [file.url, file.sha256]));
  await cache.put(INDEX, new Response(JSON.stringify({ version: shell.version, files })));
}

async function keep(cache, file) {
  const answer = await fetch(file.url, { cache: 'no-store' });
  const content = await answer.arrayBuffer();
  const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', content))].map((b) => b.toString(16).padStart(2, '0')).join('');
  if (digest !== file.sha256) throw new Error(`${file.url}: sha256 differs`);
  const headers = Object.fromEntries(HEADERS.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)]));
  await cache.put(KEPT + digest, new Response(content, { headers }));
}
