import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { add } from '../src/index.ts';
import { adding, type Shelf } from './shelf.ts';

export const code = (name: string): object => ({ code: `CDEV_E_${name}` });
export const spec = '@acme/cdev-hello';

/** What is there that was not there before anything was added: nothing half done may stay. */
export function leftOvers({ home, place }: Shelf): readonly string[] {
  const folder = join(home, 'marketplace');
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  const escaped = ['escaped', 'app/escaped'].filter((name) => existsSync(join(place.path, name)));
  return [
    ...escaped,
    ...names.toSorted().filter((name) => !/^scripts(?:\/\.lock(?:\/.*)?)?$/.test(name.replaceAll('\\', '/'))),
  ];
}

/** How an addition ended that must not succeed, and what it left behind. */
export async function refusal(shop: Shelf, options: object = {}): Promise<object> {
  const ended = await add({ ...adding, spec, ...options }, shop.context()).then(
    ({ result }) => result.outcome,
    (error: { readonly code?: string }) => error.code,
  );
  return { ended, left: leftOvers(shop) };
}

export function refused(name: string): object {
  return { ended: `CDEV_E_${name}`, left: [] };
}
