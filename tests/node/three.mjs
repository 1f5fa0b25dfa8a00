/**
 * `window.load(url)` opens a GLB as a visitor's browser does, with the decoders for meshopt and KTX2, draws it once and
 * answers {triangles, meshes, textures: [[width, height]], drawn: share of the picture that is not background}.
 */

import * as THREE from "three";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { KTX2Loader } from "three/addons/loaders/KTX2Loader.js";

const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector("canvas"));
const renderer = new THREE.WebGLRenderer({ canvas, preserveDrawingBuffer: true });
renderer.setClearColor(0xff00ff);
const textures = new KTX2Loader().setTranscoderPath("/node_modules/three/examples/jsm/libs/basis/").detectSupport(renderer);
const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder).setKTX2Loader(textures);

/** @param {string} url */
async function load(url) {
  const { scene } = await loader.loadAsync(url);
  const found = { triangles: 0, meshes: 0, textures: /** @type {number[][]} */ ([]), drawn: 0 };
  scene.traverse((/** @type {any} */ node) => {
    if (!node.isMesh) return;
    found.meshes += 1;
    node.material.side = THREE.DoubleSide; // a piece of a whole may face away
    found.triangles += node.geometry.index.count / 3;
    for (const name of ["map", "normalMap", "aoMap"]) {
      const image = node.material[name]?.image;
      if (image) found.textures.push([image.width, image.height]);
    }
  });
  found.drawn = drawn(scene);
  return found;
}

/** @param {any} scene */
function drawn(scene) {
  const box = new THREE.Box3().setFromObject(scene);
  const { center, radius } = box.getBoundingSphere(new THREE.Sphere());
  const camera = new THREE.PerspectiveCamera(40, 1, radius / 50, radius * 10);
  camera.position.copy(center).add(new THREE.Vector3(1, 0.7, 2).normalize().multiplyScalar(3 * radius));
  camera.lookAt(center);
  const stage = new THREE.Scene();
  const sun = new THREE.DirectionalLight(0xffffff, 2);
  sun.position.set(1, 2, 2);
  stage.add(scene, sun, new THREE.AmbientLight(0xffffff, 1));
  renderer.render(stage, camera);
  const gl = renderer.getContext();
  const pixels = new Uint8Array(256 * 256 * 4);
  gl.readPixels(0, 0, 256, 256, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  let count = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] !== 255 || pixels[at + 1] !== 0 || pixels[at + 2] !== 255) count += 1;
  }
  return count / (256 * 256);
}

Object.assign(window, { load });
