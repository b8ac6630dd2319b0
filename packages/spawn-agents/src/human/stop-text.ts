import type { Page } from '@cdev/core/cli';
import type { StopResult } from '../stop-agents.ts';

export function stopText({ plan, stopped, runner, isDryRun }: StopResult, { style }: Page): string {
  if (stopped.length === 0 && runner === undefined) return `No agent of ${plan} is at work\n`;
  const lines = stopped.map((one) => {
    const snapshot =
      'snapshot' in one && one.snapshot !== undefined ? `  ${style.quiet(`kept as ${one.snapshot}`)}` : '';
    return `${style.good('✓')} ${style.name(one.agent)}  ${isDryRun ? 'would be ended' : 'ended'}${snapshot}`;
  });
  const whole = runner === undefined ? [] : [style.quiet(`Process ${runner}, which looked after them, has ended too`)];
  return [...lines, ...whole, `→ Go on: cdev-spawn-agents ${plan} --resume`, ''].join('\n');
}
