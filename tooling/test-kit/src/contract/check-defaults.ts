import type { Subject } from './subject.ts';

/** Defaults that a user could not type: they are read like typed values, so the command would fail whenever the option is left out. */
export function checkDefaults({ script }: Pick<Subject, 'script'>): readonly string[] {
  return script.commands.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, { default: value, choices }]) => {
      if (value === undefined) return [];
      const isPossible = value !== '' && (choices === undefined || choices.includes(String(value)));
      return isPossible ? [] : [`${name} --${option}: its default ${JSON.stringify(value)} cannot be typed`];
    }),
  );
}
