/** The map, a chunk of its own: MapLibre over a schematic that we drew, with no tiles, glyphs or sprites from anywhere. */
import { AttributionControl, Map as Atlas, NavigationControl, Popup, setWorkerUrl } from 'maplibre-gl';

const TOWN = /** @type {[number, number]} */ ([134.0045, 35.0605]);

/** @typedef {{ id: string, name: string, url: string, lat: number, lon: number, state?: string }} Marker */

/**
 * Draw the map into `stage`; resolves when the first picture is complete.
 * @param {HTMLElement} stage
 * @param {{ base: any, markers: Marker[], worker: string, label: string, note: string }} content
 */
export async function atlas(stage, { base, markers, worker, label, note }) {
  setWorkerUrl(new URL(worker, location.href).href);
  const map = new Atlas({
    container: stage,
    style: style(named(base), markers),
    center: TOWN,
    zoom: 13.6,
    maxBounds: [[133.6, 34.95], [134.25, 35.35]],
    attributionControl: false,
    cooperativeGestures: true,
  });
  map.addControl(new NavigationControl({ visualizePitch: false }), 'top-right');
  map.addControl(new AttributionControl({ compact: false, customAttribution: note }));
  map.getCanvas().setAttribute('aria-label', label);
  map.on('click', 'places', (event) => popup(map, event.features?.[0]));
  for (const [name, cursor] of [['mouseenter', 'pointer'], ['mouseleave', '']]) {
    map.on(/** @type {'mouseenter'} */ (name), 'places', () => (map.getCanvas().style.cursor = cursor));
  }
  focus(map, markers);
  await map.once('idle');
}

/** Give each label its name in the language of the page. @param {any} base */
function named(base) {
  const lang = document.documentElement.lang;
  const plain = lang.replace('-x-easy', '');
  const features = base.features.map((/** @type {any} */ feature) => {
    const { names, ...properties } = feature.properties;
    return names ? { ...feature, properties: { ...properties, name: names[plain] ?? names.en } } : feature;
  });
  return { ...base, features };
}

/** Show the marker named in the address's fragment. @param {Atlas} map @param {Marker[]} markers */
function focus(map, markers) {
  const wanted = markers.find(({ id }) => id === location.hash.slice(1));
  if (wanted) map.jumpTo({ center: [wanted.lon, wanted.lat], zoom: 15 });
}

/** @param {Atlas} map @param {any} feature */
function popup(map, feature) {
  if (!feature) return;
  const link = Object.assign(document.createElement('a'), { href: feature.properties.url, textContent: feature.properties.name });
  new Popup({ closeButton: true, offset: 10 }).setLngLat(feature.geometry.coordinates).setDOMContent(link).addTo(map);
}

/** The page's own colours, so that the map turns to evening with it. @param {string} name */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param {any} base @param {Marker[]} markers @returns {any} */
function style(base, markers) {
  const of = (/** @type {string} */ kind) => ['==', ['get', 'kind'], kind];
  const line = (/** @type {string} */ kind, /** @type {object} */ paint) => ({
    id: kind, type: 'line', source: 'base', filter: of(kind), paint, layout: { 'line-join': 'round', 'line-cap': 'round' },
  });
  const wide = (/** @type {number} */ near) => ['interpolate', ['exponential', 1.6], ['zoom'], 10, near / 6, 16, near];
  return {
    version: 8,
    sources: { base: { type: 'geojson', data: base }, places: { type: 'geojson', data: collection(markers) } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('--plaster') } },
      { id: 'hill', type: 'fill', source: 'base', filter: of('hill'), paint: { 'fill-color': colour('--open-tint') } },
      { id: 'town', type: 'fill', source: 'base', filter: of('town'), paint: { 'fill-color': colour('--sunken') } },
      line('river', { 'line-color': colour('--indigo-tint'), 'line-width': wide(34) }),
      line('stream', { 'line-color': colour('--indigo-tint'), 'line-width': wide(14) }),
      line('road', { 'line-color': colour('--line'), 'line-width': wide(9) }),
      line('rail', { 'line-color': colour('--line-strong'), 'line-width': wide(3) }),
      { id: 'wall', type: 'line', source: 'base', filter: of('wall'), paint: { 'line-color': colour('--ink-2'), 'line-width': 1.5 } },
      labels('base-names', 'base', { 'text-size': 12 }, colour('--ink-3')),
      {
        id: 'places', type: 'circle', source: 'places',
        paint: { 'circle-radius': 7, 'circle-color': colour('--indigo'), 'circle-stroke-color': colour('--surface'), 'circle-stroke-width': 2 },
      },
      labels('place-names', 'places', { 'text-size': 13, 'text-offset': [0, 1], 'text-anchor': 'top' }, colour('--ink')),
    ],
  };
}

/** @param {string} id @param {string} source @param {object} layout @param {string} ink */
function labels(id, source, layout, ink) {
  return {
    id, type: 'symbol', source, filter: ['has', 'name'],
    layout: { 'text-field': ['get', 'name'], 'text-font': ['sans-serif'], 'text-max-width': 9, 'text-optional': true, ...layout },
    paint: { 'text-color': ink, 'text-halo-color': colour('--plaster'), 'text-halo-width': 1.6 },
  };
}

/** @param {Marker[]} markers */
function collection(markers) {
  return {
    type: 'FeatureCollection',
    features: markers.map(({ lat, lon, ...properties }) => ({
      type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  };
}
