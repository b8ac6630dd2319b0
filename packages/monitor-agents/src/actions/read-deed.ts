import { stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';
import type { Deed } from './act.ts';

const plain: ReadonlySet<string> = new Set(['stop', 'retry', 'commit', 'diff', 'editor']);

/** A deed as a page sends it. @throws CDEV_E_MONITOR_DEED_UNKNOWN */
export function readDeed(name: string, input: unknown): Deed {
  const fields = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const text = (field: string): string => stripControl(typeof fields[field] === 'string' ? fields[field] : '').trim();
  const agent = text('agent');
  const isKnown =
    agent !== '' &&
    (plain.has(name) || (name === 'message' && text('text') !== '') || (name === 'extend' && text('path') !== ''));
  if (!isKnown) throw errors.make('CDEV_E_MONITOR_DEED_UNKNOWN', { deed: name });
  if (name === 'message') return { name, agent, text: text('text').slice(0, 4000) };
  if (name === 'extend') return { name, agent, path: text('path').replace(/^\.\//, '') };
  return { name: name as 'stop', agent };
}
