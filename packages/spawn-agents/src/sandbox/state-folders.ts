import { homedir } from 'node:os';
import { join } from 'node:path';
import type { DriverName } from '../drivers/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where an assistant keeps conversations and sign-ins, its own variables heeded; without them it does not start. They may be absent. */
export function stateFoldersOf(driver: DriverName, env: Environment): readonly string[] {
  const home = env['HOME'] ?? homedir();
  const under = (variable: string, usual: string): string => env[variable] || join(home, usual);
  switch (driver) {
    case 'claude':
      return [under('CLAUDE_CONFIG_DIR', '.claude'), join(home, '.claude.json')];
    case 'codex':
      return [under('CODEX_HOME', '.codex')];
    case 'gemini':
      return [join(home, '.gemini')];
    case 'opencode':
      return [
        join(under('XDG_DATA_HOME', '.local/share'), 'opencode'),
        join(under('XDG_STATE_HOME', '.local/state'), 'opencode'),
        join(under('XDG_CONFIG_HOME', '.config'), 'opencode'),
      ];
    case 'qwen':
      return [join(home, '.qwen')];
    default:
      return [];
  }
}
