import { alignColumns, type Page } from '@cdev/core/cli';
import type { McpResult } from './mcp.ts';

/** Nothing after serving: stdout was the protocol's. */
export function toolsText({ tools, hasServed }: McpResult, { style }: Page): string {
  if (hasServed) return '';
  const rows = tools.map(({ name, title, changes }) => [
    style.name(name),
    title,
    changes ? style.quiet('changes something') : '',
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}
