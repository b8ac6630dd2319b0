import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseWorkflows, scanWorkflowFiles, type WorkflowScan } from './scan-workflow.ts';
import { findWorkflowFiles, kindOfPath } from './source/find-workflow-files.ts';
import type { WorkflowFile } from './source/workflow-file.ts';

export interface ScanWorkflowsOptions {
  /** The top folder of the repository. */
  readonly root: string;
  /** Only these files, from the root; those among them that are neither workflow nor action are left out. Default: all that GitHub reads. */
  readonly paths?: readonly string[];
  /** Where a text is taken from, when it is not the file that is there. */
  readonly read?: (path: string) => Promise<string | undefined>;
  readonly signal?: AbortSignal;
}

/** Larger than any that GitHub takes. */
const largest = 1024 * 1024;

/** The workflows and actions of a folder. */
export async function scanWorkflows({ root, paths, read, signal }: ScanWorkflowsOptions): Promise<WorkflowScan> {
  const files =
    paths?.flatMap((path) => {
      const kind = kindOfPath(path);
      return kind === undefined ? [] : [{ path, kind }];
    }) ?? (await findWorkflowFiles(root));
  const parsed: WorkflowFile[] = [];
  const gaps: string[] = [];
  for (const { path, kind } of files) {
    signal?.throwIfAborted();
    try {
      const text = await (read ? read(path) : readFile(join(root, path), 'utf8'));
      if (text === undefined) continue;
      if (text.length > largest) gaps.push(`${path} is larger than 1 MB`);
      else parsed.push(...parseWorkflows([{ path, kind, text }], gaps));
    } catch (error) {
      gaps.push(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
    }
  }
  return scanWorkflowFiles(parsed, gaps);
}
