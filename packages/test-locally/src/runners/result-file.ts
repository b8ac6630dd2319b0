import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Coverage, RunRequest } from './runner.ts';
import { isRecord } from '../project/manifest.ts';

/** Where a runner writes its machine-readable result. */
export function resultFile({ scratch }: RunRequest): string {
  return join(scratch, 'result');
}

/** The result as JSON; undefined when there is none or it is not whole. */
export async function readResultJson(request: RunRequest): Promise<unknown> {
  const text = await readFile(resultFile(request), 'utf8').catch(() => '');
  return parseJson(text);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The totals of `coverage-summary.json`, which istanbul's reporters write. */
export async function readCoverageSummary(folder: string): Promise<Coverage | undefined> {
  const summary = parseJson(await readFile(join(folder, 'coverage-summary.json'), 'utf8').catch(() => ''));
  const total = isRecord(summary) && isRecord(summary['total']) ? summary['total'] : undefined;
  if (!total) return undefined;
  const percent = (name: string): number | undefined => {
    const value = isRecord(total[name]) ? total[name]['pct'] : undefined;
    return typeof value === 'number' ? value : undefined;
  };
  return {
    lines: percent('lines'),
    branches: percent('branches'),
    functions: percent('functions'),
    statements: percent('statements'),
  };
}
