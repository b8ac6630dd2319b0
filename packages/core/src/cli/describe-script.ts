import type { Command, OptionSpec, Script } from './command.ts';
import { houseOptions } from './house-options.ts';

/** The form of `--describe`, read by `askDescription` of `@cdev/script-catalogue`: what a script can be asked to do, for whoever makes a form of it. */
export function describeScript(script: Script, version: string): object {
  const commands = script.commands.map(describeCommand);
  return { schemaVersion: 1, script: script.name, version, summary: script.summary, commands };
}

function describeCommand(command: Command): object {
  const { name, summary, changesWorld, positionals, options } = command;
  const describe = (specs: Readonly<Record<string, OptionSpec>>, isOfHouse: boolean): object[] =>
    Object.entries(specs).map(([option, { array, alias: _alias, ...spec }]) => ({
      name: option,
      ...spec,
      isList: array === true,
      isOfHouse,
    }));
  return {
    name,
    summary,
    changesWorld,
    positionals: Object.entries(positionals).map(([positional, { description, required, array }]) => ({
      name: positional,
      description,
      isRequired: required === true,
      isList: array === true,
    })),
    options: [...describe(options, false), ...describe(houseOptions(command), true)],
  };
}
