import type { CommandPurpose, FoundCommand } from './project.ts';

/** What others may build upon comes first, and what takes longest last. */
export const naturalOrder: readonly CommandPurpose[] = ['install', 'build', 'types', 'lint', 'test', 'format'];

/**
 * Commands in the order in which they are to be run: build, types, lint, tests, and a command that runs others of its folder itself
 * comes after those, so that what fails is named by its own name.
 */
export function runningOrder(commands: readonly FoundCommand[]): readonly FoundCommand[] {
  const waiting = commands.toSorted((a, b) => naturalOrder.indexOf(a.purpose) - naturalOrder.indexOf(b.purpose));
  const ordered: FoundCommand[] = [];
  while (waiting.length > 0) {
    const isFree = ({ after = [], folder }: FoundCommand): boolean =>
      !waiting.some((other) => other.folder === folder && after.includes(other.purpose));
    // Scripts that call each other in a circle never end, in whatever order.
    const at = Math.max(0, waiting.findIndex(isFree));
    ordered.push(...waiting.splice(at, 1));
  }
  return ordered;
}
