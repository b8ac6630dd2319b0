import { posix } from 'node:path';
import type { DocumentNode } from '@cdev/artefact-document';
import type { Confidence, IssuePlace, Severity } from '@cdev/security-issue';
import { untrustedSources, type UntrustedSource } from '../expression/untrusted-source.ts';
import { valuePaths } from '../expression/value-paths.ts';
import { expressionsIn, type PlacedExpression } from '../source/expressions-in.ts';
import { textOf, type JobView, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { keepsStrangersOut, privilegedEvents, type Rule, type RuleFinding } from './rule.ts';

/** Inputs of actions that are run as code, by the action without its version. */
const codeInputs: Readonly<Record<string, readonly string[]>> = {
  'actions/github-script': ['script'],
  'azure/powershell': ['inlinescript'],
  'azure/cli': ['inlinescript'],
  'appleboy/ssh-action': ['script'],
  'mikefarah/yq': ['cmd'],
  'nick-fields/retry': ['command', 'on_retry_command'],
  'nick-invision/retry': ['command', 'on_retry_command'],
  'wandalen/wretry.action': ['command'],
  'addnab/docker-run-action': ['run', 'options'],
  'uraimo/run-on-arch-action': ['run', 'setup', 'install'],
  'vmactions/freebsd-vm': ['run', 'prepare'],
  'vmactions/openbsd-vm': ['run', 'prepare'],
  'vmactions/netbsd-vm': ['run', 'prepare'],
  'vmactions/solaris-vm': ['run', 'prepare'],
  'cross-platform-actions/action': ['run'],
  'coactions/setup-xvfb': ['run'],
  'gabrielbb/xvfb-action': ['run'],
  'cypress-io/github-action': ['command', 'build', 'start', 'install-command'],
  'borales/actions-yarn': ['cmd'],
  'google-github-actions/ssh-compute': ['command'],
  'garygrossgarten/github-action-ssh': ['command'],
  'amadevus/pwsh-script': ['script'],
  'reactivecircus/android-emulator-runner': ['script'],
  'jannekem/run-python-script-action': ['script'],
};

export const templateInjection: Rule = {
  id: 'template-injection',
  url: 'https://docs.github.com/actions/concepts/security/script-injections',
  check: (file, all) =>
    file.jobs.flatMap((job) => [
      ...job.steps.flatMap((step) =>
        [...codeOf(step), ...handedOn(step.uses, step.with, all)].flatMap((node) =>
          expressionsIn(file, node).flatMap((placed) => findingsAt({ file, job, step, placed })),
        ),
      ),
      ...handedOn(job.uses, job.node.entries?.get('with')?.entries, all).flatMap((node) =>
        expressionsIn(file, node).flatMap((placed) => findingsAt({ file, job, placed })),
      ),
    ]),
};

/** What an action or workflow of the repository puts into a script of its own as it is. */
function handedOn(
  uses: string | undefined,
  inputs: StepView['with'] | undefined,
  all: readonly WorkflowFile[],
): DocumentNode[] {
  if (uses?.startsWith('./') !== true || inputs === undefined || inputs.size === 0) return [];
  const path = posix.normalize(uses);
  const called = all.find((file) => file.path === path || /^action\.ya?ml$/.test(posix.relative(path, file.path)));
  if (called === undefined) return [];
  const paths = new Set(
    called.jobs
      .flatMap(({ steps }) => steps.flatMap(codeOf))
      .flatMap((node) => expressionsIn(called, node).flatMap(({ expression }) => valuePaths(expression))),
  );
  return [...inputs].flatMap(([name, node]) => (paths.has(`inputs.${name.toLowerCase()}`) ? [node] : []));
}

/** The texts of a step that are run as code. */
export function codeOf(step: StepView): DocumentNode[] {
  const name = step.uses?.split('@')[0]?.toLowerCase() ?? '';
  const inputs = (codeInputs[name] ?? []).flatMap(
    (input) => [...step.with].find(([key]) => key.toLowerCase() === input)?.[1] ?? [],
  );
  // A shell of one's own is a command line: `bash -c "…" {0}`.
  const shell = step.node.entries?.get('shell');
  return [...(step.run ? [step.run] : []), ...(shell ? [shell] : []), ...inputs];
}

/** `inputs.name`, where it can be any text. */
function isTextInput({ root }: WorkflowFile, path: string): boolean {
  const [, name] = /^(?:github\.event\.)?inputs\.([^.]+)$/.exec(path) ?? [];
  if (name === undefined) return false;
  const events = root.entries?.get('on')?.entries;
  const declared = ['workflow_call', 'workflow_dispatch'].flatMap((event) => [
    ...(events?.get(event)?.entries?.get('inputs')?.entries ?? []),
  ]);
  const types = declared.flatMap(([key, node]) =>
    key.toLowerCase() === name ? [textOf(node.entries?.get('type')) ?? 'string'] : [],
  );
  return types.length === 0 || types.includes('string');
}

interface At {
  readonly file: WorkflowFile;
  readonly job: JobView;
  /** None where a job hands something to a workflow. */
  readonly step?: StepView;
  readonly placed: PlacedExpression;
}

function findingsAt(at: At): RuleFinding[] {
  const { file, job, step, placed } = at;
  const source = untrustedSources(placed.expression, { file, job, ...(step && { step }) })[0];
  if (source !== undefined) return [strangersText(at, source)];
  const input = valuePaths(placed.expression).find((path) => isTextInput(file, path));
  const isGiven = file.kind === 'action' || file.events.has('workflow_call') || file.events.has('workflow_dispatch');
  return input !== undefined && isGiven ? [callersText(at, input)] : [];
}

function strangersText({ file, job, step, placed }: At, source: UntrustedSource): RuleFinding {
  const grade = gradeOf(file, source, `${job.condition} ${step?.condition ?? ''}`);
  const sink: IssuePlace = {
    path: file.path,
    line: placed.line,
    column: placed.column,
    role: 'sink',
    note: `\${{ ${placed.expression} }}`,
  };
  const from: IssuePlace[] =
    source.by === undefined
      ? []
      : [
          {
            path: file.path,
            line: source.by.line,
            column: source.by.column,
            role: 'source',
            note: `${source.by.name} is ${source.path}`,
          },
        ];
  return {
    title: `Text that strangers choose is run as code: ${source.what}`,
    severity: grade.severity,
    confidence: grade.confidence,
    reasons: [
      `GitHub puts ${source.what} into the script before it runs; a text such as $(…) or "; …" in it is run with ${grade.rights}`,
      ...grade.reasons,
    ],
    places: [sink, ...from],
    mend: {
      text:
        source.by === undefined
          ? `Give it to the step as a variable, and use the variable in quotes: env: ${variableFor(source.path)}: \${{ ${placed.expression} }}, then "$${variableFor(source.path)}"`
          : `Use the variable itself, which the shell does not read as code: "$${source.by.name}" instead of \${{ ${placed.expression} }}`,
    },
    context: `${job.id} ${placed.expression}`,
  };
}

function callersText({ file, job, placed }: At, input: string): RuleFinding {
  return {
    title: 'An input is put into a script as it is',
    severity: 'low',
    confidence: 'medium',
    reasons: [
      `whoever ${file.kind === 'action' ? 'calls this action' : file.events.has('workflow_call') ? 'calls this workflow' : 'starts this workflow'} with a text that strangers choose runs code of theirs`,
    ],
    places: [
      { path: file.path, line: placed.line, column: placed.column, role: 'sink', note: `\${{ ${placed.expression} }}` },
    ],
    mend: {
      text: `Give it to the step as a variable: env: ${variableFor(input)}: \${{ ${placed.expression} }}, then "$${variableFor(input)}"`,
    },
    context: `${job.id} ${placed.expression}`,
  };
}

function gradeOf(
  file: WorkflowFile,
  { events }: UntrustedSource,
  condition: string,
): { severity: Severity; confidence: Confidence; reasons: string[]; rights: string } {
  const matching = events.filter((event) => file.events.has(event));
  const privileged = matching.filter((event) => privilegedEvents.has(event));
  const isGuarded = keepsStrangersOut(condition);
  const guard = isGuarded ? ['its condition may keep strangers out'] : [];
  if (privileged.length > 0)
    return {
      severity: 'critical',
      confidence: isGuarded ? 'medium' : 'high',
      rights: "the repository's secrets and token",
      reasons: [`${privileged.join(' and ')} starts it for everybody`, ...guard],
    };
  if (matching.includes('push'))
    return {
      severity: 'high',
      confidence: 'medium',
      rights: "the repository's secrets and token",
      reasons: ['the text comes with every pull request that is merged'],
    };
  if (matching.length > 0)
    return {
      severity: 'medium',
      confidence: isGuarded ? 'low' : 'high',
      rights: 'the rights of the job',
      reasons: ['a pull request from a fork has no secrets, one from a branch has', ...guard],
    };
  const isCalled = file.kind === 'action' || file.events.has('workflow_call');
  return {
    severity: 'high',
    confidence: isCalled ? 'medium' : 'low',
    rights: 'the rights of the job',
    reasons: [isCalled ? 'it depends on who calls it' : 'none of its events has this text: it is empty here'],
  };
}

/** `github.event.issue.title` → `ISSUE_TITLE`. */
function variableFor(path: string): string {
  const words = path.replace(/^github\.(event\.)?|^inputs\.|^steps\./, '').replaceAll(/[^a-z0-9]+/gi, '_');
  return words.replace(/^_|_$/g, '').toUpperCase() || 'EVENT';
}
