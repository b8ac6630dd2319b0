import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A real assistant: where npm has it, and how it is led to a model of our own. */
export interface Assistant {
  readonly name: 'codex' | 'opencode';
  readonly package: string;
  /** The one that the trial is written for and `transcripts/` is of; another is another trial. */
  readonly version: string;
  /** What a person presses to leave it. */
  readonly leave: readonly string[];
  /** What its configuration needs; the environment that leads to it. @param key of the model's service */
  readonly configure: (home: string, url: string, key?: string) => Promise<Readonly<Record<string, string>>>;
}

export const assistants: readonly Assistant[] = [
  {
    name: 'codex',
    package: '@openai/codex',
    version: '0.171.0',
    leave: ['\u0003', '\u0003'],
    configure: async (home, url, key = 'x') => {
      const provider = [
        'name = "scripted"',
        `base_url = "${url}"`,
        'wire_api = "responses"',
        'env_key = "SCRIPTED_KEY"',
      ];
      const folder = join(home, 'codex');
      await mkdir(folder, { recursive: true });
      await writeFile(
        join(folder, 'config.toml'),
        ['model = "scripted"', 'model_provider = "scripted"', '[model_providers.scripted]', ...provider, ''].join('\n'),
      );
      return { CODEX_HOME: folder, SCRIPTED_KEY: key };
    },
  },
  {
    name: 'opencode',
    package: 'opencode-ai',
    version: '1.18.33',
    leave: ['\u0003', '\u0003'],
    configure: async (home, baseURL, key = 'x') => {
      const file = join(home, 'opencode.json');
      const model = { name: 'scripted', limit: { context: 200_000, output: 8000 } };
      const provider = {
        npm: '@ai-sdk/openai-compatible',
        options: { baseURL, apiKey: '{env:SCRIPTED_KEY}' },
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
        SCRIPTED_KEY: key,
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_STATE_HOME: join(home, 'state'),
        XDG_CACHE_HOME: join(home, 'cache'),
      };
    },
  },
];
