/** Distances on the device. Nothing here is sent. */

const RADIUS = 6_371_008.8;
const GRID = 250;
const METRES_A_DEGREE = 111_320;

/** @typedef {{ lat: number, lon: number }} Point */

/** Metres between two points on a sphere (haversine); within 0.5 % of the ellipsoid. @param {Point} a @param {Point} b */
export function metres(a, b) {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.sqrt(h));
}

/** The corner of a 250-metre grid that stands for a position when it leaves the device. @param {Point} point @returns {Point} */
export function rounded({ lat, lon }) {
  const north = GRID / METRES_A_DEGREE;
  const coarseLat = Math.round(lat / north) * north;
  const east = GRID / (METRES_A_DEGREE * Math.cos((coarseLat * Math.PI) / 180));
  return { lat: Number(coarseLat.toFixed(5)), lon: Number((Math.round(lon / east) * east).toFixed(5)) };
}

/** Where the visitor is; asks, so call it after a tap only. @returns {Promise<Point>} */
export function position() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      reject,
      { maximumAge: 60_000, timeout: 15_000 },
    );
  });
}

/** Minutes on foot: straight distance times 1.3 at 4 km/h. @param {number} distance */
export const walkingMinutes = (distance) => Math.max(1, Math.round((distance * 1.3 * 60) / 4000));

/** @param {number} distance */
export const written = (distance) =>
  distance < 1000 ? `${Math.round(distance / 10) * 10} m` : `${(distance / 1000).toFixed(1)} km`;
