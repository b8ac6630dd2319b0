import { valuePaths } from '../expression/value-paths.ts';
import { expressionsIn } from '../source/expressions-in.ts';
import { textOf } from '../source/workflow-file.ts';
import { eachStep } from './each-step.ts';
import type { Rule, RuleFinding } from './rule.ts';

/** Credentials of a container or service as they are. */
export const writtenCredentials: Rule = {
  id: 'written-credentials',
  url: 'https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainercredentials',
  check: (file) =>
    file.jobs.flatMap(({ id, node: { entries } }) =>
      [entries?.get('container'), ...(entries?.get('services')?.entries?.values() ?? [])].flatMap(
        (node): RuleFinding[] => {
          const password = node?.entries?.get('credentials')?.entries?.get('password');
          if (password === undefined || expressionsIn(file, password).length > 0) return [];
          return [
            {
              title: 'The password of a registry stands in the workflow',
              severity: 'high',
              confidence: 'high',
              reasons: ['everybody who reads the repository has it'],
              places: [{ path: file.path, line: password.line, column: password.column }],
              mend: { text: 'Change it, keep the new one as a secret, and write password: ${{ secrets.NAME }}' },
              context: id,
            },
          ];
        },
      ),
    ),
};

/** A long-lived token where the registry knows the workflow by its identity. */
export const longLivedPublishToken: Rule = {
  id: 'long-lived-publish-token',
  url: 'https://docs.npmjs.com/trusted-publishers',
  check: eachStep((file, job, step) => {
    if (!/\b(npm|pnpm|yarn npm) publish\b/.test(textOf(step.run) ?? '')) return [];
    const token = [...step.env, ...job.env, ...file.env].find(
      ([name, node]) =>
        /^(NODE_AUTH_TOKEN|NPM_TOKEN|npm_config_.*_authToken)$/i.test(name) &&
        expressionsIn(file, node).some(({ expression }) =>
          valuePaths(expression).some((path) => /^secrets\.(?!github_token)/.test(path)),
        ),
    );
    if (token === undefined) return [];
    const [name, { line, column }] = token;
    return [
      {
        title: 'A package is published with a token that does not expire by itself',
        severity: 'low',
        confidence: 'high',
        reasons: [
          'whoever gets the token publishes from anywhere; a trusted publisher needs none, and gives provenance',
        ],
        places: [{ path: file.path, line, column, note: name }],
        mend: {
          text: 'Make the workflow a trusted publisher of the package, give the job id-token: write, and take the token out',
        },
        context: job.id,
      },
    ];
  }),
};
