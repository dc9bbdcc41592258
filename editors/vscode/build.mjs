// Bundles the extension to `dist`, with the licences of what is in it. With `--tests`: the extension, its tests,
// and the stand-in for the module `vscode`, to `build`, where each finds the other.

import { build } from 'esbuild';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const common = { bundle: true, platform: 'node', format: 'cjs', target: 'node18', logLevel: 'warning' };
const forTests = process.argv.includes('--tests');
const folder = forTests ? 'build' : 'dist';

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  ...common,
  entryPoints: ['src/extension.ts'],
  outdir: folder,
  external: ['vscode'],
  minify: true,
  metafile: true,
});
if (forTests) {
  const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts'));
  await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: 'build/test' });
  await build({ ...common, entryPoints: ['test/vscode.ts'], outfile: 'build/node_modules/vscode/index.js' });
} else {
  writeFileSync('dist/NOTICES.txt', notices(Object.keys(metafile.inputs)));
}

/** The licences of the packages that `files` belong to. */
function notices(files) {
  const packages = new Set(files.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]));
  packages.delete(undefined);
  return [...packages].sort().map(notice).join('\n\n');
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file === undefined ? license : readFileSync(`${folder}/${file}`, 'utf8').trim();
  return `${name} ${version}\n\n${text}\n`;
}
