import type { DocumentNode } from '@cdev/artefact-document';
import { splitTemplate } from '@cdev/github-workflow';
import { placeInScalar, type ScalarPlace } from './place-in-scalar.ts';
import { textOf, type JobView, type WorkflowFile } from './workflow-file.ts';

/** A `run:` of a step that a shell reads, for those who look at shell scripts. */
export interface WorkflowScript {
  readonly path: string;
  readonly text: string;
  /** The same with each `${{ }}` replaced by as many letters: what a shell would see in its place is not known, that it is no syntax is hoped. */
  readonly seen: string;
  readonly interpreter: 'bash' | 'sh';
  /** It is started with `-e`. */
  readonly stopsOnError: boolean;
  /** Where a place of the text is in the file; lines and columns from 1. */
  readonly placeOf: (place: ScalarPlace) => ScalarPlace;
}

/** The scripts of the steps that bash or sh reads; those of other shells are none of theirs. */
export function scriptsOf(file: WorkflowFile): WorkflowScript[] {
  return file.jobs.flatMap((job) =>
    job.steps.flatMap(({ run, shell }) => {
      if (run === undefined || typeof run.value !== 'string') return [];
      const started = startOf(shell ?? defaultShell(job.node) ?? defaultShell(file.root), job);
      if (!started) return [];
      return [
        { path: file.path, text: run.value, seen: masked(run.value), ...started, placeOf: placeInScalar(file, run) },
      ];
    }),
  );
}

function defaultShell(node: DocumentNode): string | undefined {
  return textOf(node.entries?.get('defaults')?.entries?.get('run')?.entries?.get('shell'));
}

/**
 * What reads a script, by GitHub's table: without a name bash with `-e`, on Windows PowerShell.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
function startOf(
  shell: string | undefined,
  job: JobView,
): Pick<WorkflowScript, 'interpreter' | 'stopsOnError'> | undefined {
  if (shell === undefined) return isWindows(job) ? undefined : { interpreter: 'bash', stopsOnError: true };
  const [program = '', ...words] = shell.trim().split(/\s+/);
  const name = program.split('/').at(-1);
  if (name !== 'bash' && name !== 'sh' && name !== 'dash') return undefined;
  const stopsOnError = words.length === 0 || words.some((word) => /^-\w*e\w*$|^errexit$/.test(word));
  return { interpreter: name === 'bash' ? 'bash' : 'sh', stopsOnError };
}

function isWindows({ node }: JobView): boolean {
  const labels = JSON.stringify(node.entries?.get('runs-on')?.value ?? '').replaceAll(/\$\{\{.*?\}\}/g, '');
  return /windows|\bwin\b/i.test(labels);
}

function masked(script: string): string {
  let at = 0;
  let seen = '';
  for (const { text, expression } of splitTemplate(script)) {
    const start = at;
    if (text !== undefined) at += text.length;
    else at = script.indexOf('}}', script.indexOf(expression ?? '', at + 3) + (expression ?? '').length) + 2;
    const piece = script.slice(start, at);
    seen += text === undefined ? piece.replaceAll(/[^\n]/g, 'x') : piece;
  }
  return seen;
}
