import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parseWorkflows, scanWorkflowFiles, type WorkflowScan } from './scan-workflow.ts';
import { findWorkflowFiles, kindOfPath, type FoundFile } from './source/find-workflow-files.ts';
import { readPipeline } from './source/pipeline-scripts.ts';
import type { WorkflowFile } from './source/workflow-file.ts';
import type { WorkflowScript } from './source/workflow-scripts.ts';

export interface ScanWorkflowsOptions {
  /** The top folder of the repository. */
  readonly root: string;
  /** Only these files, from the root; those among them that are none are left out. Default: all that GitHub and other services read. */
  readonly paths?: readonly string[];
  /** Where a text is taken from, when it is not the file that is there. */
  readonly read?: (path: string) => Promise<string | undefined>;
  readonly signal?: AbortSignal;
}

/** Larger than any that GitHub takes. */
const largest = 1024 * 1024;

/** The workflows and actions of a folder, and the scripts in what other services run. */
export async function scanWorkflows({ root, paths, read, signal }: ScanWorkflowsOptions): Promise<WorkflowScan> {
  const given = paths?.flatMap((path): FoundFile[] => {
    const kind = kindOfPath(path);
    return kind === undefined ? [] : [{ path, kind }];
  });
  // What a pipeline takes in can be called anything.
  if (given?.length === 0 && !paths?.some((path) => /\.ya?ml$/.test(path))) return scanWorkflowFiles([], []);
  const all = await findWorkflowFiles(root);
  const found = given?.length === 0 ? all.filter(({ kind }) => kind === 'pipeline') : all;
  const wanted = new Set((given ?? found).map(({ path }) => path));
  const parsed: WorkflowFile[] = [];
  const pipelines = new Map<string, readonly WorkflowScript[]>();
  const gaps: string[] = [];
  const seen = new Set<string>();
  const add = async ({ path, kind }: FoundFile): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    signal?.throwIfAborted();
    const before = parsed.length;
    // What is not looked at itself, or is used and not there yet, says nothing when it cannot be read.
    const told = wanted.has(path) || given === undefined ? gaps : [];
    try {
      const text = await (read ? read(path) : readFile(join(root, path), 'utf8'));
      if (text === undefined) return;
      if (text.length > largest) told.push(`${path} is larger than 1 MB`);
      else if (kind === 'pipeline') {
        const { scripts, includes, problem } = readPipeline(text, path);
        if (problem === undefined) pipelines.set(path, scripts);
        else told.push(`${path} cannot be read: ${problem}`);
        for (const included of includes) {
          if (paths?.includes(included)) wanted.add(included);
          await add({ path: included, kind });
        }
      } else parsed.push(...parseWorkflows([{ path, kind, text }], told));
    } catch (error) {
      const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || wanted.has(path)) told.push(`${path} cannot be read (${code})`);
    }
    // An action of the repository can lie anywhere; whoever uses it runs it.
    for (const used of parsed.slice(before).flatMap(actionsUsedBy)) await add(used);
  };
  for (const file of [...(given ?? []), ...found]) await add(file);
  const isLookedAt = ({ path }: Pick<WorkflowFile, 'path'>): boolean => given === undefined || wanted.has(path);
  const scan = scanWorkflowFiles(
    parsed.filter(isLookedAt),
    gaps,
    parsed.filter((file) => !isLookedAt(file)),
  );
  const others = [...pipelines].filter(([path]) => isLookedAt({ path }));
  return {
    ...scan,
    files: scan.files + others.length,
    scripts: [...scan.scripts, ...others.flatMap(([, scripts]) => scripts)],
  };
}

function actionsUsedBy({ jobs }: WorkflowFile): FoundFile[] {
  return jobs.flatMap(({ steps }) =>
    steps.flatMap(({ uses = '' }) => {
      const folder = uses.startsWith('./') ? posix.normalize(uses) : '..';
      if (folder.startsWith('..')) return [];
      return ['action.yml', 'action.yaml'].map((name): FoundFile => ({
        path: posix.join(folder, name),
        kind: 'action',
      }));
    }),
  );
}
