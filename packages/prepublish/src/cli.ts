import { defineCommand, type Script } from '@cdev/core/cli';

const check = defineCommand({
  name: '',
  summary: 'Finds what is wrong with a package before it is published',
  positionals: {
    packages: {
      array: true,
      description: 'Names or folders of packages, or packed .tgz files (default: the package here; at the root all)',
    },
  },
  options: {
    only: { type: 'string', array: true, placeholder: 'rules', description: 'Only these rules or groups of rules' },
    skip: { type: 'string', array: true, placeholder: 'rules', description: 'Not these rules or groups' },
    'fail-on': {
      type: 'string',
      choices: ['error', 'warning', 'suggestion', 'never'],
      default: 'error',
      placeholder: 'severity',
      description: 'Findings from this severity on fail',
    },
    tag: { type: 'string', placeholder: 'name', description: 'The dist-tag you are going to publish with' },
    branch: {
      type: 'string',
      array: true,
      placeholder: 'names',
      description: 'Branches that releases are made from (default: main, master, next, release)',
    },
    offline: { type: 'boolean', description: 'Use no network; what needs it is told as not run' },
    links: { type: 'boolean', description: 'Ask whether the addresses in READMEs answer, too' },
    fix: { type: 'boolean', description: 'Mend what can be mended mechanically, after showing it' },
    out: { type: 'string', placeholder: 'folder', description: 'Put tarballs and distribution manifest there' },
    sbom: { type: 'string', placeholder: 'file', description: 'Write a CycloneDX bill of materials' },
  },
  changesWorld: true,
  examples: [
    ['cdev-prepublish', 'Looks at the package here, or at all packages of the workspace here.'],
    ['cdev-prepublish --offline --skip stale-build', 'Looks only at what needs neither a network nor a build.'],
    ['cdev-prepublish packages/core --fix', 'Looks at one package and mends what can be mended.'],
    ['cdev-prepublish app-1.2.0.tgz --only types,publint --json', 'Looks at the types and entry points of a tarball.'],
  ],
  toOptions: ({
    packages,
    only,
    skip,
    'fail-on': failOn,
    tag,
    branch: branches,
    offline,
    links,
    fix,
    out,
    sbom,
    'dry-run': isDryRun,
  }) => ({
    packages,
    only,
    skip,
    failOn,
    tag,
    branches,
    offline,
    links,
    fix,
    out,
    sbom,
    isDryRun,
  }),
  run: async (options, context) => (await import('./prepublish.ts')).prepublish(options, context),
  human: async (result, page) => (await import('./human.ts')).prepublishText(result, page),
});

const rules = defineCommand({
  name: 'rules',
  summary: 'Lists the rules, what each looks for and whom it protects',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [['cdev-prepublish rules', 'Lists all rules, group by group.']],
  toOptions: () => ({}),
  run: async () => (await import('./list-rules.ts')).listRules(),
  human: async (result, page) => (await import('./human.ts')).ruleListText(result, page),
});

export const script: Script = {
  name: 'cdev-prepublish',
  summary: check.summary,
  commands: [check, rules],
  health: async (context) => (await import('./health.ts')).health(context),
};
