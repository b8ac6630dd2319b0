import { startScript, type Start, type Startable } from './start-script.ts';

/** What a script can be asked to do, as data: what `--describe` answers, for whoever makes a form of it. */
export interface ScriptDescription {
  readonly schemaVersion: 1;
  readonly script: string;
  readonly version: string;
  readonly summary: string;
  readonly commands: readonly CommandDescription[];
}

export interface CommandDescription {
  /** Empty for what the script does without a word. */
  readonly name: string;
  readonly summary: string;
  /** It has `--dry-run` and `--yes`. */
  readonly changesWorld: boolean;
  readonly positionals: readonly {
    readonly name: string;
    readonly description: string;
    readonly isRequired: boolean;
    readonly isList: boolean;
  }[];
  readonly options: readonly OptionDescription[];
}

export interface OptionDescription {
  readonly name: string;
  /** A `duration` is typed as `90s`, `15m`, `12h`, `7d` or `2w`. */
  readonly type: 'string' | 'number' | 'boolean' | 'duration';
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string | number | boolean;
  readonly placeholder?: string;
  /** May be given several times, or with commas. */
  readonly isList: boolean;
  /** Every script has it. */
  readonly isOfHouse: boolean;
}

export interface DescriptionAnswer {
  readonly start: Start;
  /** Undefined when it gave none: scripts of others need not know `--describe`, and old ones of ours do not. */
  readonly description: ScriptDescription | undefined;
}

/** Starts the script with `--describe`, in a process of its own. */
export async function askDescription(startable: Startable): Promise<DescriptionAnswer> {
  const start = await startScript(startable, ['--describe']);
  return { start, description: descriptionIn(start.stdout) };
}

function descriptionIn(text: string): ScriptDescription | undefined {
  try {
    const found = JSON.parse(text) as Partial<ScriptDescription>;
    return found.schemaVersion === 1 && Array.isArray(found.commands) ? (found as ScriptDescription) : undefined;
  } catch {
    return undefined;
  }
}
