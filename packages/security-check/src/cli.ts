import { defineCommand, type Script } from '@cdev/core/cli';

const baselineOption = {
  type: 'string',
  placeholder: 'file',
  description: 'The list of what is known, else security-baseline.yaml in the top folder',
} as const;

const check = defineCommand({
  name: '',
  summary: 'Finds secrets, vulnerable dependencies, dangerous code and workflows, and careless packages',
  positionals: {},
  options: {
    only: {
      type: 'string',
      array: true,
      choices: [
        'secrets',
        'vulnerabilities',
        'workflows',
        'code',
        'hygiene',
        'tarball',
        'index',
        'worktree',
        'history',
      ],
      placeholder: 'check',
      description: 'Do only this check; a surface looks for secrets only there',
    },
    staged: {
      type: 'boolean',
      description: 'Look only at what is staged, for hooks: for secrets, unless --only says more',
    },
    since: { type: 'string', placeholder: 'revision', description: 'Look only at what came after this revision' },
    unreachable: {
      type: 'boolean',
      description: 'Read amended and dropped commits too, and what was staged and never committed',
    },
    refresh: { type: 'boolean', description: 'Read the whole history again' },
    offline: { type: 'boolean', description: 'Ask nothing of the network' },
    vex: {
      type: 'string',
      array: true,
      placeholder: 'file',
      description: 'What is stated about vulnerabilities: OpenVEX or CycloneDX',
    },
    epss: {
      type: 'string',
      placeholder: 'file',
      description: 'How likely attacks are: a table of EPSS, as FIRST gives it out',
    },
    baseline: baselineOption,
    rules: {
      type: 'string',
      placeholder: 'file',
      description: 'Rules for secrets of your own in the form of gitleaks, else .gitleaks.toml in the top folder',
    },
    'fail-on': {
      type: 'string',
      choices: ['error', 'warning', 'note', 'never'],
      default: 'warning',
      placeholder: 'level',
      description: 'From which level on it ends with 1',
    },
    'fail-on-partly': { type: 'boolean', description: 'End with 1 too where not all could be looked at' },
    report: {
      type: 'string',
      choices: ['text', 'sarif', 'github', 'junit', 'openvex'],
      default: 'text',
      placeholder: 'form',
      description: 'What the report is written as: for people, SARIF 2.1.0, annotations of GitHub, JUnit, or OpenVEX',
    },
    fix: { type: 'boolean', description: 'Mend what can be mended mechanically, after showing it' },
    all: { type: 'boolean', description: 'Show notes too' },
  },
  changesWorld: true,
  pending: 'nothing found, but a check could not be done (nobody could be asked); run it again later',
  examples: [
    ['cdev-security-check', 'Does every check there is.'],
    ['cdev-security-check --staged', 'Looks at what the next commit would bring in, as a pre-commit hook.'],
    ['cdev-security-check --since origin/main --report github', 'Looks at a pull request, and marks the lines.'],
    ['cdev-security-check --fix --dry-run', 'Shows what can be mended mechanically, as a diff.'],
    ['cdev-security-check --report sarif > security.sarif', 'Writes all findings as SARIF.'],
  ],
  toOptions: ({
    'fail-on': failOn,
    'fail-on-partly': failOnPartly,
    only,
    staged,
    since,
    unreachable,
    refresh,
    offline,
    vex,
    epss,
    baseline,
    rules,
    report,
    fix,
    all,
    'dry-run': isDryRun,
  }) => ({
    only,
    staged,
    since,
    unreachable,
    refresh,
    offline,
    vex,
    epss,
    baseline,
    rules,
    failOn,
    failOnPartly,
    mend: { fix, isDryRun },
    form: { report, all },
  }),
  run: async ({ form, mend, ...options }, context) => {
    const { checkAndMend } = await import('./fix/check-and-mend.ts');
    const { result, status } = await checkAndMend(options, mend, context);
    return { result: { ...result, form, version: context.script.version }, status };
  },
  human: async (result, page) => (await import('./report/report-text.ts')).reportText(result, page),
});

const baseline = defineCommand({
  name: 'baseline',
  summary: 'Enters findings that were looked at into the list of known ones',
  positionals: { ids: { array: true, description: 'The ids that the report shows, or their beginnings' } },
  options: {
    all: { type: 'boolean', description: 'All that is found' },
    reason: { type: 'string', description: 'Why they may stay' },
    owner: { type: 'string', description: 'Who answers for them' },
    expires: { type: 'duration', description: 'For how long this holds' },
    prune: { type: 'boolean', description: 'Take entries out that nothing was found for' },
    baseline: baselineOption,
  },
  changesWorld: true,
  examples: [
    ['cdev-security-check baseline 3f9a2c --reason "revoked in May"', 'Enters one finding.'],
    ['cdev-security-check baseline --all --reason "found at introduction" --expires 90d', 'Begins with what is there.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, ids, all, reason, owner, expires, prune, baseline }) => ({
    ids,
    all,
    reason,
    owner,
    expires,
    prune,
    baseline,
    isDryRun,
  }),
  run: async (options, context) => (await import('./record-known.ts')).recordKnown(options, context),
  human: async (result, page) => (await import('./report/baseline-text.ts')).recordText(result, page),
});

const advisories = defineCommand({
  name: 'advisories',
  summary: 'Brings the advisories that are used without network up to date, or shows how old they are',
  positionals: {
    action: { description: 'update; without it what is there is shown' },
    ecosystems: {
      array: true,
      description:
        'npm, crates.io, PyPI, Go, RubyGems, Packagist, NuGet, Maven, Hex, Pub, SwiftURL; npm when none is given',
    },
  },
  options: {
    from: {
      type: 'string',
      placeholder: 'archive',
      description: "A file or an address of one archive, instead of OSV's",
    },
    exploited: {
      type: 'string',
      placeholder: 'catalogue',
      description: "A file or an address of CISA's catalogue of exploited vulnerabilities",
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-security-check advisories update npm PyPI', 'Fetches the archives of two ecosystems.'],
    ['cdev-security-check advisories update --from all.zip', 'Reads an archive that was brought here.'],
  ],
  toOptions: ({ action, ecosystems, from, exploited }) => ({ action, ecosystems, from, exploited }),
  run: async (options, context) =>
    (await import('./vulnerability/update-advisories.ts')).updateAdvisories(options, context),
  human: async (result, page) => (await import('./report/advisories-text.ts')).advisoriesText(result, page),
});

export const script: Script = {
  name: 'cdev-security-check',
  summary: check.summary,
  commands: [check, baseline, advisories],
  health: async (context) => (await import('./health.ts')).health(context),
};
