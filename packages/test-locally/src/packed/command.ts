import { defineCommand } from '@cdev/core/cli';
import type { PackedOptions } from './packed-run.ts';

export const packed = defineCommand({
  name: 'packed',
  summary: 'Packs the packages, installs them as users would, and tries their bins, imports and types',
  positionals: {
    packages: {
      array: true,
      description: 'Names or folders; without any, every package that is meant to be published',
    },
  },
  options: {
    manager: {
      type: 'string',
      array: true,
      choices: ['npm', 'pnpm'],
      placeholder: 'name',
      description: 'Install with this one (default: npm, and pnpm where it is installed)',
    },
    keep: { type: 'string', placeholder: 'folder', description: 'Keep the tarballs there' },
    'without-scripts': { type: 'boolean', description: 'Pack without prepack and prepare: what is built is packed' },
    'time-limit': { type: 'duration', default: '30s', description: 'How long one bin or import may take' },
  },
  changesWorld: false,
  examples: [
    ['cdev-test-locally packed', 'Tries everything that is meant to be published, with npm and pnpm.'],
    ['cdev-test-locally packed packages/core --manager npm', 'One package, and what it needs of the workspace.'],
  ],
  toOptions: ({ packages, manager, keep, ...options }) => ({
    packages,
    managers: manager,
    keep,
    withoutScripts: options['without-scripts'],
    timeLimit: options['time-limit'],
  }),
  run: async (options, context) => (await import('./test-packed.ts')).testPacked(options, context),
  human: async (result, page) => (await import('../human.ts')).runText(result, page),
});

/** `--packed` takes what the command would by default, and `--package`. */
export function packedOptions({ packages }: { readonly packages: readonly string[] }): PackedOptions {
  return { packages, managers: [], withoutScripts: false, timeLimit: 30_000 };
}
