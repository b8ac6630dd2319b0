import { message, oneLine, retry, type AgentActivity } from './activity.ts';
import { jsonLine } from './json-line.ts';

/** An activity as a line of a log, which `readActivityLine` understands. */
export function activityLine({ kind, ...rest }: AgentActivity): string {
  return JSON.stringify({ activity: kind, ...rest });
}

/** What such a line tells; undefined for any other line. */
export function readActivityLine(line: string): readonly AgentActivity[] | undefined {
  const event = jsonLine(line);
  const kind = event?.['activity'];
  if (event === undefined || typeof kind !== 'string') return undefined;
  const { tokens, cost, ok } = event;
  const text = oneLine(event['text']);
  switch (kind) {
    case 'usage':
      return [{ kind, tokens: typeof tokens === 'number' ? tokens : 0, ...(typeof cost === 'number' && { cost }) }];
    case 'session':
      return [{ kind, id: oneLine(event['id']) }];
    case 'result':
      return [{ kind, ok: ok !== false, text }];
    case 'retry':
      return [retry(text, event)];
    case 'message':
      return message(text);
    case 'tool':
    case 'file':
    case 'permission-denied':
      return text === '' ? [] : [{ kind, text }];
    default:
      return undefined;
  }
}
