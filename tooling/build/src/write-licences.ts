import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const file = 'THIRD-PARTY-LICENCES.txt';

/**
 * Writes the licence of every package whose code is in the bundle, as their licences ask for.
 * @returns the file written, relative to `dist`.
 */
export function writeLicences(folder: string, moduleIds: readonly string[]): string {
  const packages = new Set(moduleIds.map(packageFolder).filter((found) => found !== undefined));
  const notices = [...packages].map(notice).toSorted();
  writeFileSync(join(folder, 'dist', file), notices.join(`\n${'-'.repeat(80)}\n\n`));
  return file;
}

/** The innermost folder below `node_modules` that has a name and a version; undefined for code of this repository. */
function packageFolder(moduleId: string): string | undefined {
  if (!moduleId.includes('/node_modules/')) return undefined;
  for (let folder = dirname(moduleId); folder.includes('/node_modules/'); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'version' in (JSON.parse(readFileSync(manifest, 'utf8')) as object)) return folder;
  }
  return undefined;
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const texts = readdirSync(folder)
    .filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry))
    .toSorted()
    .map((entry) => readFileSync(join(folder, entry), 'utf8').replaceAll('\r\n', '\n').trim());
  return [`${name} ${version} (${license ?? 'licence not named'})`, '', ...texts, ''].join('\n');
}
