import type { IssuePlace } from '@cdev/security-issue';
import { textOf, type JobView, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { eachStep, stepPlace } from './each-step.ts';
import { keepsStrangersOut, type Rule, type RuleFinding } from './rule.ts';

/** Commands that a line of the log could give; switched off since 2020, and back on by this. */
export const insecureCommands: Rule = {
  id: 'insecure-commands',
  url: 'https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/',
  check: (file) => [
    ...eachStep(writesInsecure)(file, []),
    ...[file.env, ...file.jobs.flatMap((job) => [job.env, ...job.steps.map(({ env }) => env)])].flatMap(
      (env): RuleFinding[] => {
        const node = env.get('ACTIONS_ALLOW_UNSECURE_COMMANDS');
        if (node === undefined || !/^true$/i.test(textOf(node) ?? '')) return [];
        return [{ ...insecure({ path: file.path, line: node.line, column: node.column }), context: node.field }];
      },
    ),
  ],
};

const insecureLine = /ACTIONS_ALLOW_UNSECURE_COMMANDS['"]?\s*[=,]\s*['"]?true/i;

/** `echo ACTIONS_ALLOW_UNSECURE_COMMANDS=true >> "$GITHUB_ENV"` */
function writesInsecure(file: WorkflowFile, job: JobView, step: StepView): RuleFinding[] {
  const text = textOf(step.run) ?? '';
  if (!insecureLine.test(text) || !/GITHUB_ENV|set-env/.test(text)) return [];
  return [{ ...insecure(stepPlace(file, step, 'sink', 'ACTIONS_ALLOW_UNSECURE_COMMANDS')), context: job.id }];
}

function insecure(place: IssuePlace): Omit<RuleFinding, 'context'> {
  return {
    title: 'Any line of the log may set variables: ACTIONS_ALLOW_UNSECURE_COMMANDS',
    severity: 'high',
    confidence: 'high',
    reasons: [
      'whoever gets a line into the log, by the name of a branch or the output of a test, runs code in the steps that follow',
    ],
    places: [place],
    mend: {
      text: 'Take it out, and write to "$GITHUB_ENV" and "$GITHUB_PATH" instead of ::set-env and ::add-path',
    },
  };
}

export const selfHostedRunner: Rule = {
  id: 'self-hosted-runner',
  url: 'https://docs.github.com/actions/reference/security/secure-use#hardening-for-self-hosted-runners',
  check: (file) => {
    if (![...file.events].some((event) => /^pull_request(_|$)/.test(event))) return [];
    return file.jobs.flatMap((job): RuleFinding[] => {
      const node = job.node.entries?.get('runs-on');
      const labels = JSON.stringify(node?.value ?? '');
      // The labels of a matrix stand beside it.
      const ofMatrix = labels.includes('matrix.') ? JSON.stringify(job.node.entries?.get('strategy')?.value ?? '') : '';
      if (node === undefined || !`${labels}${ofMatrix}`.includes('self-hosted')) return [];
      const isGuarded =
        keepsStrangersOut(job.condition) || /event_name\s*(==\s*'push'|!=\s*'pull_request)/.test(job.condition);
      return [
        {
          title: 'Pull requests run on a machine of yours',
          severity: 'high',
          confidence: isGuarded ? 'low' : 'medium',
          reasons: [
            'in a public repository anybody runs code on it, and what that leaves there waits for the next job',
            ...(isGuarded ? ['its condition may keep strangers out'] : []),
          ],
          places: [{ path: file.path, line: node.line, column: node.column }],
          mend: {
            text: 'Use runners that live for one job, or runners of GitHub for pull requests, and ask for approval of all outside contributors',
          },
          context: job.id,
        },
      ];
    });
  },
};

const publishes =
  /\b((npm|pnpm|yarn|bun|lerna|changeset) (npm )?publish|cargo publish|twine upload|gh release (create|upload))\b|pypa\/gh-action-pypi-publish|softprops\/action-gh-release|changesets\/action/;

/** A run that publishes and takes what earlier runs left in the cache. */
export const cachePoisoning: Rule = {
  id: 'cache-poisoning',
  url: 'https://adnanthekhan.com/2024/05/06/the-monsters-in-your-build-cache-github-actions-cache-poisoning/',
  check: (file) =>
    file.jobs.flatMap((job): RuleFinding[] => {
      const publishing = job.steps.find(({ run, uses = '' }) => publishes.test(`${textOf(run) ?? ''} ${uses}`));
      const caching = job.steps.find(({ uses = '', with: inputs }) => {
        const cache = textOf(inputs.get('cache')) ?? '';
        return (
          /^(actions\/cache(\/restore)?|Swatinem\/rust-cache|gradle\/(actions\/setup-gradle|gradle-build-action)|mozilla-actions\/sccache-action|jdx\/mise-action)@/i.test(
            uses,
          ) ||
          (uses.startsWith('ruby/setup-ruby@') && textOf(inputs.get('bundler-cache')) === 'true') ||
          (/^(actions\/setup-(node|python|go|java|ruby)|pnpm\/action-setup)@/.test(uses) &&
            cache !== '' &&
            cache !== 'false')
        );
      });
      if (publishing === undefined || caching === undefined) return [];
      return [
        {
          title: 'What is published may come out of the cache of another run',
          severity: 'medium',
          confidence: 'low',
          reasons: [
            'a run of the default branch that is taken over leaves changed files in the cache, and this job publishes them',
          ],
          places: [
            stepPlace(file, caching, 'source', caching.uses),
            stepPlace(file, publishing, 'sink', publishing.uses ?? textOf(publishing.run)?.split('\n')[0]),
          ],
          mend: { text: 'Build without a cache in the job that publishes' },
          context: job.id,
        },
      ];
    }),
};
