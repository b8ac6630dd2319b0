import { defineCommand, type Command, type Script } from '@cdev/core/cli';
import { scriptNames, separateScripts } from './script-names.ts';

const list = defineCommand({
  name: 'list',
  summary: 'Lists the scripts: what each does, its version and where it is',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [
    ['cdev list', 'Lists the scripts; each is started by `cdev <script> …`.'],
    ['cdev spawn-agents --help', 'Shows how one script is used.'],
  ],
  toOptions: () => undefined,
  run: async (_, context) => (await import('./list-scripts.ts')).listScripts(context),
  human: async (result, page) => (await import('./human.ts')).listText(result, page),
});

const parallel = defineCommand({
  name: 'parallel',
  summary: 'Takes one issue to merged, tested code with several agents at once',
  positionals: {},
  options: {
    issue: {
      type: 'string',
      alias: 'i',
      placeholder: 'issue',
      description: 'A Markdown or YAML file, ENG-123, or owner/repository#12',
    },
    agent: {
      type: 'string',
      choices: ['claude', 'codex', 'gemini', 'opencode', 'qwen'],
      placeholder: 'name',
      description: 'Which agent does the work',
    },
    command: {
      type: 'string',
      placeholder: 'shell',
      description: 'A program that does the work of an agent, instead of a known one',
    },
    'max-agents': { type: 'number', default: 8, description: 'Agents at most in the plan' },
    'max-parallel': {
      type: 'number',
      description: 'Agents at most at a time (default: as many as the machine has cores)',
    },
    retries: { type: 'number', default: 1, description: 'How often agents whose work was put out are sent back to it' },
    until: {
      type: 'string',
      choices: ['cache', 'plan', 'spawn', 'commit', 'validate', 'integrate'],
      default: 'integrate',
      placeholder: 'step',
      description: 'The last step that is taken',
    },
    resume: { type: 'boolean', description: 'Go on with the newest plan; the same command again does so too' },
  },
  changesWorld: true,
  examples: [
    [
      'cdev parallel --issue issue.md --agent claude --max-agents 4',
      'Plans, works, validates and merges; asks before your branch is moved.',
    ],
    ['cdev parallel --issue ENG-123 --dry-run', 'Shows the plan and changes nothing.'],
    ['cdev parallel --resume --agent claude', 'Goes on with the newest plan after an interruption.'],
  ],
  toOptions: ({ 'max-agents': maxAgents, 'max-parallel': maxParallel, 'dry-run': isDryRun, ...rest }) => ({
    ...rest,
    maxAgents,
    maxParallel,
    isDryRun,
  }),
  run: async (options, context) => (await import('./parallel/parallel.ts')).parallel(options, context),
  human: async (result, page) => (await import('./parallel/parallel-text.ts')).parallelText(result, page),
});

const run = defineCommand({
  name: 'run',
  summary: 'Runs a pipeline of cdev.pipeline.yaml, or one that ships; goes on with one that was interrupted',
  positionals: {
    pipeline: { description: 'Its name, or a YAML file that has one pipeline' },
    inputs: { array: true, description: 'What it is given, as name=value' },
  },
  options: {
    list: { type: 'boolean', description: 'Show which pipelines there are, with their inputs' },
    file: { type: 'string', placeholder: 'path', description: 'Read this file instead of cdev.pipeline.yaml' },
    approve: {
      type: 'string',
      array: true,
      placeholder: 'steps',
      description: 'Steps that nobody need be asked about',
    },
    resume: { type: 'boolean', description: 'Go on with the last run although a step of it failed' },
    fresh: { type: 'boolean', description: 'Begin anew, and run what is cached too' },
    'max-parallel': { type: 'number', placeholder: 'number', description: 'Steps at most at once' },
  },
  changesWorld: true,
  pending: 'a step says that there is no answer yet; the same command goes on later',
  examples: [
    ['cdev run --list', 'Lists the pipelines of the project and those that ship.'],
    ['cdev run parallel issue=ENG-123 driver=claude', 'Takes one issue to merged code.'],
    ['cdev run release --dry-run', 'Shows what the release would do.'],
    ['cdev run release --approve publish', 'Goes on behind the approval, where nobody can be asked.'],
  ],
  toOptions: ({ 'max-parallel': maxParallel, 'dry-run': isDryRun, ...rest }) => ({ ...rest, maxParallel, isDryRun }),
  run: async (options, context) => (await import('./pipeline/run-command.ts')).runCommand(options, context),
  human: async (result, page) => (await import('./pipeline/run-text.ts')).runText(result, page),
});

const init = defineCommand({
  name: 'init',
  summary: 'Writes the configuration that fits this repository, after showing it',
  positionals: {},
  options: {},
  changesWorld: true,
  examples: [
    ['cdev init', 'Shows what it found and would add, and asks.'],
    ['cdev init --yes', 'Adds it without asking; what is there already stays as it is.'],
  ],
  toOptions: ({ 'dry-run': isDryRun }) => ({ isDryRun }),
  run: async (options, context) => (await import('./init/init.ts')).init(options, context),
  human: async (result, page) => (await import('./init/init-text.ts')).initText(result, page),
});

const doctor = defineCommand({
  name: 'doctor',
  summary: 'Tells what is missing or broken here, each with the command that mends it',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [['cdev doctor', 'Looks at the machine, the project and every script; changes nothing.']],
  toOptions: () => ({}),
  run: async (options, context) => (await import('./doctor/doctor.ts')).doctor(options, context),
  human: async (result, page) => (await import('./doctor/diagnosis-text.ts')).diagnosisText(result, page),
});

