import type { Page } from '@cdev/core/cli';
import type { MessageResult } from '../message-agent.ts';

export function messageText({ agent, hears, engine, isDryRun }: MessageResult, { style }: Page): string {
  const way = engine === undefined ? '' : `, through its worker at ${engine}`;
  const when = hears === undefined ? '' : `; it hears ${hears}`;
  return `${style.good('✓')} ${style.name(agent)} ${isDryRun ? 'would be told' : 'is told'}${way}${when}\n`;
}
