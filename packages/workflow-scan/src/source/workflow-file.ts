import { readDocument, type DocumentNode } from '@cdev/artefact-document';

export interface StepView {
  readonly node: DocumentNode;
  /** Its place among the steps of the job, from 0. */
  readonly index: number;
  readonly id: string | undefined;
  readonly uses: string | undefined;
  readonly run: DocumentNode | undefined;
  readonly with: ReadonlyMap<string, DocumentNode>;
  readonly env: ReadonlyMap<string, DocumentNode>;
  readonly condition: string;
  readonly shell: string | undefined;
}

export interface JobView {
  readonly id: string;
  readonly node: DocumentNode;
  readonly steps: readonly StepView[];
  /** By their ids in lower case, of equal ones the first. */
  readonly stepsById: ReadonlyMap<string, StepView>;
  /** A reusable workflow. */
  readonly uses: string | undefined;
  readonly env: ReadonlyMap<string, DocumentNode>;
  readonly condition: string;
  readonly permissions: DocumentNode | undefined;
}

/** A workflow or composite action, read so far as it is one: what GitHub would refuse elsewhere in it does not keep the rest from being looked at. */
export interface WorkflowFile {
  readonly kind: 'workflow' | 'action';
  /** From the top folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly root: DocumentNode;
  /** What starts it; empty for an action. */
  readonly events: ReadonlySet<string>;
  readonly jobs: readonly JobView[];
  readonly env: ReadonlyMap<string, DocumentNode>;
  readonly permissions: DocumentNode | undefined;
}

const none: ReadonlyMap<string, DocumentNode> = new Map();

/** The file, or the reason why it is none. */
export function parseWorkflowFile(
  text: string,
  { path, kind }: { readonly path: string; readonly kind: WorkflowFile['kind'] },
):
  | { readonly file: WorkflowFile; readonly problem?: undefined }
  | { readonly file?: undefined; readonly problem: string } {
  const { root, syntax } = readDocument(text, path);
  if (!root) return { problem: `line ${syntax.line}: ${syntax.message}` };
  if (!root.entries) return { problem: 'it is no mapping' };
  const shared = { kind, path, text, lines: text.split(/\r?\n/), root };
  if (kind === 'action') {
    const runs = root.entries.get('runs');
    const job: JobView = {
      id: '',
      node: runs ?? root,
      ...stepsOf(runs?.entries?.get('steps')),
      uses: undefined,
      env: none,
      condition: '',
      permissions: undefined,
    };
    return { file: { ...shared, events: new Set(), jobs: [job], env: none, permissions: undefined } };
  }
  const jobs = [...(root.entries.get('jobs')?.entries ?? none)].map(([id, node]): JobView => ({
    id,
    node,
    ...stepsOf(node.entries?.get('steps')),
    uses: textOf(node.entries?.get('uses')),
    env: node.entries?.get('env')?.entries ?? none,
    condition: textOf(node.entries?.get('if')) ?? '',
    permissions: node.entries?.get('permissions'),
  }));
  return {
    file: {
      ...shared,
      events: eventsOf(root.entries.get('on')),
      jobs,
      env: root.entries.get('env')?.entries ?? none,
      permissions: root.entries.get('permissions'),
    },
  };
}

function stepsOf(node: DocumentNode | undefined): Pick<JobView, 'steps' | 'stepsById'> {
  const steps = (node?.items ?? []).map((item, index): StepView => {
    const entries = item.entries ?? none;
    return {
      node: item,
      index,
      id: textOf(entries.get('id')),
      uses: textOf(entries.get('uses')),
      run: typeof entries.get('run')?.value === 'string' ? entries.get('run') : undefined,
      with: entries.get('with')?.entries ?? none,
      env: entries.get('env')?.entries ?? none,
      condition: textOf(entries.get('if')) ?? '',
      shell: textOf(entries.get('shell')),
    };
  });
  const named = steps.flatMap((step): [string, StepView][] =>
    step.id === undefined ? [] : [[step.id.toLowerCase(), step]],
  );
  return { steps, stepsById: new Map(named.toReversed()) };
}

function eventsOf(node: DocumentNode | undefined): Set<string> {
  if (!node) return new Set();
  if (node.entries) return new Set(node.entries.keys());
  return new Set((node.items ?? [node]).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])));
}

export function textOf(node: DocumentNode | undefined): string | undefined {
  const value = node?.value;
  return value === undefined || value === null || typeof value === 'object'
    ? undefined
    : `${value as string | number | boolean}`;
}
