/**
 * Bundle the visitors' scripts and styles into static/build/ under content-hashed names and write manifest.json.
 *
 * Heavy libraries (MapLibre, model-viewer with three) become chunks of their own that only a tap loads. Their worker and decoder are
 * copied as they are: MapLibre computes its worker's address at run time and model-viewer loads a classic script, so no bundler sees them.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'static', 'build');

/** Files that go out unchanged: name in the manifest → file in node_modules. */
const COPIES = {
  'maplibre-gl-worker.mjs': 'maplibre-gl/dist/maplibre-gl-worker.mjs',
  'meshopt_decoder.js': 'meshoptimizer/meshopt_decoder.cjs',
};

/** @param {string} name @param {Uint8Array} bytes */
function hashedName(name, bytes) {
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase()}${ext}`;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const result = await build({
  absWorkingDir: here,
  entryPoints: [
    { in: 'scripts/site.js', out: 'site' },
    { in: 'scripts/bench.js', out: 'bench' },
    { in: 'static/styles/site.css', out: 'site' },
    { in: 'scripts/maplibre.css', out: 'map' },
  ],
  outdir: out,
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['es2022', 'safari16'],
  minify: true,
  metafile: true,
  legalComments: 'linked',
  logLevel: 'warning',
});

/** @type {Record<string, string>} */
const manifest = {};
for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  const built = path.basename(file);
  if (entryPoint && !file.endsWith('.map')) {
    const stem = entryPoint === 'scripts/maplibre.css' ? 'map' : path.parse(entryPoint).name;
    manifest[`${stem}${path.extname(built)}`] = built;
  }
}
for (const [name, source] of Object.entries(COPIES)) {
  const file = path.join(here, 'node_modules', source);
  const built = hashedName(name, await readFile(file));
  await cp(file, path.join(out, built));
  manifest[name] = built;
}
await writeFile(path.join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
