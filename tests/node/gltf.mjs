/**
 * What Khronos' glTF validator says of files: `node gltf.mjs FILE...` prints {file: {errors, warnings, infos, messages}}.
 *
 * The validator knows no meshopt compression and skips what is inside. Files that use it are checked twice: as they are,
 * and unpacked by meshoptimizer's own decoder, so that every index, range and unit vector in them is looked at.
 */

import { readFile } from "node:fs/promises";
import { MeshoptDecoder } from "meshoptimizer";
import validator from "gltf-validator";

const PACKED = "EXT_meshopt_compression";

/** @param {Uint8Array} glb @returns {{json: any, binary: Uint8Array}} */
function parts(glb) {
  const view = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  const length = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)));
  return { json, binary: glb.subarray(28 + length) };
}

/** Return the same scene with its buffer views unpacked, as a GLB; null when none is packed. @param {Uint8Array} glb */
async function unpacked(glb) {
  const { json, binary } = parts(glb);
  if (!json.extensionsUsed?.includes(PACKED)) return null;
  await MeshoptDecoder.ready;
  const chunks = [];
  let length = 0;
  for (const view of json.bufferViews) {
    const packed = view.extensions?.[PACKED];
    const place = packed ?? view;
    let data = binary.subarray(place.byteOffset ?? 0, (place.byteOffset ?? 0) + place.byteLength);
    if (packed) {
      const plain = new Uint8Array(packed.count * packed.byteStride);
      MeshoptDecoder.decodeGltfBuffer(plain, packed.count, packed.byteStride, data, packed.mode, packed.filter);
      data = plain;
      delete view.extensions;
    }
    Object.assign(view, { buffer: 0, byteOffset: length, byteLength: data.length });
    const padded = new Uint8Array((data.length + 3) & ~3);
    padded.set(data);
    chunks.push(padded);
    length += padded.length;
  }
  json.buffers = [{ byteLength: length }];
  for (const name of ["extensionsUsed", "extensionsRequired"]) {
    json[name] = json[name]?.filter((/** @type {string} */ used) => used !== PACKED);
    if (!json[name]?.length) delete json[name];
  }
  return container(json, chunks, length);
}

/** @param {any} json @param {Uint8Array[]} chunks @param {number} length */
function container(json, chunks, length) {
  let text = new TextEncoder().encode(JSON.stringify(json));
  const spaces = -text.length & 3;
  text = new TextEncoder().encode(JSON.stringify(json) + " ".repeat(spaces));
  const glb = new Uint8Array(28 + text.length + length);
  const view = new DataView(glb.buffer);
  [0x46546c67, 2, glb.length, text.length, 0x4e4f534a].forEach((word, index) => view.setUint32(4 * index, word, true));
  glb.set(text, 20);
  view.setUint32(20 + text.length, length, true);
  view.setUint32(24 + text.length, 0x004e4942, true);
  let at = 28 + text.length;
  for (const chunk of chunks) {
    glb.set(chunk, at);
    at += chunk.length;
  }
  return glb;
}

/** @param {string} file @param {Uint8Array} glb */
async function report(file, glb) {
  const found = await validator.validateBytes(glb, { uri: file, maxIssues: 1000 });
  const { numErrors: errors, numWarnings: warnings, numInfos: infos, messages } = found.issues;
  return { errors, warnings, infos, messages: messages.map((/** @type {any} */ m) => `${m.severity} ${m.code} ${m.pointer}: ${m.message}`) };
}

/** @type {Record<string, unknown>} */
const found = {};
for (const file of process.argv.slice(2)) {
  const glb = new Uint8Array(await readFile(file));
  found[file] = await report(file, glb);
  const plain = await unpacked(glb);
  if (plain) found[`${file} (unpacked)`] = await report(file, plain);
}
console.log(JSON.stringify(found, null, 1));
