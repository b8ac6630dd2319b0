import { isCdevError, type CdevError } from '../errors/index.ts';
import { redact, stripControl } from '../log/redact.ts';
import type { Style } from './style.ts';

/** The error as plain JSON for machine formats. */
export function errorDocument(error: CdevError): Record<string, unknown> {
  const causes = causeMessages(error);
  return {
    code: error.code,
    kind: error.kind,
    message: clean(error.message),
    steps: error.steps.map(clean),
    ...(Object.keys(error.details).length > 0 && {
      details: JSON.parse(redact(JSON.stringify(error.details))) as unknown,
    }),
    ...(causes.length > 0 && { causes }),
  };
}

/** What happened, the steps to take, the code; with `verbose` the chain of causes. */
export function renderError(error: CdevError, { style, verbose }: { style: Style; verbose: boolean }): string {
  const [first = '', ...more] = clean(error.message).split('\n');
  const causes = verbose ? causeMessages(error).map((text) => `  because: ${text}`) : [];
  return [
    `${style.bad('✗')} ${style.title(first)}`,
    ...more.map((line) => `  ${line}`),
    ...causes.map(style.quiet),
    ...error.steps.map((step) => `  → ${clean(step)}`),
    `  ${style.quiet(error.code)}`,
    '',
  ].join('\n');
}

function causeMessages(error: CdevError): string[] {
  const messages: string[] = [];
  for (let cause = error.cause; cause !== undefined && messages.length < 8; cause = (cause as Error).cause) {
    const text = hasMessage(cause) ? cause.message : (JSON.stringify(cause) ?? typeof cause);
    messages.push(clean(isCdevError(cause) ? `${text} (${cause.code})` : text));
    if (typeof cause !== 'object' || cause === null) break;
  }
  return messages;
}

function hasMessage(value: unknown): value is { message: string } {
  return typeof value === 'object' && value !== null && typeof (value as { message?: unknown }).message === 'string';
}

function clean(text: string): string {
  return stripControl(redact(text));
}
