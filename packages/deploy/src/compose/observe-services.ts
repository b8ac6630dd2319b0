import { stripControl } from '@cdev/core/log';
import type { Context } from '@cdev/core/cli';
import type { OpenHost } from '../ssh/open-host.ts';
import { answer, answers, runScript } from '../ssh/run-script.ts';
import { dockerCommand, projectFilter, type ComposeSettings } from './compose-shell.ts';

export interface ServiceState {
  readonly service: string;
  /** `running`, `exited` … as the engine calls it. */
  readonly state: string;
  /** For people: `Up 2 hours (healthy)`. */
  readonly text: string;
  readonly image: string;
}

export interface Services {
  readonly services: readonly ServiceState[];
  /** What is not as it should be; undefined when all is well. */
  readonly problem?: string;
}

/** What runs of the environment's services. One that has ended with 0 has done its work. */
export async function observeServices(open: OpenHost, settings: ComposeSettings, context: Context): Promise<Services> {
  const format = `--format '{{.Label "com.docker.compose.service"}}|{{.State}}|{{.Status}}|{{.Image}}'`;
  const body = `found=$(${dockerCommand(`ps --all --no-trunc ${projectFilter(settings)} ${format}`)} 2>&1) || { say failed "$found"; exit 1; }
printf '%s\\n' "$found" | while IFS= read -r line; do [ -z "$line" ] || say service "$line"; done
`;
  const result = await runScript(open, body, { step: 'services', timeLimit: 60 }, context);
  const failed = answer(result, 'failed');
  if (failed !== undefined) return { services: [], problem: failed };
  const services = answers(result, 'service')
    .map((line) => {
      const [service = '', state = '', text = '', image = ''] = line.split('|').map(stripControl);
      return { service, state, text, image };
    })
    .toSorted((a, b) => (a.service < b.service ? -1 : 1));
  const ill = services
    .filter(({ state, text }) => !isWell(state, text))
    .map(({ service, text }) => `${service}: ${text}`);
  if (services.length === 0) return { services, problem: 'none of its services runs' };
  return { services, ...(ill.length > 0 && { problem: ill.join('; ') }) };
}

function isWell(state: string, text: string): boolean {
  return state === 'running'
    ? !/\((?:unhealthy|health: starting)\)/.test(text)
    : state === 'exited' && text.startsWith('Exited (0)');
}
