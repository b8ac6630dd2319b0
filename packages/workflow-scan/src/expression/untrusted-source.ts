import type { DocumentNode } from '@cdev/artefact-document';
import { textOf, type JobView, type StepView, type WorkflowFile } from '../source/workflow-file.ts';
import { expressionsIn } from '../source/expressions-in.ts';
import { artifactBefore, readsFile } from './artifact-files.ts';
import { withAssigned } from './script-variables.ts';
import { valuePaths } from './value-paths.ts';

/** A value that somebody without rights on the repository can choose. */
export interface UntrustedSource {
  /** `github.event.issue.title`. */
  readonly path: string;
  /** "the title of an issue". */
  readonly what: string;
  /** The events in which a stranger can choose it. */
  readonly events: readonly string[];
  /** Where it was put into an environment variable, when it came that way. */
  readonly by?: { readonly name: string; readonly line: number; readonly column: number };
}

const pull = ['pull_request_target', 'pull_request', 'pull_request_review', 'pull_request_review_comment'];
const table: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^github\.event\.issue\.title$/, 'the title of an issue', ['issues', 'issue_comment']],
  [/^github\.event\.issue\.body$/, 'the text of an issue', ['issues', 'issue_comment']],
  [
    /^github\.event\.changes(\.(title|body))?(\.from)?$/,
    'a text before it was changed',
    ['issues', 'issue_comment', 'discussion', 'discussion_comment', ...pull],
  ],
  [/^github\.event\.issue$/, 'an issue', ['issues', 'issue_comment']],
  [
    /^github\.event\.comment(\.body)?$/,
    'a comment',
    ['issue_comment', 'pull_request_review_comment', 'commit_comment', 'discussion_comment'],
  ],
  [/^github\.event\.review(\.body)?$/, 'the text of a review', ['pull_request_review']],
  [/^github\.event\.review_comment(\.body)?$/, 'the text of a review', ['pull_request_review_comment']],
  [/^github\.event\.discussion(\.title|\.body)?$/, 'a discussion', ['discussion', 'discussion_comment']],
  [/^github\.event\.pull_request\.title$/, 'the title of a pull request', pull],
  [/^github\.event\.pull_request\.body$/, 'the text of a pull request', pull],
  [/^github\.event\.pull_request(\.head)?$/, 'a pull request', pull],
  [/^github\.event\.pull_request\.head\.(ref|label)$/, 'the branch name of a pull request', pull],
  [/^github\.event\.pull_request\.head\.repo(\.(default_branch|description|homepage))?$/, 'a text of the fork', pull],
  [/^github\.head_ref$/, 'the branch name of a pull request', ['pull_request_target', 'pull_request']],
  [
    /^github\.event\.(head_commit|commits\.(\*|\d+))(\.message|\.(author|committer)(\.(name|email|\*))?|\.(added|modified|removed)(\..+)?)?$/,
    'a text of a commit',
    ['push'],
  ],
  [/^github\.event\.commits$/, 'the texts of commits', ['push']],
  [
    /^github\.event\.workflow_run(\.(head_branch|display_title|head_commit(\.(message|author(\.(name|email))?))?|head_repository(\.description)?|pull_requests(\.(\*|\d+)(\.head(\.ref)?)?)?))?$/,
    'a text of the run that came before',
    ['workflow_run'],
  ],
  [/^github\.event\.pages\.(\*|\d+)\.page_name$/, 'the name of a wiki page', ['gollum']],
  [
    /^github(\.event(\.\*)?)?$/,
    'everything about the event',
    ['issues', 'issue_comment', 'discussion', 'discussion_comment', 'commit_comment', 'workflow_run', ...pull],
  ],
];
/** Actions whose outputs are names of files or branches that a pull request brings. */
const namingActions =
  /^(tj-actions\/(changed-files|branch-names)|dorny\/paths-filter|jitterbit\/get-changed-files|xt0rted\/pull-request-comment-branch|trilom\/file-changes-action)@/i;
const namingOutput = /(^|_)(files?|all|added|modified|removed|renamed|branch|head_ref)|_files$/;

export interface StepPlace {
  readonly file: WorkflowFile;
  readonly job: JobView;
  readonly step?: StepView;
}

/** What of an expression's value a stranger can choose, directly or by way of `env`. */
export function untrustedSources(expression: string, place: StepPlace): UntrustedSource[] {
  return valuePaths(expression).flatMap((path) => sourceOf(path, place));
}

/** What of a variable's value a stranger can choose. */
export function untrustedVariable(name: string, place: StepPlace): UntrustedSource[] {
  const found = variableNode(name, place);
  if (found === undefined) return [];
  return expressionsIn(place.file, found.node).flatMap(({ expression, line, column }) =>
    valuePaths(expression)
      .filter((path) => !/^(env|steps|needs)\./.test(path))
      .flatMap((path) => sourceOf(path, place))
      .map((source) => ({ ...source, by: { name: found.name, line, column } })),
  );
}

/** What a variable is set to, by the nearest `env` that has it. */
export function variableNode(
  name: string,
  { file, job, step }: StepPlace,
): { readonly name: string; readonly node: DocumentNode } | undefined {
  const key = name.toLowerCase();
  for (const scope of [step?.env, job.env, file.env]) {
    const found = [...(scope ?? [])].find(([each]) => each.toLowerCase() === key);
    if (found !== undefined) return { name: found[0], node: found[1] };
  }
  return undefined;
}

