import type { Log } from '../log/index.ts';
import type { DeprecationNotice } from './deprecation-notice.ts';
import type { Streams } from './io.ts';
import type { Live } from './live.ts';
import type { Progress } from './progress.ts';
import type { Prompt } from './prompt.ts';
import type { Style } from './style.ts';

/** An option as data: the parser, the help text, the reference page and the configuration are all made from it. */
export interface OptionSpec {
  /** A `duration` is typed as `90s`, `15m`, `12h`, `7d` or `2w` and arrives as milliseconds. */
  readonly type: 'string' | 'number' | 'boolean' | 'duration';
  readonly description: string;
  /** May be given several times, or as a comma-separated list. */
  readonly array?: true;
  readonly choices?: readonly string[];
  readonly default?: string | number | boolean;
  readonly alias?: string;
  /** What stands for the value in the help text. Default: the option's type. */
  readonly placeholder?: string;
}

export interface PositionalSpec {
  readonly description: string;
  readonly required?: true;
  /** Takes all that follow; only the last positional may. */
  readonly array?: true;
}

type OptionSpecs = Readonly<Record<string, OptionSpec>>;
type PositionalSpecs = Readonly<Record<string, PositionalSpec>>;

type Scalar<Spec extends OptionSpec> = Spec['type'] extends 'number' | 'duration'
  ? number
  : Spec['type'] extends 'boolean'
    ? boolean
    : Spec['choices'] extends readonly (infer Choice)[]
      ? Choice
      : string;
type OptionValue<Spec extends OptionSpec> = Spec extends { array: true }
  ? readonly Scalar<Spec>[]
  : Spec['default'] extends string | number | boolean
    ? Scalar<Spec>
    : Spec['type'] extends 'boolean'
      ? boolean
      : Scalar<Spec> | undefined;
type PositionalValue<Spec extends PositionalSpec> = Spec extends { array: true }
  ? readonly string[]
  : Spec extends { required: true }
    ? string
    : string | undefined;

/** What a verb's adapter gets: every declared name with its declared type, the house options, and what stood after `--`. */
export type Arguments<Positionals extends PositionalSpecs, Options extends OptionSpecs> = {
  readonly [Name in keyof Options]: OptionValue<Options[Name]>;
} & { readonly [Name in keyof Positionals]: PositionalValue<Positionals[Name]> } & {
  readonly 'dry-run': boolean;
  readonly yes: boolean;
  readonly '--': readonly string[];
};

/** All that a verb may know of the world. */
export interface Context {
  /** The script that runs: what artefacts and journals name as their writer. */
  readonly script: { readonly name: string; readonly version: string };
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All of stdin as text; only commands whose argument may be `-` call it. */
  readonly stdin: () => Promise<string>;
  /** Where logs, run records and caches outside a repository are: `CDEV_HOME`, else `~/.cdev`. */
  readonly home: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** For work that ends in two steps: told of a second Ctrl-C or SIGTERM, which would otherwise end the process at once. */
  readonly onSecondSignal?: ((listener: () => void) => void) | undefined;
  readonly clock: () => Date;
  readonly progress: Progress;
  readonly prompt: Prompt;
  /** Names of the options that a configuration file in the repository said; undefined for nobody's knowing. */
  readonly configured?: ReadonlySet<string> | undefined;
  readonly live: Live;
  /** Keys pressed at the terminal, where there is one: a character, or `up`, `down`, `return`, `escape`, `backspace`. */
  readonly keys?: ((signal: AbortSignal) => AsyncIterable<string>) | undefined;
  /** stdin and stdout as they are, where the caller has them to give; whoever writes to them prints nothing else. */
  readonly streams?: Streams | undefined;
}

/**
 * `findings`: the work was done and the answer is "no" (exit code 1). `pending`: there is no answer yet, for a reason outside; the same command later goes
 * on (exit code 75).
 */
export interface Outcome<Result> {
  readonly result: Result;
  readonly status: 'ok' | 'findings' | 'pending';
}

/** What `human` may use to lay out its text. */
export interface Page {
  readonly style: Style;
  readonly columns: number;
  /** Lines of the terminal; undefined where the text goes elsewhere, and may be as long as it is. */
  readonly rows?: number | undefined;
}

export interface CommandSpec<Positionals extends PositionalSpecs, Options extends OptionSpecs, VerbOptions, Result> {
  /** The word that chooses it; empty for what the script does without one. */
  readonly name: string;
  readonly summary: string;
  readonly positionals: Positionals;
  readonly options: Options;
  /** Adds `--dry-run` and `--yes`. */
  readonly changesWorld: boolean;
  /** The machine formats write the result alone, because its form is agreed with other programs. A failure has the house's document all the same. */
  readonly isBare?: true;
  /** When its outcome can be `pending`: what exit code 75 means, for the help text. */
  readonly pending?: string;
  /** Full command lines with what they do; two at least for a script's main command. */
  readonly examples: readonly (readonly [commandLine: string, explanation: string])[];
  readonly toOptions: (args: Arguments<Positionals, Options>, context: Context) => VerbOptions;
  readonly run: (options: VerbOptions, context: Context) => Promise<Outcome<Result>>;
  /** The result as text for people, with a line feed at the end; an empty string prints nothing. */
  readonly human: (result: Result, page: Page) => string | Promise<string>;
}

/** A command whose types were checked where it was declared. */
export type Command = CommandSpec<PositionalSpecs, OptionSpecs, unknown, unknown>;

/** Declares a command; the types of its arguments follow from its options. */
export function defineCommand<
  const Positionals extends PositionalSpecs,
  const Options extends OptionSpecs,
  VerbOptions,
  Result,
>(spec: CommandSpec<Positionals, Options, VerbOptions, Result>): Command {
  return spec as unknown as Command;
}

/** One thing that `--health` looked at. */
export interface CheckResult {
  readonly title: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'not-run';
  readonly detail: string;
  /** What mends it; present unless all is well. */
  readonly fix?: string;
}

/** A script: one bin, one or more commands, the first of which may have the empty name. */
export interface Script {
  /** The bin's name, `cdev-<script>`. */
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Command[];
  readonly health: (context: Context) => Promise<readonly CheckResult[]>;
  /** Paragraphs below the commands in the help of a script that does nothing without one: title and text. */
  readonly furtherHelp?: readonly (readonly [title: string, text: string])[];
  /** `cdev.deprecation` of its package.json, put here by the build of its bin. */
  readonly deprecation?: DeprecationNotice;
}
