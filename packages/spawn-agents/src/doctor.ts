import type { Context, Outcome } from '@cdev/core/cli';
import { driverNamed, driverNames, type Detection, type DriverName } from './drivers/index.ts';

export interface DoctorResult {
  readonly drivers: readonly { readonly name: DriverName; readonly found: Detection }[];
}

/** Which assistants are here. Whether they are signed in is not checked: that would cost a request. */
export async function doctor(context: Context): Promise<Outcome<DoctorResult>> {
  const drivers = await Promise.all(
    driverNames.map(async (name) => ({ name, found: await driverNamed(name).detect(context) })),
  );
  const isUsable = drivers.some(({ name, found }) => name !== 'command' && found.status === 'ready');
  return { result: { drivers }, status: isUsable ? 'ok' : 'findings' };
}
