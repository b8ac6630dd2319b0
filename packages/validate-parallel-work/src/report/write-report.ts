import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { stringify } from 'yaml';
import { errors } from '../errors.ts';
import type { ValidateResult } from '../validate-parallel-work.ts';
import { junitReport } from './junit-report.ts';
import { markdownReport } from './markdown-report.ts';
import { sarifReport } from './sarif-report.ts';

export const reportFormats = ['yaml', 'markdown', 'junit', 'sarif'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export type Reported = Omit<ValidateResult, 'report'>;

const renderers: Readonly<
  Record<ReportFormat, { readonly extension: string; readonly render: (result: Reported) => string }>
> = {
  yaml: {
    extension: 'yaml',
    render: (result) => stringify(JSON.parse(JSON.stringify({ schemaVersion: 1, ...result })), { lineWidth: 0 }),
  },
  markdown: { extension: 'md', render: markdownReport },
  junit: { extension: 'xml', render: junitReport },
  sarif: { extension: 'sarif', render: sarifReport },
};

export interface WriteReportOptions {
  readonly file: string | undefined;
  readonly format: ReportFormat;
  /** Where it goes without a file. */
  readonly folder: string;
  readonly cwd: string;
}

/** @throws CDEV_E_VALIDATE_REPORT_UNWRITABLE */
export async function writeReport(
  result: Reported,
  { file, format, folder, cwd }: WriteReportOptions,
): Promise<string> {
  const { extension, render } = renderers[format];
  const path = file === undefined ? join(folder, `validation.${extension}`) : resolve(cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, render(result));
  } catch (cause) {
    throw errors.make('CDEV_E_VALIDATE_REPORT_UNWRITABLE', { file: path, reason: (cause as Error).message }, { cause });
  }
  return path;
}
