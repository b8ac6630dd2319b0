import { formatDuration } from '@cdev/core/cli';
import type { AgentActivity } from './activity.ts';

type Retry = Extract<AgentActivity, { kind: 'retry' }>;

/** `waiting for the model, try 3, 12 s: rate_limit (429)`: as much of it as the assistant tells. */
export function retryText({ attempt, wait, status, text }: Omit<Retry, 'kind'>): string {
  const told = [
    ...(attempt === undefined ? [] : [`try ${attempt}`]),
    ...(wait === undefined ? [] : [formatDuration(wait)]),
  ];
  const why = [...(text === '' ? [] : [text]), ...(status === undefined ? [] : [`(${status})`])].join(' ');
  return `${['waiting for the model', ...told].join(', ')}${why === '' ? '' : `: ${why}`}`;
}
