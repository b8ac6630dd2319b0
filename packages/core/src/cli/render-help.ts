import type { Command, OptionSpec, Script } from './command.ts';
import { exitCodes, pendingExitCode } from './exit-code.ts';
import { houseOptions } from './house-options.ts';
import { displayWidth, wrapText } from './text-layout.ts';

const columns = 100;
const widestName = 42;

/**
 * The help text of a command: usage, options, examples, exit codes. Plain text; it is also the reference page. Without `command` that of the
 * script: of what it does without a further word, else the commands to choose from.
 */
export function renderHelp(script: Script, command?: Command): string {
  const chosen = command ?? script.commands.find(({ name }) => name === '');
  return chosen === undefined ? choiceText(script) : commandText(script, chosen);
}

function choiceText(script: Script): string {
  return [
    ...wrapText(script.summary, columns),
    '',
    `Usage: ${script.name} <command> [options]`,
    ...section(
      'Commands',
      script.commands.map((command) => [command.name, command.summary]),
    ),
    ...(script.furtherHelp ?? []).flatMap(([title, text]) => [
      '',
      `${title}:`,
      ...wrapText(text, columns - 2).map(indented),
    ]),
    ...section('Common options', optionRows(houseOptions({ changesWorld: false }))),
    '',
    `See ${script.name} <command> --help for what a command takes.`,
    '',
  ].join('\n');
}

function commandText(script: Script, command: Command): string {
  const name = commandLine(script, command);
  const positionals = Object.entries(command.positionals);
  const usage = [name, ...positionals.map(([key, spec]) => positionalForm(key, spec)), '[options]'].join(' ');
  const others = command.name === '' ? script.commands.filter((other) => other.name !== '') : [];
  return [
    ...wrapText(command.summary, columns),
    '',
    `Usage: ${usage}`,
    ...section(
      'Commands',
      others.map((other) => [commandLine(script, other), other.summary]),
    ),
    ...section(
      'Arguments',
      positionals.map(([key, spec]) => [key, spec.description]),
    ),
    ...section('Options', optionRows(command.options)),
    ...section('Common options', optionRows(houseOptions(command))),
    '',
    'Examples:',
    ...command.examples.flatMap(([line, explanation]) => [
      `  ${line}`,
      ...wrapText(explanation, columns - 6).map((text) => `      ${text}`),
    ]),
    ...section(
      'Exit codes',
      exitCodesOf(command).map(([code, meaning]) => [String(code), meaning]),
    ),
    '',
  ].join('\n');
}

function exitCodesOf({ pending }: Command): typeof exitCodes {
  if (pending === undefined) return exitCodes;
  return [...exitCodes, [pendingExitCode, pending] as const].toSorted(([a], [b]) => a - b);
}

/** `cdev-cache-linear-issue list`: what is typed to choose the command. */
export function commandLine(script: Script, command: Command): string {
  return command.name === '' ? script.name : `${script.name} ${command.name}`;
}

function positionalForm(name: string, { required, array }: { required?: true; array?: true }): string {
  const inner = array ? `${name}..` : name;
  return required ? `<${inner}>` : `[${inner}]`;
}

function optionRows(options: Readonly<Record<string, OptionSpec>>): string[][] {
  return Object.entries(options).map(([name, spec]) => {
    const alias = spec.alias === undefined ? '    ' : `-${spec.alias}, `;
    const value =
      spec.type === 'boolean' ? '' : ` <${spec.placeholder ?? (spec.type === 'string' ? 'text' : spec.type)}>`;
    return [`${alias}--${name}${value}`, optionText(spec)];
  });
}

function optionText({ description, choices, default: preset, array }: OptionSpec): string {
  const notes = [
    ...(choices ? [choices.join(' | ')] : []),
    ...(array ? ['may be repeated'] : []),
    ...(preset === undefined || preset === false ? [] : [`default: ${preset}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join('; ')})`;
}

const indented = (line: string): string => `  ${line}`;

/** A titled list of two columns whose second column is wrapped; nothing when there are no rows. */
function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const left = Math.min(widestName, Math.max(...rows.map(([name = '']) => displayWidth(name))));
  const lines = rows.flatMap(([name = '', text = '']) => {
    const [first = '', ...more] = wrapText(text, columns - left - 4);
    const gap = ' '.repeat(left);
    // A name too long for its column keeps a line of its own.
    const head = displayWidth(name) > left ? [name, `${gap}  ${first}`] : [`${name.padEnd(left)}  ${first}`];
    return [...head, ...more.map((line) => `${gap}  ${line}`)];
  });
  return ['', `${title}:`, ...lines.map(indented)];
}
