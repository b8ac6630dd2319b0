import type { Candidate } from './finding.ts';

const marker = 'cdev-ignore-secret';
/** How far from a secret its comment may stand: a line can be all of a file. */
const before = 2000;
const after = 4000;

type Place = Pick<Candidate, 'start' | 'end'>;

/**
 * Tells for a secret the reason of the comment that says that it is known; undefined without a comment. One in the line before is for what stands below it only
 * where no other secret of `all` is in that line, which it would be for.
 */
export function inlineIgnores(content: Buffer, all: readonly Place[]): (secret: Place) => string | undefined {
  if (!content.includes(marker)) return () => undefined;
  return (secret) => {
    const { start } = secret;
    const lineStart = content.lastIndexOf(10, Math.max(0, start - 1)) + 1;
    const lineEnd = content.indexOf(10, start);
    const end = Math.min(lineEnd < 0 ? content.length : lineEnd, start + after);
    const own = reasonIn(content, Math.max(lineStart, start - before), end);
    if (own !== undefined || lineStart === 0) return own;
    const above = content.lastIndexOf(10, Math.max(0, lineStart - 2)) + 1;
    const isOfAnother = all.some((each) => each !== secret && each.start < lineStart && each.end > above);
    return isOfAnother ? undefined : reasonIn(content, Math.max(above, lineStart - before), lineStart - 1);
  };
}

function reasonIn(content: Buffer, from: number, to: number): string | undefined {
  if (to <= from) return undefined;
  const found = /cdev-ignore-secret(?:[ \t]*:[ \t]*([^\r\n]*?))?[ \t]*(?:\*\/|-->|#\}|$)/m.exec(
    content.toString('utf8', from, to),
  );
  return found === null ? undefined : (found[1] ?? '').trim();
}
