import type { DocumentNode } from '@cdev/artefact-document';
import { availability } from './availability.ts';
import { parseEvents } from './parse-events.ts';
import { asksForIdToken, parseDefaults, parseJob } from './parse-job.ts';
import { createSourceReader, invalidSource, readSource, type SourceReader } from './source-reader.ts';
import type { JobSource, WorkflowSource } from './workflow-source.ts';

const workflowKeys = ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs'];

/**
 * A workflow from its text. `path` is from `root`, with `/`.
 * @throws CDEV_E_WORKFLOW_INVALID with every problem that GitHub would refuse it for, each with its line.
 */
export function parseWorkflow(
  content: string,
  { root, path }: { readonly root: string; readonly path: string },
): WorkflowSource {
  const reader = createSourceReader();
  const document = readSource(content, path);
  const entries = reader.mapping(document, workflowKeys);
  if (!entries.has('on')) reader.complain(document, 'on is missing: which events start the workflow');
  if (!entries.get('jobs')?.entries?.size) reader.complain(entries.get('jobs') ?? document, 'jobs are missing');
  reader.text(entries.get('run-name'), availability.workflow);
  const idToken = asksForIdToken(entries.get('permissions'));
  const jobs = new Map<string, JobSource>();
  for (const [id, node] of reader.mapping(entries.get('jobs'))) {
    const job = parseJob(reader, node, id);
    jobs.set(id, idToken && !node.entries?.has('permissions') ? { ...job, asksForIdToken: true } : job);
  }
  checkNeeds(reader, jobs, document);
  const workflow: WorkflowSource = {
    root,
    path,
    name: reader.text(entries.get('name')) ?? path,
    ...parseEvents(reader, entries.get('on')),
    env: reader.values(entries.get('env'), availability.workflowEnv),
    defaults: parseDefaults(reader, entries.get('defaults'), availability.workflow),
    jobs,
  };
  if (reader.problems.length > 0) throw invalidSource(path, reader.problems);
  return workflow;
}

function checkNeeds(reader: SourceReader, jobs: ReadonlyMap<string, JobSource>, document: DocumentNode): void {
  const complain = (job: JobSource, message: string): void =>
    reader.complain({ ...document, line: job.line, field: `jobs.${job.id}.needs` }, message);
  for (const job of jobs.values()) {
    for (const need of job.needs) if (!jobs.has(need)) complain(job, `there is no job ${need}`);
    const circle = circleFrom(jobs, job.id);
    // Told once, at its first job.
    if (circle && circle.every((id) => [...jobs.keys()].indexOf(id) >= [...jobs.keys()].indexOf(job.id)))
      complain(job, `the jobs need each other in a circle: ${[...circle, job.id].join(' → ')}`);
  }
}

/** The way by which a job needs itself. */
function circleFrom(jobs: ReadonlyMap<string, JobSource>, start: string): readonly string[] | undefined {
  const seen = new Set<string>();
  function search(id: string, way: readonly string[]): readonly string[] | undefined {
    for (const need of jobs.get(id)?.needs ?? []) {
      if (need === start) return way;
      if (seen.has(need)) continue;
      seen.add(need);
      const found = search(need, [...way, need]);
      if (found) return found;
    }
    return undefined;
  }
  return search(start, [start]);
}

/** The ids of all jobs that a job needs, also by way of others. */
export function ancestorsOf(jobs: ReadonlyMap<string, JobSource>, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (from: string): void => {
    for (const need of jobs.get(from)?.needs ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      add(need);
    }
  };
  add(id);
  return found;
}
