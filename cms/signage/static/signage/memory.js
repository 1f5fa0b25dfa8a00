/** What the screen remembers over a restart: its token, the last good manifest, the time. IndexedDB, else this page's life. */

const NAME = 'kakuzan-sign';
/** @type {Map<string, unknown>} */
const fallback = new Map();
/** @type {Promise<IDBDatabase | null> | undefined} */
let opened;

function database() {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore('kept');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

/** @param {'readonly' | 'readwrite'} mode @param {(store: IDBObjectStore) => IDBRequest} work */
async function run(mode, work) {
  const held = await database();
  if (!held) throw new Error('no IndexedDB');
  return new Promise((resolve, reject) => {
    const transaction = held.transaction('kept', mode);
    const request = work(transaction.objectStore('kept'));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** @param {string} key */
export async function recall(key) {
  try {
    return await run('readonly', (store) => store.get(key));
  } catch {
    return fallback.get(key);
  }
}

/** @param {string} key @param {unknown} value */
export async function remember(key, value) {
  fallback.set(key, value);
  try {
    await run('readwrite', (store) => store.put(value, key));
  } catch {
    // A full or forbidden disk: this page's memory has it, and the heartbeat says that storage is `memory`.
  }
}

/** @param {string} key */
export async function forget(key) {
  fallback.delete(key);
  try {
    await run('readwrite', (store) => store.delete(key));
  } catch {
    // Nothing was kept.
  }
}
