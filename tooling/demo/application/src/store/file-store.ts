import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { memoryStore, type Snapshot, type Store } from './store.ts';

/** A store kept in one JSON file. A reader finds the old content or the new one, never half of it. */
export function fileStore(path: string): Store {
  const content = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Snapshot) : {};
  return memoryStore(content, (changed) => {
    writeFileSync(`${path}.new`, `${JSON.stringify(changed, undefined, 2)}\n`);
    renameSync(`${path}.new`, path);
  });
}
