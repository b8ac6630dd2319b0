import { errors } from './errors.ts';

/** Old packages have capital letters and `~!'()*`; nothing else may get into a path. */
const valid = /^(?:@[^\s/@%?#\\:]+\/)?[^\s/@%?#\\:.-][^\s/@%?#\\:]*$/;

/**
 * The name as it stands in a path of the registry: `@scope%2fname`.
 * @throws CDEV_E_REGISTRY_NAME
 */
export function escapedName(name: string): string {
  if (!valid.test(name) || name.length > 214) throw errors.make('CDEV_E_REGISTRY_NAME', { name });
  return name.replace('/', '%2f');
}
