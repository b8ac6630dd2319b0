import { posix } from 'node:path';
import type { ImportGraph } from '@cdev/code-graph';

/** How a file comes to be reached: the file that it was reached from, and how. */
export interface Step {
  readonly from: string | undefined;
  /** `changed`, `imports`, `imports what is gone`, `starts`. */
  readonly how: string;
}

export interface ReachOptions {
  readonly graph: ImportGraph;
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
  /** Users of a file that the import graph does not know of, such as tests that start a program. */
  readonly otherUsers?: ((path: string) => readonly { readonly path: string; readonly how: string }[]) | undefined;
}

/** Every file whose behaviour the changes may alter: breadth first over who imports whom, so that the way told is a shortest one. */
export function reach({ graph, changed, deleted, otherUsers }: ReachOptions): ReadonlyMap<string, Step> {
  const reached = new Map<string, Step>();
  const queue: string[] = [];
  const visit = (path: string, step: Step): void => {
    if (reached.has(path)) return;
    reached.set(path, step);
    queue.push(path);
  };
  for (const path of changed) visit(path, { from: undefined, how: 'changed' });
  for (const path of deleted) {
    for (const user of usersOfDeleted(graph, path)) visit(user, { from: path, how: 'imports what is gone:' });
    for (const { path: user, how } of otherUsers?.(path) ?? []) visit(user, { from: path, how });
  }
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const user of graph.importersOf(path)) visit(user, { from: path, how: 'imports' });
    for (const { path: user, how } of otherUsers?.(path) ?? []) visit(user, { from: path, how });
  }
  return reached;
}

/** Files whose import leads nowhere now and led to the deleted file before. */
function usersOfDeleted({ unresolved }: ImportGraph, path: string): string[] {
  const wanted = new Set([stem(path), stem(path).replace(/\/index$/, '')]);
  return unresolved
    .filter(({ from, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      return wanted.has(stem(posix.join(posix.dirname(from), specifier)));
    })
    .map(({ from }) => from);
}

function stem(path: string): string {
  return path.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, '').replace(/\/$/, '');
}

/** The way to a reached file, in words: `imports src/a.ts → src/b.ts, which changed`. */
export function wayTo(reached: ReadonlyMap<string, Step>, path: string): string {
  const parts: { readonly how: string; readonly files: string[] }[] = [];
  let end = '';
  for (let at: string | undefined = path; at !== undefined;) {
    const step: Step | undefined = reached.get(at);
    if (step?.from === undefined) {
      end = step?.how ?? '';
      break;
    }
    const last = parts.at(-1);
    if (last?.how === step.how) last.files.push(step.from);
    else parts.push({ how: step.how, files: [step.from] });
    at = step.from;
  }
  return [...parts.map(({ how, files }) => `${how} ${chain(files)}`), ...(end === '' ? [] : [end])].join(', which ');
}

/** A long chain is told by its ends. */
function chain(files: readonly string[]): string {
  const shown = files.length > 3 ? [files[0], `… ${files.length - 2} more …`, files.at(-1)] : files;
  return shown.join(' → ');
}
