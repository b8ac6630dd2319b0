import { errors } from './errors.ts';
import type { Installation, InstalledPackage } from './installation.ts';

/** @throws CDEV_E_INSTALL_NOT_INSTALLED */
export function findInstalled({ packages, folder }: Installation, name: string): InstalledPackage {
  const found = packages.find((each) => each.name === name);
  if (!found) throw errors.make('CDEV_E_INSTALL_NOT_INSTALLED', { name, folder });
  return found;
}
