import type { Style } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';

const exitCodes: Readonly<Record<string, number>> = { usage: 2, environment: 3, interrupted: 130, internal: 70 };

/** How the demo ends when it cannot go on: what happened, what to do, and the exit code. Other errors are defects, and thrown on. */
export function failureText(error: unknown, style: Style): { readonly text: string; readonly exitCode: number } {
  if (!isCdevError(error)) throw error;
  const [first = '', ...more] = error.message.split('\n');
  const text = [
    '',
    `  ${style.bad('✗')} ${style.title(first)}`,
    ...more.map((line) => `    ${line}`),
    ...error.steps.map((step) => `    → ${step}`),
    `    ${style.quiet(error.code)}`,
    '',
    '',
  ].join('\n');
  return { text, exitCode: exitCodes[error.kind] ?? 1 };
}
