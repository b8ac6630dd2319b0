import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@cdev/core/subprocess';

/** A real assistant: where npm has it, and how it is led to a model of our own. */
export interface Assistant {
  readonly name: 'codex' | 'opencode';
  readonly package: string;
  /** What its configuration needs; the environment that leads to it. */
  readonly configure: (home: string, url: string) => Promise<Readonly<Record<string, string>>>;
}

export const assistants: readonly Assistant[] = [
  {
    name: 'codex',
    package: '@openai/codex',
    configure: async (home, url) => {
      const provider = [
        'name = "scripted"',
        `base_url = "${url}"`,
        'wire_api = "responses"',
        'env_key = "SCRIPTED_KEY"',
      ];
      await writeFile(
        join(home, 'config.toml'),
        ['model = "scripted"', 'model_provider = "scripted"', '[model_providers.scripted]', ...provider, ''].join('\n'),
      );
      return { CODEX_HOME: home, SCRIPTED_KEY: 'x' };
    },
  },
  {
    name: 'opencode',
    package: 'opencode-ai',
    configure: async (home, baseURL) => {
      const file = join(home, 'opencode.json');
      const model = { name: 'scripted', limit: { context: 200_000, output: 8000 } };
      const provider = {
        npm: '@ai-sdk/openai-compatible',
        options: { baseURL, apiKey: 'x' },
        models: { scripted: model },
      };
      const permission = { edit: 'allow', bash: 'allow', external_directory: 'deny' };
      const configuration = {
        model: 'scripted/scripted',
        small_model: 'scripted/scripted',
        permission,
        provider: { scripted: provider },
      };
      await writeFile(file, JSON.stringify(configuration));
      return {
        OPENCODE_CONFIG: file,
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_STATE_HOME: join(home, 'state'),
        XDG_CACHE_HOME: join(home, 'cache'),
      };
    },
  },
];

/** The folder of the assistant's program: one that was installed before (CDEV_AGENTS/<name>), else newly from npm. */
export async function install({ name, package: wanted }: Assistant, cache: string): Promise<string> {
  const given = process.env['CDEV_AGENTS'];
  const folder = given === undefined ? join(cache, name) : join(given, name);
  const bins = join(folder, 'node_modules', '.bin');
  if (existsSync(join(bins, name))) return bins;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await run('npm', ['install', '--no-audit', '--no-fund', wanted], { cwd: folder, timeLimit: 600_000 });
  return bins;
}
