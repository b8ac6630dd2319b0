import type { Page } from '@cdev/core/cli';
import type { MendedReport } from '../fix/check-and-mend.ts';
import { mendedLines } from './mended-text.ts';
import { securityText } from './security-text.ts';

/** The report with the form that was asked for on the command line. */
export interface FormedReport extends MendedReport {
  readonly form: { readonly report: 'text' | 'sarif' | 'github' | 'junit' | 'openvex'; readonly all: boolean };
  readonly version: string;
}

export async function reportText(report: FormedReport, page: Page): Promise<string> {
  const { form, version } = report;
  if (form.report === 'sarif')
    return `${JSON.stringify((await import('./sarif.ts')).toSarif(report, version), null, 2)}\n`;
  if (form.report === 'openvex') return (await import('./open-vex.ts')).openVex(report, version);
  if (form.report === 'github') return (await import('./github-annotations.ts')).githubAnnotations(report);
  if (form.report === 'junit') return (await import('./junit.ts')).junit(report);
  const mended = mendedLines(report, page);
  const before = mended.length === 0 ? '' : `${mended.join('\n')}\n\n`;
  return before + securityText(report, { ...page, all: form.all });
}
