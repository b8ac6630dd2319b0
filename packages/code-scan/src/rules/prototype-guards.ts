import { callsOf, ownFunction } from '../flow/functions-of-file.ts';
import { child, enclosingFunction, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';

/** Who names these, or copies into an object without a prototype, has thought of it. */
export const knowsTheTrap =
  /__proto__|['"`]prototype['"`]|['"`]constructor['"`]|Object\.create\(null\)|new Map\b|is(Un)?[sS]afe|[pP]rototypePollut|propertyIsEnumerable/;

/** The names may be refused by what a function calls or looks into, and where the path is taken apart for it: a guard anywhere else in the file guards nothing here. */
export function guardsElsewhere(file: SourceFile, own: Node): boolean {
  return refuses(file.text) && refuses(textBehind(file, own));
}

/** What a function calls and looks into, and who calls it, as far as it stands in this file. */
export function textBehind(file: SourceFile, own: Node): string {
  const callers = callsOf(file, own).flatMap((call) => enclosingFunction(call) ?? []);
  const named = namedIn(file, [own, ...callers]);
  // A list of names in a question in a function.
  const parts = new Set([...callers, ...named, ...namedIn(file, named)]);
  parts.delete(own);
  return [...parts].map((part) => file.textOf(part)).join('\n');
}

function refuses(text: string): boolean {
  return text.includes('__proto__') && text.includes('constructor');
}

/** The functions and values of this file that stand behind the names in parts of it. */
function namedIn(file: SourceFile, parts: readonly Node[]): Node[] {
  const isIn = ({ start, end }: Node): boolean => parts.some((part) => start >= part.start && end <= part.end);
  const values = (file.nodes.get('Identifier') ?? []).filter(isIn).flatMap((name) => {
    const binding = file.resolve(name['name'] as string, name);
    return binding?.kind === 'function' || binding?.kind === 'variable' ? binding.values : [];
  });
  const called = (file.nodes.get('CallExpression') ?? [])
    .filter(isIn)
    .flatMap((call) => ownFunction(file, child(call, 'callee') as Node) ?? []);
  return [...new Set([...values, ...called])];
}

/** A name as an expression for it. */
export function escaped(name: string): string {
  return name.replaceAll('$', String.raw`\$`);
}
