import type { Driver } from '../drivers/index.ts';
import { errors } from '../errors.ts';
import { bootId } from './boot-id.ts';

/** Why agents of this driver cannot outlive the process that looks after them; undefined where they can. */
export function obstacleToGoOn({ name, converse }: Pick<Driver, 'name' | 'converse'>): Error | undefined {
  if (converse !== undefined)
    return errors.make('CDEV_E_SPAWN_CANNOT_GO_ON', {
      driver: name,
      reason: 'they are talked with over a pipe, which ends with this process',
    });
  if (bootId() === '')
    return errors.make('CDEV_E_SPAWN_CANNOT_GO_ON', {
      driver: name,
      reason: 'this system does not tell a process from a later one of the same id',
    });
  return undefined;
}
