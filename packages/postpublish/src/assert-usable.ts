import { githubAccess } from '@cdev/github-api';
import { validRange } from 'semver';
import { tagFormat } from './deeds/release-units.ts';
import { errors } from './errors.ts';
import { safeAddress } from './safe-address.ts';
import type { PostpublishOptions, Steps } from './postpublish-options.ts';
import { deedNames } from './step-names.ts';

/**
 * Refuses what cannot be used before anything is done: a run that ends over a wrong option between a tag and its release helps nobody.
 * @throws CDEV_E_POSTPUBLISH_OPTION_INVALID, CDEV_E_GITHUB_ADDRESS_INVALID, CDEV_E_GITHUB_TOKEN_UNUSABLE
 */
export function assertUsable(
  options: PostpublishOptions,
  { deeds }: Steps,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const { deprecate, notify } = options;
  tagFormat(options.tagFormat, false);
  if (options.published) assertOnlyLooks(options);
  if (deprecate !== undefined && validRange(deprecate) === null)
    throw errors.make('CDEV_E_POSTPUBLISH_OPTION_INVALID', {
      option: '--deprecate',
      value: deprecate,
      expected: 'a range of versions such as "<2.0.0"',
    });
  const webhook = env['CDEV_RELEASE_WEBHOOK'] ?? '';
  if (notify !== undefined) safeAddress('--notify', notify);
  else if (webhook !== '') safeAddress('CDEV_RELEASE_WEBHOOK', webhook);
  if (deeds.has('release')) githubAccess(env);
}

/** A version that is looked at without what was packed is not completed, tagged or announced. */
function assertOnlyLooks(options: PostpublishOptions): void {
  const refuse = (option: string, value: string, expected: string): never => {
    throw errors.make('CDEV_E_POSTPUBLISH_OPTION_INVALID', { option, value, expected });
  };
  if (options.packages.length === 0) refuse('--published', '', 'given with packages, such as name@1.0.0');
  const needsManifest = {
    '--manifest': options.manifest,
    '--mend': options.mend || undefined,
    '--accepted': options.accepted || undefined,
    '--write-changelog': options.writeChangelog || undefined,
    '--docs': options.docs,
    '--notify': options.notify,
    '--deprecate': options.deprecate,
  };
  for (const [option, value] of Object.entries(needsManifest))
    if (value !== undefined)
      refuse(option, String(value), 'left out with --published, which looks and does nothing else');
  const deed = options.only.find((word) => word === 'deeds' || (deedNames as readonly string[]).includes(word));
  if (deed !== undefined) refuse('--only', deed, 'a check with --published, which looks and does nothing else');
}
