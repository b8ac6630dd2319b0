import type { Page } from '@cdev/core/cli';
import type { __Type__Result } from './__name__.ts';

export function resultText({ file, lines }: __Type__Result, { style }: Page): string {
  return `${style.name(file)} has ${lines} ${lines === 1 ? 'line' : 'lines'}\n`;
}
