import { defineCommand, type Script } from '@cdev/core/cli';
import { applyScript } from './apply-script.ts';
import { planScript, type ScriptPlan } from './plan-script.ts';

/** The command line of create-script for the repository at `root`. */
export function createScriptCommand(root: string): Script {
  const create = defineCommand({
    name: '',
    summary: 'Makes a new script package in packages/, with a verb to replace, errors, help, tests and documentation',
    positionals: {
      name: { required: true, description: 'The name of the script: verb and object, such as count-words' },
    },
    options: {
      summary: { type: 'string', description: 'What it does, in one line', placeholder: 'sentence' },
      owner: {
        type: 'string',
        default: '@cdev-maintainers/platform',
        placeholder: 'handle',
        description: 'Who is accountable for it',
      },
    },
    changesWorld: true,
    examples: [
      ['pnpm create-script count-words', 'Makes packages/count-words with the bin cdev-count-words.'],
      ['pnpm create-script count-words --dry-run', 'Shows the files it would write.'],
    ],
    toOptions: ({ name, summary, owner, 'dry-run': isDryRun }) => ({
      plan: planScript({ root, name, owner, ...(summary !== undefined && { summary }) }),
      isDryRun,
    }),
    run: async ({ plan, isDryRun }, context) => {
      if (!isDryRun) await applyScript(plan, context);
      return { result: { ...plan, isDone: !isDryRun }, status: 'ok' };
    },
    human: planText,
  });
  return { name: 'create-script', summary: create.summary, commands: [create], health: async () => [] };
}

function planText({ name, folder, files, isDone }: ScriptPlan & { isDone: boolean }): string {
  const paths = Object.keys(files).map((file) => `  ${file}`);
  const next = [
    `Its verb is ${folder}/src/${name}.ts, its options are in src/cli.ts; both are yours to change.`,
    `Build it with "pnpm build --filter=@cdev/${name}", test it with "pnpm test" in its folder, and after each change of options or`,
    `errors run "pnpm check --fix ${name}".`,
  ];
  return [isDone ? 'Written:' : 'Would write:', ...paths, ...(isDone ? ['', ...next] : []), ''].join('\n');
}
