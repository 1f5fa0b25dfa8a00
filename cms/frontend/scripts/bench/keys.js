/** The camera by keys: arrows turn, with Shift they move, + and - come closer and go away, Enter points at the middle. */
import { Spherical, Vector3 } from 'three';

const TURN = Math.PI / 24;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOMS = { '+': 0.85, ';': 0.85, '=': 0.85, '-': 1 / 0.85 };

/**
 * @param {HTMLElement} canvas @param {import('three').PerspectiveCamera} camera
 * @param {import('three/examples/jsm/controls/OrbitControls.js').OrbitControls} controls @param {() => void} point what Enter does
 */
export function byKeys(canvas, camera, controls, point) {
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const away = camera.position.clone().sub(controls.target);
    if (event.key === 'Enter') point();
    else if (ZOOMS[event.key]) camera.position.copy(controls.target).add(away.multiplyScalar(ZOOMS[event.key]));
    else if (WAYS[event.key]) {
      const [x, y] = WAYS[event.key];
      if (event.shiftKey) {
        const step = away.length() / 20;
        const move = new Vector3().setFromMatrixColumn(camera.matrix, 0).multiplyScalar(x * step);
        move.add(new Vector3().setFromMatrixColumn(camera.matrix, 1).multiplyScalar(-y * step));
        camera.position.add(move);
        controls.target.add(move);
      } else {
        const turned = new Spherical().setFromVector3(away);
        turned.theta += x * TURN;
        turned.phi += y * TURN;
        turned.makeSafe();
        camera.position.copy(controls.target).add(new Vector3().setFromSpherical(turned));
      }
    } else return;
    event.preventDefault();
    controls.update();
  });
}
