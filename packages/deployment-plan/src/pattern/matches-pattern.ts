import { parsePattern, type Segment, type Token } from './parse-pattern.ts';

const cache = new Map<string, (path: string) => boolean>();

/**
 * Whether a repository-relative posix path is one that the pattern stands for. `*` and `?` stay within a segment and take dot files,
 * `**` alone between slashes is any number of segments (`a/**` also takes `a`), `[ab]` is one character or a name written just so,
 * `{a,b}` is either, a backslash makes the next character plain. Every other character is itself: `(group)`, `+page`, `!x`, `@scope`.
 * @throws CDEV_E_PLAN_PATTERN_INVALID
 */
export function matchesPattern(pattern: string, path: string): boolean {
  return patternMatcher(pattern)(path);
}

/** The same, for many paths. @throws CDEV_E_PLAN_PATTERN_INVALID */
export function patternMatcher(pattern: string): (path: string) => boolean {
  const known = cache.get(pattern);
  if (known) return known;
  const matcher = createMatcher(pattern);
  if (cache.size > 10_000) cache.clear();
  cache.set(pattern, matcher);
  return matcher;
}

/** True when the pattern can stand for nothing but the path written like it. */
export function isExactPath(pattern: string): boolean {
  return !/[*?[{\\]/.test(pattern);
}

function createMatcher(pattern: string): (path: string) => boolean {
  if (isExactPath(pattern)) return (path) => path === pattern;
  const expression = new RegExp(patternExpression(pattern), 'su');
  return (path) => expression.test(path);
}

/**
 * The pattern as the source of a regular expression (flags `su`) that says the same, for a program that does not have this package.
 * @throws CDEV_E_PLAN_PATTERN_INVALID
 */
export function patternExpression(pattern: string): string {
  const written = Array.from(pattern, (character) => literal(character.codePointAt(0) ?? 0)).join('');
  const read = isExactPath(pattern) ? [] : parsePattern(pattern).map(toRegularExpression);
  return `^(?:${[...read, written].join('|')})$`;
}

function toRegularExpression(segments: readonly Segment[]): string {
  let source = '';
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment.kind === 'tokens') source += segment.tokens.map(tokenSource).join('') + (isLast ? '' : '/');
    else if (!isLast) source += '(?:[^/]+/)*';
    else source = source === '' ? '.+' : `${source.slice(0, -1)}(?:/.+)?`;
  }
  return source;
}

function tokenSource(token: Token): string {
  if (token.kind === 'any') return '[^/]';
  if (token.kind === 'run') return '[^/]*';
  if (token.kind === 'character') return literal(token.character.codePointAt(0) ?? 0);
  const members = token.ranges.map(([first, last]) => `${literal(first)}-${literal(last)}`).join('');
  return `(?!/)[${token.isNegated ? '^' : ''}${members}]`;
}

function literal(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
