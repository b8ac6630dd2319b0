import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Processor time of the server and all that it has started and waited for. */
export function databaseSeconds(url: string): number {
  const folder = new URL(url).searchParams.get('host') ?? '';
  const [pid = ''] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
  const fields = (id: string): string[] => {
    try {
      const text = readFileSync(`/proc/${id}/stat`, 'utf8');
      return text.slice(text.lastIndexOf(')') + 2).split(' ');
    } catch {
      return [];
    }
  };
  const children = readdirSync('/proc').filter((id) => /^\d+$/.test(id) && fields(id)[1] === pid);
  const ticks = [pid, ...children].flatMap((id) => fields(id).slice(11, 15).map(Number));
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}
