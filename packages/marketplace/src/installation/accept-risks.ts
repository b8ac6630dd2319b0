import type { Prompt } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import type { Risk, RiskName } from '../inspection/inspection.ts';

export interface Acceptance {
  /** Named beforehand. */
  readonly accept: readonly RiskName[];
  /** A general yes was given: nobody looks at a question. */
  readonly isYes: boolean;
}

/**
 * Asks for each risk that was not accepted by its name. A general yes is given before anybody knows what to: it covers none.
 * @throws CDEV_E_MARKETPLACE_RISK, CDEV_E_CLI_DECLINED
 */
export async function acceptRisks(
  spec: string,
  risks: readonly Risk[],
  { accept, isYes, prompt }: Acceptance & { readonly prompt: Prompt },
): Promise<void> {
  const open = risks.filter(({ name }) => !accept.includes(name));
  if (open.length === 0) return;
  if (isYes || !prompt.isInteractive)
    throw errors.make('CDEV_E_MARKETPLACE_RISK', {
      package: spec,
      risks: open.map(({ text }) => `  ${text}`).join('\n'),
      accept: open.map(({ name }) => name).join(','),
    });
  for (const { text } of open) await prompt.confirm(`${spec}: ${text}. Take it all the same?`);
}
