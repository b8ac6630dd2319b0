import type ts from 'typescript';
import type { Compiler } from './compiler.ts';

/** The tags of TSDoc for what no version promises. */
const tags = new Set(['experimental', 'alpha', 'beta', 'internal']);

/** The tag by which a declaration, or one that it stands in, says that nobody may rely on it; undefined when none does. */
export function unstableTag(compiler: Compiler, node: ts.Node | undefined): string | undefined {
  for (let at = node; at && !compiler.isSourceFile(at); at = at.parent) {
    const found = compiler.getJSDocTags(at).find(({ tagName }) => tags.has(tagName.text));
    if (found) return `@${found.tagName.text}`;
  }
  return undefined;
}
