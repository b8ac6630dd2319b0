import { stripControl } from '@cdev/core/log';

/** Text of others in one line, without control characters. */
export function inLine(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
