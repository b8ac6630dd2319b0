import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readHighest } from './claim.ts';
import { isHolding, type Holder } from './holder.ts';

/** Who runs something under this lock just now, this process too; undefined when nobody does. Asks without taking it. */
export function holderOfLock(lockFile: string): Holder | undefined {
  const folder = resolve(lockFile);
  const { holder } = existsSync(folder) ? readHighest(folder) : { holder: undefined };
  return holder && isHolding(holder) ? holder : undefined;
}
