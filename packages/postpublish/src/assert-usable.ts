import { validRange } from 'semver';
import { tagFormat } from './deeds/release-units.ts';
import { errors } from './errors.ts';
import { safeAddress } from './github/github-access.ts';
import type { PostpublishOptions } from './postpublish-options.ts';

/**
 * Refuses what cannot be used before anything is done: a run that ends over a wrong option between a tag and its release helps nobody.
 * @throws CDEV_E_POSTPUBLISH_OPTION_INVALID
 */
export function assertUsable(options: PostpublishOptions, env: Readonly<Record<string, string | undefined>>): void {
  const { deprecate, notify } = options;
  tagFormat(options.tagFormat, false);
  if (deprecate !== undefined && validRange(deprecate) === null)
    throw errors.make('CDEV_E_POSTPUBLISH_OPTION_INVALID', {
      option: '--deprecate',
      value: deprecate,
      expected: 'a range of versions such as "<2.0.0"',
    });
  const webhook = env['CDEV_RELEASE_WEBHOOK'] ?? '';
  if (notify !== undefined) safeAddress('--notify', notify);
  else if (webhook !== '') safeAddress('CDEV_RELEASE_WEBHOOK', webhook);
  const github = env['GITHUB_API_URL']?.trim() ?? '';
  if (github !== '') safeAddress('GITHUB_API_URL', github);
}
