import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { readScriptCatalogue, selectScripts } from '@cdev/script-catalogue';
import { writeText } from './write-text.ts';
import { workflow } from './workflow.ts';

export interface WriteWorkflowOptions {
  readonly scripts: readonly string[];
  readonly file: string;
  readonly node: readonly string[];
  readonly schedule: string;
  readonly isDryRun: boolean;
}

export interface WrittenFile {
  readonly file: string;
  readonly text: string;
  readonly outcome: 'written' | 'planned' | 'unchanged';
}

/** Writes the daily workflow for the scripts that are here. Asks before it replaces another file. */
export async function writeWorkflow(options: WriteWorkflowOptions, context: Context): Promise<Outcome<WrittenFile>> {
  const catalogue = await readScriptCatalogue({ cwd: context.cwd });
  const packages = selectScripts(catalogue, options.scripts).map(({ packageName }) => packageName);
  const { version } = context.script;
  const text = workflow({ packages, version, node: options.node, schedule: options.schedule });
  const file = resolve(catalogue.root, options.file);
  const present = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const written = { file, text };
  if (present === text) return { result: { ...written, outcome: 'unchanged' }, status: 'ok' };
  if (options.isDryRun) return { result: { ...written, outcome: 'planned' }, status: 'ok' };
  if (present !== undefined) await context.prompt.confirm(`Replace ${options.file}?`);
  await writeText(file, text);
  return { result: { ...written, outcome: 'written' }, status: 'ok' };
}
