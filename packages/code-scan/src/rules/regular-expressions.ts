import { headerOfRequest } from '../flow/outside-data.ts';
import { bare, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, requestWords, unguarded, type CodeRule, type CodeFinding } from './rule.ts';

/** Whether a text was found with which an expression goes back and forth nearly without end, or it only has parts that let one fear so. */
export type Slowness = 'none' | 'possible' | 'shown';

/** Asked only of expressions that meet text from strangers. */
export type JudgeRegex = (source: string, flags: string) => Slowness;

/** An expression that a stranger writes. */
export const regexInjection: CodeRule = {
  id: 'regex-injection',
  sources: requestWords,
  url: 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/RegExp/escape',
  words: /\bRegExp\b/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name, args }) => {
      if (name !== 'RegExp' || args[0] === undefined) return [];
      const flow = unguarded(file, args[0]);
      if (flow?.kind !== 'request') return [];
      return [
        {
          node,
          title: 'A request chooses a regular expression',
          ...gradeOf(flow, 'medium'),
          reasons: ['an expression such as (a+)+$ keeps the server busy for as long as its writer likes'],
          mend: { text: 'Take it as text: RegExp.escape(text), or includes' },
          flow,
        },
      ];
    }),
};

/** What most slow expressions have: a repetition within one, or blanks without end before the end. */
const suspicious = /[+*}]\)[+*{]|\\s[*+]\$/;

/** An expression that takes very long with text that a stranger can send, or that callers of a package hand on. */
export function slowRegex(judge: JudgeRegex): CodeRule {
  return {
    id: 'slow-regex',
    sources: new RegExp(`${requestWords.source}|${suspicious.source}`),
    url: 'https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS',
    words: /\.(test|exec|match|matchAll|replace|replaceAll|split|search)\(/,
    check: (file) =>
      callsIn(file).flatMap(({ node, method = '', args, object }) => {
        const isAsked = /^(test|exec)$/.test(method);
        const regex = isAsked
          ? object
          : /^(match|matchAll|replace|replaceAll|split|search)$/.test(method)
            ? args[0]
            : undefined;
        const text = isAsked ? args[0] : object;
        const written = regex && writtenRegex(file, regex);
        if (written === undefined || text === undefined || !/[+*{]/.test(written.source)) return [];
        const flow = unguarded(file, text, { callers: suspicious.test(written.source) });
        if (flow?.kind !== 'request' && flow?.kind !== 'network' && flow?.kind !== 'caller') return [];
        // Where no line ends a dot takes all there is.
        const flags = flow.what === headerOfRequest ? `${written.flags.replace('s', '')}s` : written.flags;
        const slowness = judge(written.source, flags);
        if (slowness === 'none' || (slowness === 'possible' && flow.kind === 'caller')) return [];
        return [
          {
            node,
            title:
              flow.kind === 'caller'
                ? 'A regular expression can take very long with a text that callers hand on'
                : 'A regular expression can take very long with a text that strangers send',
            severity: flow.kind === 'caller' ? 'low' : 'medium',
            confidence: flow.kind === 'network' || slowness === 'possible' ? 'low' : 'medium',
            reasons: [
              'two of its parts match the same text: the time grows with a power of the length, or doubles with each character, and nothing else runs meanwhile',
              ...(slowness === 'possible' ? ['no text was found with which it takes long'] : []),
            ],
            mend: { text: 'Limit the length before, or write it so that no two parts can match the same text' },
            flow,
          } satisfies CodeFinding,
        ];
      }),
  };
}

function writtenRegex(file: SourceFile, node: Node): { source: string; flags: string } | undefined {
  const inner = bare(node);
  const regex = inner['regex'] as { pattern: string; flags: string } | undefined;
  if (inner.type === 'Literal' && regex) return { source: regex.pattern, flags: regex.flags };
  if (inner.type !== 'Identifier') return undefined;
  const binding = file.resolve(inner['name'] as string, inner);
  const value =
    binding?.kind === 'variable' && binding.values.length === 1 && binding.path.length === 0
      ? binding.values[0]
      : undefined;
  return value && bare(value).type === 'Literal' ? writtenRegex(file, value) : undefined;
}
