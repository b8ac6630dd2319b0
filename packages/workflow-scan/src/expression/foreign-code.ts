import { expressionsIn } from '../source/expressions-in.ts';
import { textOf, type StepView } from '../source/workflow-file.ts';
import { variableNode, type StepPlace } from './untrusted-source.ts';
import { valuePaths } from './value-paths.ts';

/** What names the code of a pull request. */
const names =
  /^github\.(head_ref$|event\.(pull_request\.(head(\.(sha|ref|label|repo(\..+)?))?|merge_commit_sha)$|workflow_run\.(head_sha|head_branch|head_commit|head_repository|pull_requests)(\..+)?$))/;
/** Actions that look the branch of a pull request up, where only its number is known. */
const lookups =
  /^(xt0rted|alessbell)\/pull-request-comment-branch@|^eficode\/resolve-pr-refs@|^potiuk\/get-workflow-origin@/i;
const asksForHead = /\bheadRef(Name|Oid)\b|\bhead\.(sha|ref)\b|\bgh\s+pr\s+view\b|\bpulls\.get\b|refs\/pull\//;

/** Whether an expression gives the commit, branch or repository of a pull request: directly, by a variable, or by what a step or job before found out. */
export function namesForeignCode(expression: string, place: StepPlace, depth = 0): boolean {
  return depth < 4 && valuePaths(expression).some((path) => isForeign(path, place, depth));
}

/** The same of a variable. */
export function holdsForeignCode(name: string, place: StepPlace, depth = 0): boolean {
  const node = variableNode(name, place)?.node;
  const expressions = node === undefined ? [] : expressionsIn(place.file, node);
  return expressions.some(({ expression }) => namesForeignCode(expression, place, depth + 1));
}

function isForeign(path: string, place: StepPlace, depth: number): boolean {
  if (names.test(path)) return true;
  const [context, name = '', third, output = ''] = path.split('.');
  const { file, job } = place;
  if (context === 'env') return holdsForeignCode(name, place, depth);
  if (third !== 'outputs') return false;
  if (context === 'steps') {
    const step = job.stepsById.get(name);
    return step !== undefined && findsHead(step, output);
  }
  const other = context === 'needs' ? file.jobs.find(({ id }) => id.toLowerCase() === name) : undefined;
  const node = [...(other?.node.entries?.get('outputs')?.entries ?? [])].find(
    ([key]) => key.toLowerCase() === output,
  )?.[1];
  if (other === undefined || node === undefined) return false;
  return expressionsIn(file, node).some(({ expression }) =>
    namesForeignCode(expression, { file, job: other }, depth + 1),
  );
}

function findsHead(step: StepView, output: string): boolean {
  if (/base|number|comment|title|author/i.test(output)) return false;
  if (step.uses !== undefined && lookups.test(step.uses)) return true;
  const script = step.run ?? (/^actions\/github-script@/i.test(step.uses ?? '') ? step.with.get('script') : undefined);
  return asksForHead.test(textOf(script) ?? '');
}
