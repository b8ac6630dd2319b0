import type { PackageManifest } from '@cdev/package-workspace';
import { fieldsOf, textsOf } from '../lock-source.ts';
import { readDescriptor, type Resolution } from './descriptor-table.ts';

/**
 * The root's `resolutions`: `name`, `name@range`, `parent/name`, and with stars for any parent. What is replaced only somewhere below a package
 * (`parent/**\/name`, of yarn 1) is left out: such a way cannot be told from who asks alone.
 * @see https://yarnpkg.com/configuration/manifest#resolutions
 */
export function resolutionsOf(root: PackageManifest | undefined): readonly Resolution[] {
  return textsOf(fieldsOf(root?.['resolutions'])).flatMap(([pattern, range]): readonly Resolution[] => {
    const names = namesIn(pattern);
    const { name, range: asked } = readDescriptor(names.pop() ?? '');
    const isAnywhere = names.at(-1) === '**';
    if (isAnywhere) names.pop();
    const parent = names.pop();
    if (name === '' || (isAnywhere && parent !== undefined)) return [];
    return [
      {
        parent: parent === undefined ? undefined : readDescriptor(parent).name,
        name,
        asked: asked === '' ? undefined : asked,
        range,
      },
    ];
  });
}

/** `@scope/a/b` -> `@scope/a`, `b`. */
function namesIn(pattern: string): string[] {
  const names: string[] = [];
  for (const part of pattern.split('/')) {
    const last = names.at(-1);
    if (last?.startsWith('@') === true && !last.includes('/')) names[names.length - 1] = `${last}/${part}`;
    else names.push(part);
  }
  return names;
}
