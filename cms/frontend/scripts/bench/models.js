/** The files of a bench: each is loaded once; how its surface is shown is changed without loading it again. */
import { Box3, LineBasicMaterial, LineSegments, LinearFilter, Mesh, MeshStandardMaterial, WireframeGeometry } from 'three';
import { MeshoptDecoder } from 'three/examples/jsm/libs/meshopt_decoder.module.js';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';

const KEPT = 5;
const bare = new MeshStandardMaterial({ color: '#c9c6bf', roughness: 0.95 });
const thread = new LineBasicMaterial({ color: '#1b4f72', transparent: true, opacity: 0.35 });

/** One GLB. */
export class Model {
  /** @param {import('three').Group} group */
  constructor(group) {
    this.group = group;
    this.box = new Box3().setFromObject(group);
    /** @type {Mesh[]} */
    this.parts = [];
    group.traverse((part) => { if (part.isMesh) this.parts.push(part); });
    for (const part of this.parts) part.userData.own = part.material;
  }

  /** @param {{skin: string, wire: boolean}} how */
  dress({ skin, wire }) {
    for (const part of this.parts) {
      part.material = skin === 'bare' ? bare : part.userData.own;
      if (wire && !part.userData.wire) {
        part.userData.wire = new LineSegments(new WireframeGeometry(part.geometry), thread);
        part.userData.wire.raycast = () => {};
        part.add(part.userData.wire);
      }
      if (part.userData.wire) part.userData.wire.visible = wire;
    }
  }

  /**
   * Colours a heat map so that its scale ends at `limit` instead of at its own; light only shades it, so that the colours stay those of the
   * legend. @param {number} own @param {number} limit metres, both
   */
  heat(own, limit) {
    for (const part of this.parts) {
      const material = /** @type {MeshStandardMaterial} */ (part.userData.own);
      const map = material.map;
      if (!map) continue;
      map.userData.first ??= { repeat: map.repeat.x, offset: map.offset.x };
      map.repeat.x = map.userData.first.repeat * (own / limit);
      map.offset.x = map.userData.first.offset * (own / limit);
      map.minFilter = LinearFilter;
      map.generateMipmaps = false;
      material.emissive.set('#ffffff');
      material.emissiveMap = map;
      material.emissiveIntensity = 0.4;
      material.color.set('#6a6a6a');
      material.needsUpdate = true;
    }
  }
}

/** Loads models and keeps the last few, so that switching between two costs nothing. */
export class Models {
  constructor() {
    this.loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
    /** @type {Map<string, Promise<Model>>} */
    this.kept = new Map();
  }

  /** @param {string} address @returns {Promise<Model>} */
  get(address) {
    const found = this.kept.get(address) ?? this.loader.loadAsync(address).then(({ scene }) => new Model(scene));
    this.kept.delete(address);
    this.kept.set(address, found);
    found.catch(() => this.kept.delete(address));
    while (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    return found;
  }
}
