import { stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';

/**
 * The path inside the package: what npm makes of it when it unpacks, without the one folder at the top. '' for that folder itself.
 * @throws CDEV_E_PACKAGE_TARBALL_UNSAFE for a path that leads out of the package, on any system
 */
export function entryPath(path: string): string {
  const refuse = (problem: string): never => {
    const entry = JSON.stringify(stripControl(path).slice(0, 200));
    throw errors.make('CDEV_E_PACKAGE_TARBALL_UNSAFE', { entry, problem });
  };
  if (path.includes('\0')) refuse('holds a zero byte');
  const parts = path.replaceAll('\\', '/').split('/');
  if (parts[0] === '' || /^[A-Za-z]:/.test(path)) refuse('is an absolute path');
  if (parts.includes('..')) refuse('leads out of the package');
  return parts.filter((part, index) => index > 0 && part !== '' && part !== '.').join('/');
}
