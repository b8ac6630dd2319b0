import type { Page } from '@cdev/core/cli';
import type { DashboardResult } from './dashboard.ts';

export function resultText(result: DashboardResult, { style }: Page): string {
  if (result.kind === 'exported')
    return `${style.good('✓')} ${style.name(result.file)}  ${result.scripts} ${result.scripts === 1 ? 'script' : 'scripts'}, ${result.records} run ${result.records === 1 ? 'record' : 'records'}\n`;
  if (result.isEnded) return '';
  const may = result.isReadOnly
    ? 'Whoever has this address can look'
    : 'Whoever has this address can look, and start scripts';
  return `${style.name(result.url)}\n${style.quiet(`${may}. Ctrl-C ends it.`)}\n`;
}
