import { errors } from './errors.ts';

interface Failed {
  readonly manager: string;
  readonly packages: string;
  readonly output: string;
  readonly registry: string | undefined;
}

/** What npm and pnpm say when a package or a version is not there; in each the first group is what is missing. */
const notFound = [
  /notarget No matching version found for (\S+?)\.?$/m,
  /404\s+'?([^\s']+)'? is not in this registry/m,
  /404\s+The requested resource '([^']+)' could not be found/m,
  /No matching version found for (\S+)/m,
  /ERR_PNPM_FETCH_404[\s\S]*?GET \S+\/(\S+?):? /m,
  /Failed to resolve the latest version of (\S+?):[\s\S]*?\(404\b/m,
];

/** Of the output of a failed installation: not found, or the last lines of it. */
export function installFailure({ manager, packages, output, registry = 'the registry' }: Failed): Error {
  for (const shape of notFound) {
    const missing = shape.exec(output)?.[1];
    if (missing !== undefined)
      return errors.make('CDEV_E_INSTALL_NOT_FOUND', { manager, missing: decodeURIComponent(missing), registry });
  }
  const telling = output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '' && !/A complete log of this run|^Progress:|npm error (?:\s*)$/.test(line));
  return errors.make('CDEV_E_INSTALL_FAILED', { manager, packages, output: telling.slice(-15).join('\n') });
}
