// Before Node 24.9 jest cannot `require` ES modules, which npm's own packages do. There they are loaded by Node itself, past jest.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Each with the package that depends on it. */
const owners = {
  'npm-registry-fetch': 'package-registry',
  '@npmcli/config': 'package-registry',
  '@npmcli/config/lib/definitions/index.js': 'package-registry',
  '@npmcli/arborist': 'package-tarball',
  '@npmcli/package-json': 'package-tarball',
  'npm-packlist': 'package-tarball',
};

const [major, minor] = process.versions.node.split('.').map(Number);
const isNeeded = major < 24 || (major === 24 && minor < 9);

export const testEnvironment = isNeeded ? fileURLToPath(new URL('environment-with-node.js', import.meta.url)) : 'node';

/** Entries for jest's `moduleNameMapper`; none where jest can do it. */
export function loadByNode(house) {
  if (!isNeeded) return {};
  const folder = fileURLToPath(new URL('node_modules/.cache/load-by-node/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return Object.fromEntries(
    Object.entries(owners).map(([name, owner]) => {
      const file = `${folder}${name.replaceAll('/', '+')}.cjs`;
      const from = JSON.stringify(`${house}packages/${owner}/package.json`);
      const code = `module.exports = createRequireByNode(${from})(${JSON.stringify(name)});\n`;
      writeFileSync(file, code);
      return [`^${name.replaceAll('.', '\\.')}$`, file];
    }),
  );
}