function sourceOf(path: string, place: StepPlace): UntrustedSource[] {
  for (const [form, what, events] of table) if (form.test(path)) return [{ path, what, events }];
  const [context, name, third, output] = path.split('.');
  if (context === 'env' && name !== undefined) return untrustedVariable(name, place);
  if (context === 'matrix' && name !== undefined) return ofMatrix(name, place);
  if (name === undefined || third !== 'outputs' || output === undefined) return [];
  if (context === 'needs') return ofJob({ path, name, output }, place);
  return context === 'steps' ? ofStep({ path, name, output }, place) : [];
}

interface Output {
  readonly path: string;
  /** Of the step or job. */
  readonly name: string;
  readonly output: string;
}

const ofOutputs = new WeakMap<StepView, Map<string, UntrustedSource[]>>();

function ofStep(output: Output, { file, job }: StepPlace): UntrustedSource[] {
  const step = job.stepsById.get(output.name);
  if (step === undefined) return [];
  const known = ofOutputs.get(step) ?? new Map<string, UntrustedSource[]>();
  ofOutputs.set(step, known);
  const sources = known.get(output.path) ?? ofOutput(output, { file, job, step });
  known.set(output.path, sources);
  return sources;
}

function ofOutput(
  { path, output }: Output,
  { file, job, step }: StepPlace & { readonly step: StepView },
): UntrustedSource[] {
  if (step.uses !== undefined && namingActions.test(step.uses) && namingOutput.test(output))
    return [
      { path, what: `names that the pull request brings (${textOf(step.node.entries?.get('uses'))})`, events: pull },
    ];
  const script = textOf(step.run) ?? textOf(step.with.get('script')) ?? '';
  const given = writtenTo(script, output);
  if (given === undefined) return [];
  const ofEvent = /\bcontext\.payload\.([\w.?!]*\b(?:title|body|ref|message))\b/.exec(given)?.[1];
  if (ofEvent !== undefined) return sourceOf(`github.event.${ofEvent.replaceAll(/[?!]/g, '')}`, { file, job });
  if (readsFile.test(given) && artifactBefore(file, job, step))
    return [{ path, what: 'a file that the run of a pull request left', events: ['workflow_run'] }];
  if (/\bgit\s+diff\b[^\n|]*--name-(only|status)|\bgh\s+pr\s+diff\b[^\n|]*--name-only/.test(given))
    return [{ path, what: 'names of files that a pull request brings', events: pull }];
  return [...given.matchAll(/\$\{?(?:env:)?([A-Za-z_]\w*)/g)]
    .flatMap(([, variable = '']) => untrustedVariable(variable, { file, job, step }))
    .map(({ what, events }) => ({ path, what, events }));
}

/** What a script gives out under a name, with what its variables got: `echo "name=$TITLE" >> "$GITHUB_OUTPUT"`, `core.setOutput('name', …)`. */
function writtenTo(script: string, output: string): string | undefined {
  const name = output.replaceAll(/[^\w-]/g, '.');
  const call = new RegExp(String.raw`\bsetOutput\(\s*['"]${name}['"]\s*,([^\n]*)`, 'i').exec(script)?.[1];
  if (call !== undefined) return call;
  if (!/GITHUB_OUTPUT|::set-output/.test(script)) return undefined;
  const own = new RegExp(`(?<![\\w-])${name}(=|<<|::)`, 'i');
  const lines = script.split('\n');
  const isWriting = (line: string): boolean => own.test(line) && !new RegExp(`^\\s*${name}=`, 'i').test(line);
  const at = lines.findIndex(isWriting);
  if (at < 0) return undefined;
  const written = /<</.test(lines[at] as string) ? lines.slice(at) : lines.filter(isWriting);
  return withAssigned(written.join('\n'), lines.slice(0, at));
}

/** What a matrix gives a job under a name. */
function ofMatrix(name: string, { file, job }: StepPlace): UntrustedSource[] {
  const matrix = job.node.entries?.get('strategy')?.entries?.get('matrix');
  const rows = [matrix, ...(matrix?.entries?.get('include')?.items ?? [])];
  const nodes = rows.flatMap((row) =>
    row?.entries === undefined
      ? (row ?? [])
      : [...row.entries].flatMap(([key, node]) => (key.toLowerCase() === name ? [node, ...(node.items ?? [])] : [])),
  );
  return nodes
    .flatMap((node) => expressionsIn(file, node))
    .flatMap(({ expression }) => valuePaths(expression))
    .filter((each) => !each.startsWith('matrix.'))
    .flatMap((each) => sourceOf(each, { file, job }));
}

function ofJob({ path, name, output }: Output, { file, job }: StepPlace): UntrustedSource[] {
  const other = file.jobs.find((each) => each !== job && each.id.toLowerCase() === name);
  const outputs = [...(other?.node.entries?.get('outputs')?.entries ?? [])];
  const node = outputs.find(([key]) => key.toLowerCase() === output)?.[1];
  if (other === undefined || node === undefined) return [];
  // A job that needs the one that needs it is none for GitHub.
  return expressionsIn(file, node)
    .flatMap(({ expression }) => valuePaths(expression))
    .filter((each) => !each.startsWith('needs.'))
    .flatMap((each) => sourceOf(each, { file, job: other }))
    .map(({ what, events }) => ({ path, what, events }));
}
