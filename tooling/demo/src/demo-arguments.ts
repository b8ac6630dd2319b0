import { parseArgs } from 'node:util';
import { driverNames, type DriverName } from '@cdev/spawn-agents';
import { errors } from './errors.ts';

/** Real agents; the driver `command` stands for the scripted ones. */
export type RealAgent = Exclude<DriverName, 'command'>;

const realAgents = driverNames.filter((name) => name !== 'command' && name !== 'acp');

/** What agents the demo is to work with; undefined for the scripted ones. @throws CDEV_E_DEMO_WRONG_USE */
export function readArguments(words: readonly string[]): { readonly agent: RealAgent | undefined } {
  const wrong = (problem: string): Error =>
    errors.make('CDEV_E_DEMO_WRONG_USE', { problem, agents: realAgents.join(', ') });
  // A package manager passes the dashes on that tell it where its own options end.
  const args = words.filter((word) => word !== '--');
  const { agent } = parse(args, wrong);
  const known = realAgents.find((name) => name === agent);
  if (agent !== undefined && known === undefined) throw wrong(`There is no agent "${agent}" for the demo`);
  return { agent: known };
}

function parse(args: string[], wrong: (problem: string) => Error): { readonly agent?: string | undefined } {
  try {
    return parseArgs({ options: { agent: { type: 'string' } }, args }).values;
  } catch (error) {
    const [problem = ''] = (error as Error).message.split('. ');
    throw wrong(problem);
  }
}
