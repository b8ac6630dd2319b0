/**
 * Whether a branch, tag or path matches GitHub's filter patterns: the last one that fits decides, `!` takes away.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function matchesFilter(name: string, patterns: readonly string[]): boolean {
  let matches = false;
  for (const pattern of patterns) {
    const isNegated = pattern.startsWith('!');
    if (patternExpression(isNegated ? pattern.slice(1) : pattern).test(name)) matches = !isNegated;
  }
  return matches;
}

/** `*` within a part, `**` across parts, `?` and `+` after a character or set as in a regular expression. */
function patternExpression(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at] as string;
    if (pattern.startsWith('**/', at) && (at === 0 || pattern[at - 1] === '/')) {
      source += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (sign === '*') source += '[^/]*';
    else if ((sign === '?' || sign === '+') && at > 0 && pattern[at - 1] !== '*') source += sign;
    else if (sign === '[' && pattern.includes(']', at + 1)) {
      const end = pattern.indexOf(']', at + 1);
      source += `[${pattern
        .slice(at + 1, end)
        .replaceAll('\\', '\\\\')
        .replaceAll('^', '\\^')}]`;
      at = end;
    } else if (sign === '\\' && at + 1 < pattern.length) {
      source += escapeSign(pattern[at + 1] as string);
      at += 1;
    } else source += escapeSign(sign);
  }
  return new RegExp(`^${source}$`);
}

const escapeSign = (sign: string): string => sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
