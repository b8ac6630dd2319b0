import { holdsForeignCode, namesForeignCode } from '../expression/foreign-code.ts';
import { expressionsIn } from '../source/expressions-in.ts';
import { textOf, type JobView, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { keepsStrangersOut, type Rule, type RuleFinding } from './rule.ts';

const events = ['pull_request_target', 'workflow_run', 'issue_comment'];
const foreignRef =
  /github\.event\.pull_request\.head\b|github\.head_ref|github\.event\.workflow_run\.(head_sha|head_branch|head_commit|pull_requests)|refs\/pull\/|\bmerge_commit_sha\b/i;
const foreignFetch =
  /\b(gh|hub)\s+pr\s+checkout\b|\bgit\s+(fetch|pull|checkout)\b[^\n]*(\bpull\/|head_ref|HEAD_REF|head\.ref)/;

/** A run with the repository's rights that takes the code of a pull request, and runs it. */
export const untrustedCheckout: Rule = {
  id: 'untrusted-checkout',
  url: 'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
  check: (file) => {
    const event = events.find((name) => file.events.has(name));
    return event === undefined ? [] : file.jobs.flatMap((job) => findingIn(file, job, event));
  },
};

function findingIn(file: WorkflowFile, job: JobView, event: string): RuleFinding[] {
  const at = job.steps.findIndex((step) => takesForeignCode(file, job, step));
  const taking = job.steps[at];
  if (taking === undefined) return [];
  const running = runsAfterwards(file, job, taking) ? taking : job.steps.slice(at + 1).find(runsCode);
  const condition = `${job.condition} ${taking.condition}`;
  const isGuarded = keepsStrangersOut(condition) || job.node.entries?.has('environment') === true;
  return [
    {
      title: 'Code of strangers is taken into a run with the rights of the repository',
      severity: running === undefined ? 'high' : 'critical',
      confidence: running === undefined || isGuarded ? 'medium' : 'high',
      reasons: [
        `${event} runs with the secrets and the token of the repository, and this job takes the files of the pull request`,
        running === undefined
          ? 'nothing after it seems to run them; the next step that does hands everything over'
          : 'a step after it runs what is in them: install scripts, build files, tests',
        ...(isGuarded ? ['its condition or environment may keep strangers out'] : []),
      ],
      places: [
        {
          path: file.path,
          line: taking.node.line,
          column: taking.node.column,
          role: 'source',
          note: taking.uses ?? 'takes the pull request',
        },
        ...(running === undefined
          ? []
          : ([
              {
                path: file.path,
                line: running.node.line,
                column: running.node.column,
                role: 'sink',
                note: running.uses ?? textOf(running.run)?.split('\n')[0] ?? '',
              },
            ] as const)),
      ],
      mend: {
        text:
          event === 'pull_request_target'
            ? 'Build and test in a workflow on pull_request, which has no secrets; hand results over as an artifact to a workflow_run that runs no code of the pull request'
            : 'Do in this run only what needs no code of the pull request, and take its files into a folder from which nothing is run',
      },
      context: `${job.id} ${event}`,
    },
  ];
}

function takesForeignCode(file: WorkflowFile, job: JobView, step: StepView): boolean {
  if (/^actions\/checkout@/i.test(step.uses ?? '')) {
    const values = ['ref', 'repository'].flatMap((name) => step.with.get(name) ?? []);
    return values.some((node) => {
      const text = textOf(node) ?? '';
      const expressions = expressionsIn(file, node);
      if (/refs\/pull\//.test(text) || (expressions.length > 0 && foreignRef.test(text))) return true;
      return expressions.some(({ expression }) => namesForeignCode(expression, { file, job, step }));
    });
  }
  return takingLine(file, job, step) >= 0;
}

/** The line of a script that takes the code of a pull request; -1 when none does. */
function takingLine(file: WorkflowFile, job: JobView, step: StepView): number {
  const place = { file, job, step };
  return (textOf(step.run) ?? '').split('\n').findIndex((line) => {
    if (foreignFetch.test(line)) return true;
    if (!/\bgit\s+(?:-\S+\s+\S+\s+)*(fetch|pull|checkout|switch|reset|merge|clone|worktree)\b/.test(line)) return false;
    const expressions = [...line.matchAll(/\$\{\{(.*?)\}\}/g)].map(([, expression = '']) => expression);
    const variables = [...line.matchAll(/\$\{?(?:env:)?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
    return (
      expressions.some((expression) => namesForeignCode(expression.trim(), place)) ||
      variables.some((name) => holdsForeignCode(name, place))
    );
  });
}

/** The script that takes it goes on to run it. */
function runsAfterwards(file: WorkflowFile, job: JobView, step: StepView): boolean {
  const at = takingLine(file, job, step);
  const [taking = '', ...after] = at < 0 ? [] : (textOf(step.run) ?? '').split('\n').slice(at);
  return builders.test([taking.split(/&&|;/).slice(1).join('\n'), ...after].join('\n'));
}

export const builders =
  /\b(npm|pnpm|yarn|bun|npx|make|mvn|gradle|\.\/gradlew|cargo|go (build|test|run|generate)|pip install|python|node|bash|sh|pytest|tox|bundle|rake|docker build|dotnet|\.\/)\b|\.\/\w/;

/** Whether a step runs what lies in the folder of the repository. */
export function runsCode(step: StepView): boolean {
  if (step.run !== undefined) return builders.test(textOf(step.run) ?? '');
  return (
    step.uses?.startsWith('./') === true ||
    /^(docker\/build-push-action|gradle\/|pre-commit\/action)/.test(step.uses ?? '')
  );
}
