import type { OutputFormat } from './house-options.ts';

/** The one document that machine formats put on stdout, for success and for failure. */
export interface ResultDocument {
  readonly command: string;
  readonly version: string;
  readonly status: 'ok' | 'findings' | 'pending' | 'error';
  readonly data?: unknown;
  readonly error?: unknown;
}

/** The document, or a result that is one by itself, as text. JSON and YAML say the same: values pass through JSON first, so no class or undefined survives. */
export async function renderDocument(
  document: ResultDocument | object,
  format: Exclude<OutputFormat, 'console'>,
): Promise<string> {
  const json = JSON.stringify(document, undefined, 2);
  if (format === 'json') return `${json}\n`;
  const { stringify } = await import('yaml');
  return stringify(JSON.parse(json), { lineWidth: 0 });
}
