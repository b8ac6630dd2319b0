import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namedRules, tokenRules } from '@cdev/secret-rules';

/** All that decides what is found: this package, and what opens archives for it. */
const folders = [new URL('../', import.meta.url), new URL('.', import.meta.resolve('@cdev/archive'))];

/**
 * Names what is found: with other rules or sources it is another name, and results that were remembered are not used. By the sources, as a
 * number that is raised by hand would be forgotten: what is found then depends on when it was looked for.
 */
export const engineVersion: string = createHash('sha256')
  .update(JSON.stringify([tokenRules, namedRules, folders.flatMap(sourcesIn)]))
  .digest('hex')
  .slice(0, 16);

function sourcesIn(address: URL): string[] {
  const folder = fileURLToPath(address);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.d)\.(?:ts|js|wat)$/.test(name),
  );
  return names.toSorted().map((name) => `${name.replaceAll('\\', '/')}\n${readFileSync(join(folder, name), 'utf8')}`);
}
