import { setManifestField, type Fix } from '@cdev/file-fix';
import { parseDocument } from 'yaml';
import type { Dependency, RangePlace } from '../look/dependency.ts';
import { raiseRange } from '../version/raise-range.ts';

/** Raises the dependency to the version wherever its range stands; `left` are the ranges that only a person can judge. */
export function raiseFixes(
  { name, places }: Dependency,
  version: string,
): { readonly fixes: readonly Fix[]; readonly left: readonly string[] } {
  const fixes: Fix[] = [];
  const left: string[] = [];
  for (const place of places) {
    const range = raiseRange(place.range, version);
    if (range === undefined) left.push(`${place.file} asks for ${name} ${place.range}`);
    else if (range !== place.range) fixes.push(placeFix(place, range));
  }
  return { fixes, left };
}

function placeFix({ file, path }: RangePlace, range: string): Fix {
  if (!/\.ya?ml$/.test(file)) return { ...setManifestField([...path], range), file };
  return {
    file,
    title: `Set ${path.join('.')} to ${range}`,
    apply: (text) => {
      const document = parseDocument(text);
      document.setIn(path, range);
      return document.toString({ lineWidth: 0 });
    },
  };
}
