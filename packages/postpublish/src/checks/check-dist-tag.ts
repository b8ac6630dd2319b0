import { gt, valid } from 'semver';
import { outcomes, type Check } from './check.ts';

const { passed, failed, warning, notRun } = outcomes('dist-tag');

/** The dist-tag under which the version is meant to be found leads to it. A later release that took the tag over is told, and is no failure. */
export const checkDistTag: Check = async ({ one, packument, release }) => {
  const { name, version, distTag } = one;
  const tags = (await release.registry.distTags(name, { fresh: true })) ?? packument['dist-tags'];
  if (distTag === '') return notRun('no dist-tag leads to it, and none was asked for');
  const target = tags[distTag];
  if (target === version) return passed(`${distTag} is ${version}`);
  const others = Object.entries(tags).flatMap(([tag, at]) => (at === version ? [tag] : []));
  const instead = others.length === 0 ? 'no dist-tag leads to it' : `it is under ${others.join(', ')}`;
  const set = `npm dist-tag add ${name}@${version} ${distTag}`;
  if (target === undefined) return failed(`there is no dist-tag ${distTag}; ${instead}`, [set]);
  if (valid(target) !== null && gt(target, version))
    return warning(`${distTag} has moved on to ${target}; ${instead}`, [`If that is wrong: ${set}`]);
  // A registry gives the first version of a package the tag latest besides the one that was asked for.
  const stray = others.filter((tag) => tag !== 'latest').map((tag) => `npm dist-tag rm ${name} ${tag}`);
  return failed(`${distTag} leads to ${target}, not to ${version}; ${instead}`, [
    set,
    ...stray.map((command) => `If that tag is not wanted: ${command}`),
  ]);
};
