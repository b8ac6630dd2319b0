import { stripControl } from '@cdev/core/log';

/** Text from outside as one line that is safe to print. */
export function oneLine(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
