import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { add } from '../src/index.ts';
import { adding, type Shelf } from './shelf.ts';

export const code = (name: string): object => ({ code: `CDEV_E_${name}` });
export const spec = '@acme/cdev-hello';

/** What is there that was not there before anything was added: nothing half done may stay. */
export function leftOvers({ home, place }: Shelf): readonly string[] {
  const folder = join(home, 'marketplace');
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  expect(existsSync(join(place.path, 'escaped'))).toBe(false);
  return names.filter((name) => !/^scripts(?:\/\.lock(?:\/.*)?)?$/.test(name.replaceAll('\\', '/')));
}

export async function expectRefused(shop: Shelf, expected: string, options: object = {}): Promise<void> {
  await expect(add({ ...adding, spec, ...options }, shop.context())).rejects.toMatchObject(code(expected));
  expect(leftOvers(shop)).toEqual([]);
}
