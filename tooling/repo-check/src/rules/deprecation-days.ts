import type { Finding, Rule } from '../finding.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

const rule = 'deprecation-days';

/** Users are told two days, and can rely on them: neither comes too early, and on neither is the next step forgotten. */
export const deprecationDays: Rule = {
  name: rule,
  says: 'deprecations give the time that is promised, have their guide, and are in the stage of the day',
  check: (workspace) => {
    const today = new Date().toISOString().slice(0, 10);
    return workspace.packages
      .filter(({ manifest }) => manifest.cdev?.deprecation)
      .flatMap((pkg) => [...checkDays(pkg, today), ...checkGuide(workspace, pkg)]);
  },
};

/** Days, as `cdev-deprecate-script` promises them. What checks packages cannot depend on one: its tests come before theirs. */
const promised = { notice: 30, warnings: 90 } as const;

function checkDays({ folder, shortName, manifest }: Package, today: string): Finding[] {
  const { announced = '', warnsFrom = '', sunset = '', stage = '' } = manifest.cdev?.deprecation ?? {};
  const file = `${folder}/package.json`;
  const days = { announced, warnsFrom, sunset };
  const wrong = Object.entries(days).filter(([, day]) => Number.isNaN(dayNumber(day)));
  if (wrong.length > 0)
    return wrong.map(([field, day]) => ({
      rule,
      file,
      why: `cdev.deprecation.${field} is no day: "${day}"`,
      mend: 'Write it as 2026-11-27',
    }));
  const short = [
    { between: dayNumber(warnsFrom) - dayNumber(announced), least: promised.notice, what: 'of notice' },
    { between: dayNumber(sunset) - dayNumber(warnsFrom), least: promised.warnings, what: 'of warnings' },
  ].filter(({ between, least }) => between < least);
  const due = [
    { isDue: stage === 'announced' && today >= warnsFrom, command: 'warn', day: warnsFrom },
    { isDue: ['warning', 'migrating'].includes(stage) && today >= sunset, command: 'sunset', day: sunset },
  ].filter(({ isDue }) => isDue);
  return [
    ...short.map(({ between, least, what }) => ({
      rule,
      file,
      why: `${between} days ${what}; ${least} are promised`,
      mend: 'Give a later day',
    })),
    ...due.map(({ command, day }) => ({
      rule,
      file,
      why: `it is still "${stage}", and ${day} has come`,
      mend: `Run: cdev-deprecate-script ${command} ${shortName}`,
    })),
  ];
}

function checkGuide({ read }: Workspace, { folder, manifest }: Package): Finding[] {
  const { guide = '', stage = '' } = manifest.cdev?.deprecation ?? {};
  if (!['migrating', 'sunset'].includes(stage) || /^https?:/.test(guide) || read(`${folder}/${guide}`) !== undefined)
    return [];
  return [{ rule, file: `${folder}/package.json`, why: `its guide "${guide}" is not there`, mend: 'Write it' }];
}

/** Days since 1970; not a number for what is no day. */
function dayNumber(day: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / 86_400_000 : Number.NaN;
}
