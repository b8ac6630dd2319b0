import type { WorkflowFile } from '../source/workflow-file.ts';
import type { Rule, RuleFinding } from './rule.ts';

const url = 'https://docs.github.com/actions/reference/security/secure-use#use-secrets-for-sensitive-information';

/** All secrets at once. */
export const overprovisionedSecrets: Rule = {
  id: 'overprovisioned-secrets',
  url,
  check: (file) =>
    linesWith(file, /\$\{\{[^}]*?\b(?:toJSON\(\s*secrets\s*\)|secrets\s*\[(?!\s*['"][^'"]*['"]\s*\]))/gi).map(
      ({ line, column, text }) => ({
        title: 'All secrets are handed over at once',
        severity: 'medium',
        confidence: 'high',
        reasons: [
          'who is given them has those too that are not needed, and the masks of the log do not hold for all of the text',
        ],
        places: [{ path: file.path, line, column }],
        mend: { text: 'Name each secret that is needed: ${{ secrets.NAME }}' },
        context: text,
      }),
    ),
};

/** What `fromJSON(secrets.X)` takes out of a secret is not masked. */
export const unmaskedSecret: Rule = {
  id: 'unmasked-secret',
  url,
  check: (file) =>
    linesWith(file, /\$\{\{[^}]*?fromJSON\(\s*secrets\.[\w-]+\s*\)/gi).map(({ line, column, text }) => ({
      title: 'A part of a secret is not masked in the log',
      severity: 'medium',
      confidence: 'medium',
      reasons: ['GitHub masks a secret as a whole; what fromJSON takes out of it is printed as it is'],
      places: [{ path: file.path, line, column }],
      mend: { text: 'Keep each part as a secret of its own' },
      context: text,
    })),
};

export const inheritedSecrets: Rule = {
  id: 'inherited-secrets',
  url: 'https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow',
  check: (file) =>
    file.jobs.flatMap((job): RuleFinding[] => {
      const node = job.node.entries?.get('secrets');
      if (node?.value !== 'inherit' || job.uses === undefined || job.uses.startsWith('./')) return [];
      return [
        {
          title: `A workflow of another repository gets every secret: ${job.uses}`,
          severity: 'medium',
          confidence: 'high',
          reasons: ['it has the secrets too that it does not need, and so has whoever takes it over'],
          places: [{ path: file.path, line: node.line, column: node.column }],
          mend: { text: 'Name the secrets that it needs: secrets: NAME: ${{ secrets.NAME }}' },
          context: `${job.id} ${job.uses}`,
        },
      ];
    }),
};

/** An expression can go over several lines. */
function linesWith(file: WorkflowFile, form: RegExp): { line: number; column: number; text: string }[] {
  return [...file.text.matchAll(form)].flatMap(({ index }) => {
    const before = file.text.slice(0, index).split('\n');
    const text = file.lines[before.length - 1] ?? '';
    return /^\s*#/.test(text) ? [] : [{ line: before.length, column: (before.at(-1)?.length ?? 0) + 1, text }];
  });
}
