import type { Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';

/** Who names these, or copies into an object without a prototype, has thought of it. */
export const knowsTheTrap =
  /__proto__|['"`]prototype['"`]|['"`]constructor['"`]|Object\.create\(null\)|new Map\b|is(Un)?[sS]afe|[pP]rototypePollut|propertyIsEnumerable/;
/** The names may be refused where the path is taken apart. */
export function guardsElsewhere(file: SourceFile, own: Node): boolean {
  const outside = file.text.slice(0, own.start) + file.text.slice(own.end);
  return /__proto__/.test(outside) && /['"`]?constructor['"`]?/.test(outside);
}

/** A name as an expression for it. */
export function escaped(name: string): string {
  return name.replaceAll('$', String.raw`\$`);
}
