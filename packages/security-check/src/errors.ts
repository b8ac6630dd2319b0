import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_SECURITY_CHECK_OPTIONS_CONTRADICT: errorEntry<{ problem: string }>({
    kind: 'usage',
    title: 'Two options contradict each other',
    message: ({ problem }) => problem,
    steps: () => ['Give only one of them'],
  }),
  CDEV_E_SECURITY_CHECK_FOLDER_UNREADABLE: errorEntry<{ folder: string; reason: string }>({
    kind: 'failure',
    title: 'The folder cannot be read',
    message: ({ folder, reason }) => `${folder} cannot be read (${reason})`,
    steps: () => ['Check that it is a folder that you may read, or give another with --cwd'],
  }),
  CDEV_E_SECURITY_CHECK_VEX_MISSING: errorEntry<{ file: string }>({
    kind: 'usage',
    title: 'A VEX document that was named is not there',
    message: ({ file }) => `${file} is not there or cannot be read`,
    steps: () => ['Check the path after --vex'],
  }),
  CDEV_E_SECURITY_CHECK_EPSS_MISSING: errorEntry<{ file: string }>({
    kind: 'usage',
    title: 'A table of EPSS that was named is not there',
    message: ({ file }) => `${file} is not there or cannot be read`,
    steps: () => ['Check the path after --epss'],
  }),
  CDEV_E_SECURITY_CHECK_ACTION_UNKNOWN: errorEntry<{ action: string }>({
    kind: 'usage',
    title: 'The advisories know another action',
    message: ({ action }) => `"${action}" is nothing that can be done with the advisories`,
    steps: () => ['cdev-security-check advisories update', 'See what is there: cdev-security-check advisories'],
  }),
  CDEV_E_SECURITY_CHECK_ECOSYSTEM_UNKNOWN: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'There are no advisories for that ecosystem',
    message: ({ name, known }) => `"${name}" is none of ${known}`,
    steps: () => ['Name one of these ecosystems'],
  }),
  CDEV_E_SECURITY_CHECK_NOT_A_REPOSITORY: errorEntry<{ option: string }>({
    kind: 'failure',
    title: 'Something of a repository was asked for outside one',
    message: ({ option }) => `${option} needs a git repository, and this folder is in none`,
    steps: ({ option }) => ['Run it in a repository, or name one with --cwd', `Or leave ${option} out`],
  }),
  CDEV_E_SECURITY_CHECK_BASELINE_MALFORMED: errorEntry<{ problems: string }>({
    kind: 'failure',
    title: 'The list of known findings has something in it that it cannot have',
    message: ({ problems }) => `The baseline cannot be used: ${problems}`,
    steps: () => ['Mend the lines that are named', 'Or take the version of the last commit: git checkout -- <file>'],
  }),
  CDEV_E_SECURITY_CHECK_BASELINE_MISSING: errorEntry<{ file: string }>({
    kind: 'usage',
    title: 'The list of known findings that was named is not there',
    message: ({ file }) => `${file} is not there or cannot be read`,
    steps: () => ['Check the path after --baseline', 'Make one: cdev-security-check baseline --reason "…" --all'],
  }),
  CDEV_E_SECURITY_CHECK_RULES_MISSING: errorEntry<{ file: string }>({
    kind: 'usage',
    title: 'The file of rules that was named is not there',
    message: ({ file }) => `${file} is not there or cannot be read`,
    steps: () => [
      'Check the path after --rules',
      'Or leave it out: .gitleaks.toml in the top folder is used by itself',
    ],
  }),
  CDEV_E_SECURITY_CHECK_BASELINE_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'The list of known findings cannot be written',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: () => ['Check the free space and your rights on its folder'],
  }),
  CDEV_E_SECURITY_CHECK_FINDING_UNKNOWN: errorEntry<{ id: string }>({
    kind: 'usage',
    title: 'Nothing that was found has that id',
    message: ({ id }) => `Nothing that was found here has an id that begins with ${id}`,
    steps: () => ['See the ids: cdev-security-check --all'],
  }),
  CDEV_E_SECURITY_CHECK_FINDING_AMBIGUOUS: errorEntry<{ id: string; ids: string }>({
    kind: 'usage',
    title: 'Several findings have ids that begin so',
    message: ({ id, ids }) => `${id} is the beginning of several ids: ${ids}`,
    steps: () => ['Name each by all twelve digits that the report shows'],
  }),
  CDEV_E_SECURITY_CHECK_NOTHING_NAMED: errorEntry({
    kind: 'usage',
    title: 'Nothing was named that should become known',
    message: () => 'Which findings are known was not said',
    steps: () => ['Give the ids that cdev-security-check shows, or --all'],
  }),
  CDEV_E_SECURITY_CHECK_REASON_MISSING: errorEntry({
    kind: 'usage',
    title: 'A known finding needs a reason',
    message: () => 'Why these findings may stay was not said',
    steps: () => ['Add --reason "…": what it is, and why it does no harm'],
  }),
});
