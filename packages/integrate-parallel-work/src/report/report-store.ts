import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunPaths } from '@cdev/agent-run';
import { writeFileAtomic } from '@cdev/git';
import { parse, stringify } from 'yaml';
import { reportSchemaVersion, type IntegrationReport } from './integration-report.ts';
import { reportMarkdown } from './report-markdown.ts';

/** `reports/integration.yaml` of the run, and the same for people beside it. */
export function reportFile({ reports }: RunPaths): string {
  return join(reports, 'integration.yaml');
}

/** Writes the report in both forms, each whole or not at all. @returns the file for programs. */
export async function writeReport(paths: RunPaths, report: IntegrationReport): Promise<string> {
  const file = reportFile(paths);
  await mkdir(paths.reports, { recursive: true });
  await writeFileAtomic(file, stringify(JSON.parse(JSON.stringify(report)), { lineWidth: 0 }));
  await writeFileAtomic(file.replace(/\.yaml$/, '.md'), reportMarkdown(report));
  return file;
}

/** The last report; undefined when there is none that can be read. */
export async function readReport(paths: RunPaths): Promise<IntegrationReport | undefined> {
  try {
    const report = parse(await readFile(reportFile(paths), 'utf8')) as IntegrationReport | null;
    return report?.schemaVersion === reportSchemaVersion ? report : undefined;
  } catch {
    return undefined;
  }
}
