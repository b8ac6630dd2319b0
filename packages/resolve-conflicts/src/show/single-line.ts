import { stripControl } from '@cdev/core/log';

/** What came from outside as one line that may be shown. */
export function singleLine(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
