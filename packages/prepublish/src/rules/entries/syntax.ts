import { lineAt } from '../../rule/places.ts';
import type { Problem, Rule } from '../../rule/rule.ts';
import { toldOnce } from '../../rule/told-once.ts';

const marker = /^(?:<{7}|>{7})(?: .*)?$/m;

/** A packed file that no engine can parse. */
export const syntax: Rule = {
  id: 'syntax',
  severity: 'error',
  summary: 'packed JavaScript that users reach can be parsed',
  breaks: 'Everybody who loads this file: a syntax error',
  check: async ({ modules }) => {
    const { all, reach } = await modules();
    const problems = [...all.values()].flatMap(({ path, text, syntaxError }): Problem[] => {
      if (!syntaxError) return [];
      const conflict = marker.exec(text);
      if (conflict)
        return [
          {
            place: `${path}:${lineAt(text, conflict.index)}`,
            reason: 'holds a conflict that was not resolved',
            mend: 'Resolve it, build and pack again',
          },
        ];
      return [
        {
          place: `${path}:${lineAt(text, syntaxError.offset)}`,
          severity: reach(path) === 'runtime' && !isTemplate(text) ? 'error' : 'suggestion',
          reason: `cannot be parsed: ${syntaxError.message}`,
          mend: 'Build it again, or leave it out of "files"',
        },
      ];
    });
    return toldOnce(problems);
  },
};

/** Flow, and templates that become code at the user's. */
function isTemplate(text: string): boolean {
  return /@flow\b|<%|\{\{/.test(text.slice(0, 20_000));
}
