/** A box of metres drawn into the scene: what a cut would keep. */
import { Box3, Box3Helper, Vector3 } from 'three';

export class Cut {
  /** @param {import('three').Scene} scene */
  constructor(scene) {
    this.helper = new Box3Helper(new Box3(), '#b3413a');
    this.helper.visible = false;
    scene.add(this.helper);
  }

  /** Shows least x, y, z and greatest x, y, z; anything but six numbers hides it. @param {number[]} numbers */
  show(numbers) {
    this.helper.visible = numbers.length === 6 && numbers.every(Number.isFinite);
    if (this.helper.visible) this.helper.box.set(new Vector3(...numbers.slice(0, 3)), new Vector3(...numbers.slice(3)));
  }
}
