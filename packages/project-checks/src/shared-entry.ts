import { redact, stripControl } from '@cdev/core/log';
import { environment, type CheckCache } from './check-cache.ts';
import type { Check, CheckRun } from './run-checks.ts';

/** Characters of a reason that are taken from another machine. */
const longest = 200;

/** A passed check as other machines read it: with all that its key stands for, without what it printed and where that lies. */
export function writeEntry({ tree }: CheckCache, { command, reason, tests, duration }: CheckRun): string {
  return `${JSON.stringify({ schemaVersion: 1, tree, command, ...environment, reason, tests, duration })}\n`;
}

/** Undefined for whatever is not exactly a pass of this check, on this tree, in this environment. */
export function readEntry(text: string, { tree }: CheckCache, { name, command }: Check): CheckRun | undefined {
  const entry = parse(text);
  const expected = { schemaVersion: 1, tree, command, ...environment };
  if (entry === undefined || Object.entries(expected).some(([field, value]) => entry[field] !== value))
    return undefined;
  const { reason, tests, duration } = entry;
  if (typeof reason !== 'string' || typeof duration !== 'number' || !(duration >= 0)) return undefined;
  // What ran no test has not passed, whoever says so.
  if (tests !== undefined && (typeof tests !== 'number' || !Number.isSafeInteger(tests) || tests < 1)) return undefined;
  const said = stripControl(redact(reason)).slice(0, longest);
  return { name, command, status: 'passed', reason: said, exitCode: 0, tests, duration, tail: '', cached: true };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
