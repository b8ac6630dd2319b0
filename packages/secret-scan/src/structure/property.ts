import { nameClass } from '../assignment/name-class.ts';
import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';
import { takenSecret } from './taken-secret.ts';

const name = /([A-Za-z_]\w*)[ \t]*(?:\r?\n[ \t]*)?\{[\w; \t]*$/;
const value = /(?:get|set|init);[ \t]*\}[ \t]*=[ \t]*(?:\r?\n[ \t]*)?[@$]?"((?:[^"\\\n]|\\[^\n]){4,500})"/y;

/** What accessors of C# end with before a value. */
export const propertyEnds: readonly string[] = ['get', 'set', 'init'].flatMap((each) => [
  `${each}; } =`,
  `${each};} =`,
]);

/** What a property of C# begins with, `Password { get; set; } = "…"`, one of whose `propertyEnds` stands at `at`. */
export function readProperty(text: string, at: number): Candidate | undefined {
  const called = name.exec(text.slice(Math.max(0, at - 160), at))?.[1] ?? '';
  const kind = nameClass(called);
  const secret = matchAt(value, text, at)?.[1];
  if (secret === undefined || kind === 'none' || kind === 'weak') return undefined;
  return takenSecret({
    secret,
    start: value.lastIndex - 1 - secret.length,
    isQuoted: true,
    kind,
    by: `the property ${called}`,
  });
}
