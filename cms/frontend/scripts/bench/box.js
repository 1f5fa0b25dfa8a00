/** A box of metres and a plane drawn into the scene: what a cut would keep. The plane's arrow points at what stays. */
import { ArrowHelper, Box3, Box3Helper, DoubleSide, Group, Mesh, MeshBasicMaterial, PlaneGeometry, Vector3 } from 'three';

export class Cut {
  /** @param {import('three').Scene} scene */
  constructor(scene) {
    this.helper = new Box3Helper(new Box3(), '#b3413a');
    this.helper.visible = false;
    const sheet = new Mesh(new PlaneGeometry(1, 1), new MeshBasicMaterial({ color: '#b3413a', opacity: 0.3, transparent: true, side: DoubleSide, depthWrite: false }));
    this.plane = new Group();
    this.plane.add(sheet, new ArrowHelper(new Vector3(0, 0, 1), new Vector3(), 0.25, '#b3413a'));
    this.plane.visible = false;
    scene.add(this.helper, this.plane);
  }

  /** Shows a plane by a point and a direction, as wide as `size` metres; anything but six numbers hides it. @param {number[]} numbers @param {number} size */
  showPlane(numbers, size) {
    this.plane.visible = numbers.length === 6 && numbers.every(Number.isFinite);
    if (!this.plane.visible) return;
    const point = new Vector3(...numbers.slice(0, 3));
    this.plane.position.copy(point);
    this.plane.scale.setScalar(size);
    this.plane.lookAt(point.add(new Vector3(...numbers.slice(3))));
  }

  /** Shows least x, y, z and greatest x, y, z; anything but six numbers hides it. @param {number[]} numbers */
  show(numbers) {
    this.helper.visible = numbers.length === 6 && numbers.every(Number.isFinite);
    if (this.helper.visible) this.helper.box.set(new Vector3(...numbers.slice(0, 3)), new Vector3(...numbers.slice(3)));
  }
}
