import type { Page } from '@cdev/core/cli';
import type { IntelligentAgentGeneratorResult } from './intelligent-agent-generator.ts';

export function resultText({ file, lines }: IntelligentAgentGeneratorResult, { style }: Page): string {
  return `${style.name(file)} has ${lines} ${lines === 1 ? 'line' : 'lines'}\n`;
}
