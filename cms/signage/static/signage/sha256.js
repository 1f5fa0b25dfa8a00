/** SHA-256 in hexadecimal (FIPS 180-4): the browser's own where the origin is secure, this one on plain http. */

const K = new Uint32Array(64);
const START = new Uint32Array(8);

for (let prime = 2, found = 0; found < 64; prime += 1) {
  let isPrime = true;
  for (let factor = 2; factor * factor <= prime; factor += 1) if (prime % factor === 0) isPrime = false;
  if (!isPrime) continue;
  if (found < 8) START[found] = fraction(Math.sqrt(prime));
  K[found] = fraction(Math.cbrt(prime));
  found += 1;
}

function fraction(root) {
  return ((root - Math.floor(root)) * 0x100000000) >>> 0;
}

/**
 * @param {ArrayBuffer} content
 * @returns {Promise<string>}
 */
export async function sha256(content) {
  const digest = globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', content)) : plain(new Uint8Array(content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {Uint8Array} content
 * @returns {Uint8Array}
 */
export function plain(content) {
  const blocks = Math.ceil((content.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(content);
  padded[content.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(content.length / 0x20000000));
  view.setUint32(padded.length - 4, (content.length * 8) >>> 0);
  const hash = START.slice();
  const words = new Uint32Array(64);
  for (let block = 0; block < blocks; block += 1) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(block * 64 + t * 4);
    compress(hash, words);
  }
  const out = new DataView(new ArrayBuffer(32));
  hash.forEach((word, place) => out.setUint32(place * 4, word));
  return new Uint8Array(out.buffer);
}

function compress(hash, words) {
  for (let t = 16; t < 64; t += 1) {
    const [w2, w15] = [words[t - 2], words[t - 15]];
    words[t] = words[t - 16] + words[t - 7] + (turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3)) + (turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let t = 0; t < 64; t += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + words[t]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, place) => { hash[place] += value; });
}

function turn(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}