const info = defineCommand({
  name: 'info',
  summary: 'Shows what is known of a script: its package, its owner, how often it ran',
  positionals: { script: { required: true, description: 'The script' } },
  options: {},
  changesWorld: false,
  examples: [['cdev info prepublish', 'Shows it.']],
  toOptions: ({ script }) => script,
  run: async (options, context) => (await import('./show-info.ts')).showInfo(options, context),
  human: async (result, page) => (await import('./human.ts')).infoText(result, page),
});

const logs = defineCommand({
  name: 'logs',
  summary: 'Shows the log of a script',
  positionals: { script: { required: true, description: 'The script' } },
  options: {
    lines: { type: 'number', default: 50, description: 'How many of the last lines' },
    follow: { type: 'boolean', description: 'Go on with what is written, until interrupted' },
  },
  changesWorld: false,
  examples: [['cdev logs prepublish --follow', 'Shows what it did last, and what it does now.']],
  toOptions: ({ script, lines, follow }) => ({ script, lines, follow }),
  run: async (options, context) => (await import('./logs/show-logs.ts')).showLogs(options, context),
  human: async (result, page) => (await import('./human.ts')).logText(result, page),
});

const completion = defineCommand({
  name: 'completion',
  summary: 'Writes the completion for a shell: bash, zsh, fish or pwsh',
  positionals: { shell: { required: true, description: 'bash, zsh, fish or pwsh' } },
  options: {},
  changesWorld: false,
  examples: [['source <(cdev completion bash)', 'Completes scripts and their options in this shell.']],
  toOptions: ({ shell }) => shell,
  run: async (shell, context) => {
    const { shells } = await import('./completion/completion-script.ts');
    const known = shells.find((each) => each === shell);
    if (known === undefined)
      throw (await import('./errors.ts')).errors.make('CDEV_E_FRONT_SHELL_UNKNOWN', {
        shell,
        known: shells.join(', '),
      });
    const own = script.commands.map(({ name }) => name);
    return (await import('./completion/write-completion.ts')).writeCompletion(known, own, context);
  },
  human: async (result) => (await import('./human.ts')).completionText(result),
});

const rollback = defineCommand({
  name: 'rollback',
  summary: 'Puts a script of this project back to the published version before',
  positionals: { script: { required: true, description: 'The script' } },
  options: { to: { type: 'string', placeholder: 'version', description: 'To this version instead' } },
  changesWorld: true,
  examples: [
    ['cdev rollback prepublish --yes', 'Installs exactly the version before, with the package manager of the project.'],
  ],
  toOptions: ({ script, to, 'dry-run': isDryRun }) => ({ script, to, isDryRun }),
  run: async (options, context) => (await import('./rollback/roll-back.ts')).rollBack(options, context),
  human: async (result, page) => (await import('./human.ts')).rollbackText(result, page),
});

const summaries: Readonly<Record<(typeof separateScripts)[number], string>> = {
  'test-locally': 'Runs the tests that matter now (npx @cdev/test-locally)',
  'security-check': 'Finds secrets before others do (npx @cdev/security-check)',
  prepublish: 'Finds what is wrong with a package before it is published (npx @cdev/prepublish)',
  postpublish: 'Checks what users get of what was published (npx @cdev/postpublish)',
  'health-check': 'Starts every script and tells which are well (npx @cdev/health-check)',
  'review-errors': 'Groups the errors of all runs by code and cause (npx @cdev/review-errors)',
  'deprecate-script': 'Takes a script out of service in stages (npx @cdev/deprecate-script)',
  'update-dependencies': 'Proposes updates as branches that were tested (npx @cdev/update-dependencies)',
  deploy: 'Deploys releases to hosts over SSH (npx @cdev/deploy)',
  'performance-report': 'Tells what runs cost, and where a script became slower (npx @cdev/performance-report)',
  telemetry: 'Sends the records of runs to where OpenTelemetry is read, and forgets old ones (npx @cdev/telemetry)',
  dashboard: 'Shows health, speed, errors and runs of all scripts on one page (npx @cdev/dashboard)',
  marketplace: 'Finds, inspects and adds scripts of others (npx @cdev/marketplace)',
};

/** Reached only when the script is not installed; else `cdev` becomes the script. */
const notInstalled = separateScripts.map((name): Command =>
  defineCommand({
    name,
    summary: summaries[name],
    positionals: {},
    options: {},
    changesWorld: false,
    examples: [[`cdev ${name} --help`, 'Shows how it is used, where it is installed.']],
    toOptions: () => undefined,
    run: async () => {
      throw (await import('./errors.ts')).errors.make('CDEV_E_PARALLEL_SCRIPT_NOT_INSTALLED', { script: name });
    },
    human: () => '',
  }),
);

export const script: Script = {
  name: 'cdev',
  summary: 'The front door: every script by one command, and one issue taken to merged code by another',
  commands: [list, parallel, run, init, doctor, info, logs, completion, rollback, ...notInstalled],
  furtherHelp: [
    [
      'Scripts on the way of an issue, each started by `cdev <script>`',
      `${scriptNames.join(', ')}. What each does is told by cdev list, what it takes by cdev <script> --help.`,
    ],
  ],
  health: async (context) => (await import('./health.ts')).health(context),
};
