import type { Page } from '@cdev/core/cli';
import type { SecurityReport } from '../security-check.ts';
import { securityText } from './security-text.ts';

/** The report with the form that was asked for on the command line. */
export interface FormedReport extends SecurityReport {
  readonly form: { readonly report: 'text' | 'sarif' | 'github' | 'openvex'; readonly all: boolean };
  readonly version: string;
}

export async function reportText(report: FormedReport, page: Page): Promise<string> {
  const { form, version } = report;
  if (form.report === 'sarif')
    return `${JSON.stringify((await import('./sarif.ts')).toSarif(report, version), null, 2)}\n`;
  if (form.report === 'openvex') return (await import('./open-vex.ts')).openVex(report, version);
  if (form.report === 'github') return (await import('./github-annotations.ts')).githubAnnotations(report);
  return securityText(report, { ...page, all: form.all });
}
