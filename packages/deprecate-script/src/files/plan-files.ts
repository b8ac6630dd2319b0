import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { planFixes, setManifestField, type Fix, type PlannedFix } from '@cdev/file-fix';
import type { CatalogueScript, Deprecation } from '@cdev/script-catalogue';
import { bannerText, withBanner } from './banner.ts';
import { changelogText, changeset, withEntry } from './changelog.ts';

/** The changelog, the README and the metadata of a stage; of a withdrawal for undefined. The metadata, which says where it stands, is the last. */
export async function planFiles(
  root: string,
  script: CatalogueScript,
  deprecation: Deprecation | undefined,
): Promise<readonly PlannedFix[]> {
  const folder = relative(root, script.folder).split(sep).join('/');
  const at = (file: string): string => (folder === '' ? file : `${folder}/${file}`);
  const readme: Fix = {
    file: at('README.md'),
    title: deprecation ? 'Put the banner up' : 'Take the banner down',
    apply: (text) => withBanner(text, deprecation && bannerText(script.binName, deprecation)),
  };
  const manifest = { ...setManifestField(['cdev', 'deprecation'], deprecation), file: at('package.json') };
  // The metadata is written last: where it has the stage already, the changelog has been told.
  const isTold = script.metadata.deprecation?.stage === deprecation?.stage;
  return planFixes(root, [
    ...(isTold ? [] : [announcementIn(root, script, { deprecation, changelog: at('CHANGELOG.md') })]),
    readme,
    ...guideInPackage(script, deprecation).map((fix) => ({ ...fix, file: at('package.json') })),
    manifest,
  ]);
}

function announcementIn(
  root: string,
  script: CatalogueScript,
  { deprecation, changelog }: { readonly deprecation: Deprecation | undefined; readonly changelog: string },
): Fix {
  const text = changelogText(script, deprecation);
  const title = 'Tell it in the changelog';
  const { packageName, name } = script;
  if (!existsSync(join(root, '.changeset/config.json')))
    return { file: changelog, title, apply: (before) => withEntry(before, { packageName, text }) };
  const file = `.changeset/deprecate-${name}-${deprecation?.stage ?? 'withdrawn'}.md`;
  const bump = deprecation?.stage === 'announced' ? 'minor' : 'patch';
  return { file, title, apply: () => changeset(packageName, text, bump) };
}

/** npm packs README and changelog unasked, but no guide. */
function guideInPackage({ manifest }: CatalogueScript, deprecation: Deprecation | undefined): readonly Fix[] {
  const files = manifest['files'];
  const isPacked = !Array.isArray(files) || files.includes(deprecation?.guide);
  if (deprecation?.stage !== 'migrating' || isPacked) return [];
  return [setManifestField(['files'], [...(files as string[]), deprecation.guide])];
}
